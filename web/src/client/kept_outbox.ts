// Unsent messages outlive a reload: one key each, so that several tabs never overwrite each other's.
import { integer, object, string } from "../protocol/shape.ts";
import type { Outbox, OutboxEntry } from "../state/outbox.ts";
import { readJson } from "./identity.ts";
import type { Keep } from "./ports.ts";

const prefix = "outbox.";
/** A browser that keeps more than this has something wrong with it; the oldest are let go. */
const keptEntriesMax = 200;

const text = string({ min: 1 });
const parseEntry = object(
  { nonce: text, room: text, user: text, text, timeMs: integer(0) },
  { answers: object({ seq: integer(1), user: text, nickname: text }) },
);

export function keepEntry(keep: Keep, entry: OutboxEntry): void {
  const { nonce, room, user, text: body, timeMs, answers } = entry;
  keep.set(prefix + nonce, JSON.stringify({ nonce, room, user, text: body, timeMs, answers }));
}

export function forgetEntry(keep: Keep, nonce: string): void {
  keep.remove(prefix + nonce);
}

export function keptEntries(keep: Keep): OutboxEntry[] {
  const entries = keep
    .keys()
    .filter((key) => key.startsWith(prefix))
    .flatMap((key): OutboxEntry[] => {
      const entry = readJson(keep, key, parseEntry);
      if (entry === null) {
        keep.remove(key);
        return [];
      }
      return [{ ...entry, attempts: 0, send: { kind: "queued", notBeforeMs: 0 } }];
    })
    .sort((a, b) => a.timeMs - b.timeMs);
  for (const old of entries.slice(0, -keptEntriesMax)) forgetEntry(keep, old.nonce);
  return entries.slice(-keptEntriesMax);
}

/** Forgets what no longer waits: acknowledged, or found in the log. */
export function forgetDone(keep: Keep, before: Outbox, after: Outbox): void {
  if (before === after) return;
  const waiting = new Set(
    after.filter((entry) => entry.send.kind !== "sent").map((entry) => entry.nonce),
  );
  for (const entry of before) if (!waiting.has(entry.nonce)) forgetEntry(keep, entry.nonce);
}

export function outboxNonce(key: string): string | null {
  return key.startsWith(prefix) ? key.slice(prefix.length) : null;
}
