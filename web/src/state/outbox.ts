// Messages on their way: written here, not yet certain to be kept by the server.
//
// Invariant:  entries stay in the order they were written; in each room at most one is `sending`,
//             and none is sent before those above it are, so a reconnect cannot reorder them.
import type { ErrorCode, Failure } from "../protocol/types.ts";

/** After this many tries of the client's own the person is asked. */
export const attemptsMax = 8;
const retryDelayMinMs = 1_000;
const retryDelayMaxMs = 30_000;

/** Why a message was not sent: the server's code, or what happened here. */
export type SendProblem = ErrorCode | "no_answer" | "identity_changed";

export type SendState =
  | { readonly kind: "queued"; readonly notBeforeMs: number }
  | { readonly kind: "sending" }
  | { readonly kind: "sent"; readonly seq: number }
  | { readonly kind: "failed"; readonly problem: SendProblem; readonly message: string };

export interface OutboxEntry {
  readonly nonce: string;
  readonly room: string;
  readonly user: string;
  readonly text: string;
  readonly timeMs: number;
  /** The message it answers. */
  readonly answers?: Answered;
  readonly attempts: number;
  readonly send: SendState;
}

/** Of the message that is answered: what is needed to say so. */
export interface Answered {
  readonly seq: number;
  readonly user: string;
  readonly nickname: string;
}

export type Outbox = readonly OutboxEntry[];

export function addEntry(
  outbox: Outbox,
  draft: Pick<OutboxEntry, "nonce" | "room" | "user" | "text" | "timeMs" | "answers">,
): Outbox {
  return [...outbox, { ...draft, attempts: 0, send: { kind: "queued", notBeforeMs: 0 } }];
}

function change(outbox: Outbox, nonce: string, to: (entry: OutboxEntry) => OutboxEntry): Outbox {
  return outbox.map((entry) => (entry.nonce === nonce ? to(entry) : entry));
}

export function removeEntry(outbox: Outbox, nonce: string): Outbox {
  const rest = outbox.filter((entry) => entry.nonce !== nonce);
  return rest.length === outbox.length ? outbox : rest;
}

/** What may be sent now: in each room the first that waits, unless one above it is under way or not due yet. */
export function due(outbox: Outbox, nowMs: number): OutboxEntry[] {
  const blocked = new Set<string>();
  const entries: OutboxEntry[] = [];
  for (const entry of outbox) {
    if (blocked.has(entry.room)) continue;
    if (entry.send.kind === "sending") blocked.add(entry.room);
    if (entry.send.kind !== "queued") continue;
    blocked.add(entry.room);
    if (entry.send.notBeforeMs <= nowMs) entries.push(entry);
  }
  return entries;
}

/** When something becomes due by the clock alone, if ever. */
export function nextDueMs(outbox: Outbox, nowMs: number): number | null {
  const times = outbox.flatMap((entry) =>
    entry.send.kind === "queued" && entry.send.notBeforeMs > nowMs ? [entry.send.notBeforeMs] : [],
  );
  return times.length > 0 ? Math.min(...times) : null;
}

export function sendingEntry(outbox: Outbox, nonce: string): Outbox {
  return change(outbox, nonce, (entry) => ({
    ...entry,
    attempts: entry.attempts + 1,
    send: { kind: "sending" },
  }));
}

export function sentEntry(outbox: Outbox, nonce: string, seq: number): Outbox {
  return change(outbox, nonce, (entry) => ({ ...entry, send: { kind: "sent", seq } }));
}

export function retryDelayMs(attempts: number): number {
  return Math.min(retryDelayMaxMs, retryDelayMinMs * 2 ** Math.max(0, attempts - 1));
}

function isPassing(code: ErrorCode): boolean {
  return code === "rate_limited" || code === "unavailable";
}

/** Refused: a passing reason is tried again by itself, any other is for the person to decide. */
export function stateAfterRefusal(
  attempts: number,
  error: Failure["error"],
  nowMs: number,
): SendState {
  // The room lets everybody wait: as long as it says, and however often.
  if (error.code === "slow_mode")
    return { kind: "queued", notBeforeMs: nowMs + (error.retry_after_ms ?? retryDelayMinMs) };
  if (isPassing(error.code) && attempts < attemptsMax) {
    const delay = Math.max(error.retry_after_ms ?? 0, retryDelayMs(attempts));
    return { kind: "queued", notBeforeMs: nowMs + delay };
  }
  return { kind: "failed", problem: error.code, message: error.message };
}

export function refusedEntry(
  outbox: Outbox,
  nonce: string,
  error: Failure["error"],
  nowMs: number,
): Outbox {
  return change(outbox, nonce, (entry) => ({
    ...entry,
    send: stateAfterRefusal(entry.attempts, error, nowMs),
  }));
}

/** No answer in time. Whether it was kept is unknown: the same nonce is sent again. */
export function unansweredEntry(outbox: Outbox, nonce: string, nowMs: number): Outbox {
  return change(outbox, nonce, (entry) => {
    if (entry.send.kind !== "sending") return entry;
    if (entry.attempts < attemptsMax) {
      return {
        ...entry,
        send: { kind: "queued", notBeforeMs: nowMs + retryDelayMs(entry.attempts) },
      };
    }
    return { ...entry, send: { kind: "failed", problem: "no_answer", message: "" } };
  });
}

/** The connection is gone: whatever was under way waits for the next one, its tries not counted. */
export function requeueAll(outbox: Outbox): Outbox {
  if (!outbox.some((entry) => entry.send.kind === "sending" || entry.send.kind === "queued"))
    return outbox;
  return outbox.map((entry) =>
    entry.send.kind === "sending" || entry.send.kind === "queued"
      ? { ...entry, attempts: 0, send: { kind: "queued", notBeforeMs: 0 } }
      : entry,
  );
}

export function retryEntry(outbox: Outbox, nonce: string, user: string): Outbox {
  return change(outbox, nonce, (entry) => {
    if (entry.send.kind !== "failed") return entry;
    const { answers, ...rest } = entry;
    // What it answered is gone: the words may still be said.
    const isAnswering = answers !== undefined && entry.send.problem !== "no_such_message";
    return {
      ...rest,
      ...(isAnswering ? { answers } : {}),
      user,
      attempts: 0,
      send: { kind: "queued", notBeforeMs: 0 },
    };
  });
}

/** Entries found in storage join those in memory; what another person wrote here is never sent by itself. */
export function adopt(outbox: Outbox, stored: readonly OutboxEntry[], user: string): Outbox {
  const known = new Set(outbox.map((entry) => entry.nonce));
  const added = stored.filter((entry) => !known.has(entry.nonce));
  const all = [...added, ...outbox].map((entry): OutboxEntry => {
    if (entry.user === user || entry.send.kind === "sent" || entry.send.kind === "failed")
      return entry;
    return { ...entry, send: { kind: "failed", problem: "identity_changed", message: "" } };
  });
  return all.sort((a, b) => a.timeMs - b.timeMs);
}

/** Messages the log now holds are no longer on their way. */
export function settle(outbox: Outbox, isInLog: (entry: OutboxEntry) => boolean): Outbox {
  const rest = outbox.filter((entry) => !isInLog(entry));
  return rest.length === outbox.length ? outbox : rest;
}
