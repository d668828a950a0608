import { describe, expect, it } from "vitest";
import { attemptsMax } from "../../src/state/outbox.ts";
import {
  addPending,
  duePending,
  nextPendingMs,
  type Pending,
  refusedPending,
  requeuePending,
  retryPending,
  sendingPending,
  sentPending,
  unansweredPending,
  type Wish,
} from "../../src/state/pending.ts";

const like = (on: boolean, emoji = "👍"): Wish => ({ kind: "react", emoji, on });
const edit = (text: string): Wish => ({ kind: "edit", text });

function wishes(...all: (readonly [number, Wish])[]): Pending {
  return all.reduce<Pending>(
    (pending, [target, wish], index) =>
      addPending(pending, { id: index + 1, room: "lobby", target, wish }),
    [],
  );
}
const ids = (pending: Pending) => pending.map(({ id }) => id);

describe("wishes for one message", () => {
  it("the last one counts, while the ones before have not been sent", () => {
    expect(ids(wishes([1, edit("a")], [1, edit("b")]))).toEqual([2]);
    expect(ids(wishes([1, like(true)], [1, like(false)]))).toEqual([2]);
    expect(ids(wishes([1, like(true)], [1, like(true, "🎉")]))).toEqual([1, 2]);
    expect(ids(wishes([1, edit("a")], [1, like(true)], [1, { kind: "delete" }]))).toEqual([3]);
    expect(ids(wishes([1, edit("a")], [2, edit("b")]))).toEqual([1, 2]);
  });

  it("are sent one after the other, and those for others beside them", () => {
    let pending = wishes([1, edit("a")], [2, like(true)], [1, like(true)]);
    expect(ids(duePending(pending, 0))).toEqual([1, 2]);
    pending = sendingPending(pending, 1);
    expect(ids(duePending(pending, 0))).toEqual([2]);
    // What is under way may have been done: the next wish comes after it.
    pending = addPending(pending, { id: 9, room: "lobby", target: 1, wish: edit("b") });
    expect(ids(pending)).toEqual([1, 2, 3, 9]);
    expect(ids(duePending(sentPending(pending, 1, 5), 0))).toEqual([2, 3]);
  });
});

describe("an answer", () => {
  const sending = sendingPending(wishes([1, edit("a")]), 1);

  it("that says later is waited for, so many times", () => {
    const error = { code: "rate_limited", message: "", retry_after_ms: 5_000 } as const;
    const waiting = refusedPending(sending, 1, error, 100);
    expect([duePending(waiting, 5_099), nextPendingMs(waiting, 5_099)]).toEqual([[], 5_100]);
    expect(ids(duePending(waiting, 5_100))).toEqual([1]);
    const tired = sending.map((each) => ({ ...each, attempts: attemptsMax }));
    expect(refusedPending(tired, 1, error, 0)[0]?.send.kind).toBe("failed");
  });

  it("that says no is for the person to decide", () => {
    const error = { code: "no_such_message", message: "gone" } as const;
    const failed = refusedPending(sending, 1, error, 0);
    expect(failed[0]?.send).toMatchObject({ kind: "failed", problem: "no_such_message" });
    expect(duePending(failed, 1e9)).toEqual([]);
    expect(ids(duePending(retryPending(failed, 1), 0))).toEqual([1]);
  });

  it("that never comes is no reason not to ask again", () => {
    expect(unansweredPending(sending, 1, 0)[0]?.send.kind).toBe("queued");
    expect(ids(duePending(requeuePending(sending), 0))).toEqual([1]);
    const tired = sending.map((each) => ({ ...each, attempts: attemptsMax }));
    expect(unansweredPending(tired, 1, 0)[0]?.send).toMatchObject({ problem: "no_answer" });
  });
});
