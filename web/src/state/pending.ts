// What this person wants done to messages, until the log shows it: edits, deletions, reactions.
//
// Invariant:  for each message at most one is `sending`, and none before those above it; so the last wish wins.
//             The server takes a repeated one as done, so whatever got no answer is sent again.
import { attemptsMax, retryDelayMs, type SendState, stateAfterRefusal } from "./outbox.ts";

export type Wish =
  | { readonly kind: "edit"; readonly text: string }
  | { readonly kind: "delete" }
  | { readonly kind: "react"; readonly emoji: string; readonly on: boolean };

export interface PendingChange {
  readonly id: number;
  readonly room: string;
  readonly target: number;
  readonly wish: Wish;
  readonly attempts: number;
  readonly send: SendState;
}

export type Pending = readonly PendingChange[];

const queued: SendState = { kind: "queued", notBeforeMs: 0 };

/** Whether `later` says all that `earlier` did. */
function supersedes(later: Wish, earlier: Wish): boolean {
  if (later.kind === "delete") return true;
  if (later.kind === "react") return earlier.kind === "react" && earlier.emoji === later.emoji;
  return earlier.kind === "edit";
}

export function addPending(
  pending: Pending,
  change: Pick<PendingChange, "id" | "room" | "target" | "wish">,
): Pending {
  const isOver = (each: PendingChange) =>
    each.room === change.room &&
    each.target === change.target &&
    (each.send.kind === "queued" || each.send.kind === "failed") &&
    supersedes(change.wish, each.wish);
  const others = pending.filter((each) => !isOver(each));
  return [...others, { ...change, attempts: 0, send: queued }];
}

function change(
  pending: Pending,
  id: number,
  to: (change: PendingChange) => PendingChange,
): Pending {
  return pending.map((each) => (each.id === id ? to(each) : each));
}

export function removePending(pending: Pending, id: number): Pending {
  return pending.filter((each) => each.id !== id);
}

/** What may be sent now: of each message the first that waits. */
export function duePending(pending: Pending, nowMs: number): PendingChange[] {
  const blocked = new Set<string>();
  return pending.filter((each) => {
    const message = `${each.room} ${each.target}`;
    const isWaiting = each.send.kind === "queued";
    if (blocked.has(message) || (!isWaiting && each.send.kind !== "sending")) return false;
    blocked.add(message);
    return each.send.kind === "queued" && each.send.notBeforeMs <= nowMs;
  });
}

/** When something becomes due by the clock alone, if ever. */
export function nextPendingMs(pending: Pending, nowMs: number): number | null {
  const times = pending.flatMap(({ send }) =>
    send.kind === "queued" && send.notBeforeMs > nowMs ? [send.notBeforeMs] : [],
  );
  return times.length > 0 ? Math.min(...times) : null;
}

export function sendingPending(pending: Pending, id: number): Pending {
  return change(pending, id, (each) => ({
    ...each,
    attempts: each.attempts + 1,
    send: { kind: "sending" },
  }));
}

export function sentPending(pending: Pending, id: number, seq: number): Pending {
  return change(pending, id, (each) => ({ ...each, send: { kind: "sent", seq } }));
}

export function refusedPending(
  pending: Pending,
  id: number,
  error: Parameters<typeof stateAfterRefusal>[1],
  nowMs: number,
): Pending {
  return change(pending, id, (each) => ({
    ...each,
    send: stateAfterRefusal(each.attempts, error, nowMs),
  }));
}

export function unansweredPending(pending: Pending, id: number, nowMs: number): Pending {
  return change(pending, id, (each) => {
    if (each.send.kind !== "sending") return each;
    const send: SendState =
      each.attempts < attemptsMax
        ? { kind: "queued", notBeforeMs: nowMs + retryDelayMs(each.attempts) }
        : { kind: "failed", problem: "no_answer", message: "" };
    return { ...each, send };
  });
}

export function retryPending(pending: Pending, id: number): Pending {
  return change(pending, id, (each) => ({ ...each, attempts: 0, send: queued }));
}

/** The connection is gone or new: whatever was under way is sent again. */
export function requeuePending(pending: Pending): Pending {
  if (!pending.some((each) => each.send.kind === "sending" || each.send.kind === "queued"))
    return pending;
  return pending.map((each) =>
    each.send.kind === "sending" || each.send.kind === "queued"
      ? { ...each, attempts: 0, send: queued }
      : each,
  );
}
