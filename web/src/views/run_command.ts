// What is done when a message is a command. Loaded with the first one.
import { changeProfile } from "../client/account.ts";
import type { Navigation } from "../client/navigation.ts";
import type { Session } from "../client/session.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Failure } from "../protocol/types.ts";
import type { Command } from "../state/commands.ts";
import { plain } from "../state/completion.ts";
import { defaultRoom, type RoomState } from "../state/model.ts";
import { refusalText } from "./account_words.ts";

export interface Commander {
  readonly session: Session;
  readonly navigation: Navigation;
}

/** A sentence why it was not done; null: it was. */
type Refused = string | null;

function refusal(answer: Failure | null): string {
  const reason = answer === null ? words("message.problem.no_answer") : answer.error.message;
  return words("commands.failed", { reason });
}

export async function runCommand(
  { session, navigation }: Commander,
  room: RoomState,
  command: Command,
  onHelp: () => void,
): Promise<Refused> {
  switch (command.name) {
    case "help":
      onHelp();
      return null;
    case "leave":
      return await leave(session, room);
    case "join":
      return await join(session, navigation, command.what);
    case "nick": {
      const outcome = await changeProfile(session, { nickname: command.what });
      return outcome.ok ? null : refusalText(outcome);
    }
    case "topic": {
      const answer = await session.care.setTopic(room.room, command.text);
      return answer?.ok ? null : refusal(answer);
    }
    case "msg":
      return await write(session, navigation, command.person, command.text);
  }
}

async function leave(session: Session, room: RoomState): Promise<Refused> {
  if (room.room === defaultRoom) return words("commands.stays");
  const answer = await session.rooms.leave(room.room);
  return answer?.ok ? null : refusal(answer);
}

async function join(session: Session, navigation: Navigation, name: string): Promise<Refused> {
  const isIt = (each: { readonly name: string }) => plain(each.name) === plain(name);
  const mine = [...session.store.getState().rooms.values()].find(isIt);
  if (mine !== undefined) {
    navigation.go(mine.room);
    return null;
  }
  const directory = await session.rooms.directory(name);
  if (!directory?.ok) return refusal(directory);
  const found = directory.rooms.find(isIt);
  if (found === undefined) return words("commands.noRoom", { name });
  const answer = await session.rooms.join(found.room);
  if (!answer?.ok) return refusal(answer);
  navigation.go(found.room);
  return null;
}

async function write(
  session: Session,
  navigation: Navigation,
  name: string,
  text: string,
): Promise<Refused> {
  const people = await session.rooms.findPeople(name);
  if (!people?.ok) return refusal(people);
  const person = people.people.find(({ nickname }) => plain(nickname) === plain(name));
  if (person === undefined) return words("commands.noPerson", { name });
  const answer = await session.rooms.openDirect([person.user]);
  if (!answer?.ok) return refusal(answer);
  if (text !== "") session.sender.send(answer.room.room, text);
  navigation.go(answer.room.room);
  return null;
}
