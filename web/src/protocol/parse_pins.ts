// Answers about pinned messages and what messages read before; in a file of their own, as only views that are loaded later ask.
import { id, named, parseLoggedMessage, target, time } from "./parse.ts";
import { array, literal, object, type Parser, string } from "./shape.ts";
import type { PinsAck, VersionsAck } from "./types.ts";

const ok = literal(true);

export const parsePinsAck: Parser<PinsAck> = object(
  { ok, pins: array(object({ message: parseLoggedMessage, by: named, time })) },
  { more: ok },
);
export const parseVersionsAck: Parser<VersionsAck> = object({
  ok,
  user: id,
  versions: array(object({ seq: target, time, text: string({ min: 1, max: 4000 }) })),
});
