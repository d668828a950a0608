// What keeps people from writing in a room, and messages from staying, as those ask for it who look after it. Loaded with their panel.
//
// Each asks once, as those of room_care.ts do.
import { named, parseMessageAck, person, time } from "../protocol/parse.ts";
import { array, literal, object, type Parser } from "../protocol/shape.ts";
import type { Failure, MutesAck } from "../protocol/types.ts";
import type { Done } from "./room_care.ts";
import type { Session } from "./session.ts";

export const parseMutesAck: Parser<MutesAck> = object({
  ok: literal(true),
  mutes: array(object({ ...person, by: named, time }, { until: time })),
});

/** until: a time to come on the server's clock, in ms; left out: until it is lifted. */
export function mute(
  session: Session,
  room: string,
  user: string,
  terms: { readonly until?: number } = {},
): Done {
  return session.ask("mute", { room, user, ...terms }, parseMessageAck);
}

export function unmute(session: Session, room: string, user: string): Done {
  return session.ask("unmute", { room, user }, parseMessageAck);
}

export function mutes(session: Session, room: string): Promise<MutesAck | Failure | null> {
  return session.ask("mutes", { room }, parseMutesAck);
}

/** Seconds between two messages of one person; 0: none. */
export function setSlowMode(session: Session, room: string, seconds: number): Done {
  return session.ask("slow_mode", { room, seconds }, parseMessageAck);
}

/** Days for which messages are kept; 0: for ever. */
export function setRetention(session: Session, room: string, days: number): Done {
  return session.ask("retention", { room, days }, parseMessageAck);
}
