// What is done to a room and to the people in it, by those who look after it.
//
// Each asks the server once. What it changes comes back as an event of the room, to everybody alike, so nothing is
// changed here; null: no answer came, and whether it was done is unknown.
import { parseBansAck, parseMessageAck, parseOkAck, parseRosterAck } from "../protocol/parse.ts";
import type { BansAck, Failure, MessageAck, OkAck, RosterAck } from "../protocol/types.ts";
import type { Session } from "./session.ts";

export type Done = Promise<MessageAck | Failure | null>;

export class RoomCare {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  rename(room: string, name: string): Done {
    return this.#session.ask("rename", { room, name }, parseMessageAck);
  }

  /** Empty: the room is about nothing any more. */
  setTopic(room: string, topic: string): Done {
    return this.#session.ask("topic", { room, topic }, parseMessageAck);
  }

  archive(room: string): Done {
    return this.#session.ask("archive", { room }, parseMessageAck);
  }

  restore(room: string): Done {
    return this.#session.ask("restore", { room }, parseMessageAck);
  }

  add(room: string, user: string): Done {
    return this.#session.ask("add", { room, user }, parseMessageAck);
  }

  kick(room: string, user: string): Done {
    return this.#session.ask("kick", { room, user }, parseMessageAck);
  }

  setHost(room: string, user: string, on: boolean): Done {
    return this.#session.ask("host", { room, user, on }, parseMessageAck);
  }

  /** until: a time to come, in ms; left out: for ever. */
  ban(
    room: string,
    user: string,
    terms: { readonly until?: number; readonly reason?: string } = {},
  ): Promise<OkAck | Failure | null> {
    return this.#session.ask("ban", { room, user, ...terms }, parseOkAck);
  }

  unban(room: string, user: string): Promise<OkAck | Failure | null> {
    return this.#session.ask("unban", { room, user }, parseOkAck);
  }

  bans(room: string): Promise<BansAck | Failure | null> {
    return this.#session.ask("bans", { room }, parseBansAck);
  }

  /** A page of everybody who is a member, also those who are away. `after`: the last one of the page before. */
  async roster(room: string, after?: string, limit?: number): Promise<RosterAck | Failure | null> {
    const ask = {
      room,
      ...(after === undefined ? {} : { after }),
      ...(limit === undefined ? {} : { limit }),
    };
    const answer = await this.#session.ask("roster", ask, parseRosterAck);
    if (answer?.ok) this.#session.people.told(answer.members);
    return answer;
  }
}
