// What concerns this person: messages that mean them, and what they want to be told of each room.
//
// Invariant:  `mentions` counts each message that means this person once, in whatever order the server's numbers and
//             the messages themselves come: what is up to `mentionsTo` is in the server's number, and what came live
//             after it is kept by its seq.
import type { LiveEvent } from "../protocol/parse.ts";
import type { Read } from "../protocol/types.ts";
import { isSilenced } from "./ignoring.ts";
import {
  type Counted,
  changeRoom,
  type IgnoredPeople,
  type Liking,
  type RoomState,
  type State,
} from "./model.ts";

/** More are counted, but no longer told apart. */
export const mentionsHeardMax = 500;

/** Of a read marker that moved. Whatever was heard until now is in its number. */
export function mentionsLeft(room: RoomState, told: Read): Counted {
  const mentionsTo = Math.max(room.head, told.seq, told.mentions_to ?? 0);
  return { mentions: told.mentions, mentionsTo, mentionsHeard: [] };
}

export function isMeant(event: LiveEvent, me: string | undefined): boolean {
  if (event.type !== "message" || me === undefined || event.user === me) return false;
  return "mentions" in event && event.mentions?.includes(me) === true;
}

/** Live events, in any order, perhaps repeated. Who writes has read what was before. */
export function mentionsHeard(
  room: RoomState,
  events: readonly LiveEvent[],
  me: string | undefined,
): Counted {
  const news = events.filter(({ seq }) => seq > room.mentionsTo);
  const own = news.filter((event) => event.type === "message" && event.user === me);
  const meant = news.filter((event) => isMeant(event, me));
  if (own.length + meant.length === 0) return room;
  let mentionsTo = Math.max(room.mentionsTo, ...own.map(({ seq }) => seq));
  let before = own.length > 0 ? 0 : room.mentions - room.mentionsHeard.length;
  const heard = [...new Set([...room.mentionsHeard, ...meant.map(({ seq }) => seq)])]
    .filter((seq) => seq > mentionsTo)
    .sort((a, b) => a - b);
  for (; heard.length > mentionsHeardMax; before += 1) mentionsTo = heard.shift() ?? mentionsTo;
  return { mentions: before + heard.length, mentionsTo, mentionsHeard: heard };
}

/** What came while one was reading is none that waits. */
export function mentionsSeen(room: RoomState, head: number): Counted {
  return {
    mentions: room.mentions,
    mentionsTo: Math.max(room.mentionsTo, head),
    mentionsHeard: [],
  };
}

/** All there is of the room in view is being read: nothing in it waits, whatever the server has heard of it by now. */
export function readHere(state: State): State {
  const { active, reading } = state;
  if (!reading || active === null) return state;
  return changeRoom(state, active, (room) => {
    const { log, head } = room;
    if (room.mentions === 0 || !log?.following || log.last < head) return room;
    return { ...room, ...mentionsSeen(room, head), mentions: 0 };
  });
}

/** What a person wants of a room, said here or elsewhere. */
export function preferred(state: State, room: string, wish: Partial<Liking>): State {
  return changeRoom(state, room, (before) => ({ ...before, ...wish }));
}

/** One wants to hear nothing of it, or of nobody in it. */
export function isQuiet(room: RoomState, ignored: IgnoredPeople): boolean {
  return room.level === "nothing" || isSilenced(room, ignored);
}

export function unreadSum({ rooms, ignored }: Pick<State, "rooms" | "ignored">): number {
  let sum = 0;
  for (const room of rooms.values()) if (!isQuiet(room, ignored)) sum += room.unread;
  return sum;
}

/** Somebody waits for this person there: they were meant, or spoken to alone. */
function isCalling({ level, kind, mentions, unread }: RoomState): boolean {
  return mentions > 0 || (kind === "direct" && level !== "mentions" && unread > 0);
}

export function isCalled({ rooms, ignored }: Pick<State, "rooms" | "ignored">): boolean {
  return [...rooms.values()].some((room) => !isQuiet(room, ignored) && isCalling(room));
}

/** Whether this person wants to be told of the message. */
export function isNoticed(room: RoomState, event: LiveEvent, me: string | undefined): boolean {
  if (event.type !== "message" || event.user === me) return false;
  switch (room.level) {
    case "usual":
      return room.kind === "direct" || isMeant(event, me);
    case "all":
      return true;
    case "mentions":
      return isMeant(event, me);
    case "nothing":
      return false;
  }
}
