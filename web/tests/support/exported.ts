// Rooms' logs as files, as the server makes them.
import { startMs } from "./events.ts";

const room = { room: "r1", name: "Garden", kind: "public", created: startMs };

export function roomLine(more: object = {}): string {
  const about = { ...room, ...more };
  return JSON.stringify({ type: "export", version: 1, room: about, time: startMs });
}

export function eventLine(seq: number, text = `message ${seq}`): string {
  const by = { user: "u-bob", nickname: "bob" };
  return JSON.stringify({ type: "message", seq, ordinal: seq, ...by, text, time: startMs });
}

export function endLine(events: number): string {
  return JSON.stringify({ type: "end", events });
}

/** A whole one with so many events, each of the same text if one is given. */
export function exported(events: number, more: object = {}, text?: string): File {
  const numbers = Array.from({ length: events }, (_, at) => at + 1);
  const lines = [roomLine(more), ...numbers.map((seq) => eventLine(seq, text)), endLine(events)];
  return new File([lines.map((each) => `${each}\n`).join("")], "parlor-Garden.jsonl");
}
