// When somebody may write again in a slow room.
import { expect, it } from "vitest";
import { addEntry, refusedEntry } from "../../src/state/outbox.ts";
import { startLog } from "../../src/state/room_log.ts";
import { nextMessageMs, waitingUntilMs } from "../../src/state/slow_mode.ts";
import { said, startMs } from "../support/events.ts";

const log = startLog(
  { events: [said(1, { user: "u-ada" }), said(2, { user: "u-ada" }), said(3)], more: false },
  3,
  true,
);

it("is so long after their newest message", () => {
  expect(nextMessageMs(log, "u-ada", 30)).toBe(startMs + 2_000 + 30_000);
  expect(nextMessageMs(log, "u-eve", 30)).toBe(0);
  expect(nextMessageMs(log, "u-ada", 0)).toBe(0);
  expect(nextMessageMs({ ...log, following: false }, "u-ada", 30)).toBe(0);
  expect(nextMessageMs(null, "u-ada", 30)).toBe(0);
});

it("is when what waits in that room is sent by itself", () => {
  const draft = { room: "r1", user: "u-ada", text: "", timeMs: startMs };
  const box = addEntry(addEntry([], { ...draft, nonce: "a" }), { ...draft, nonce: "b" });
  const slow = { code: "slow_mode", message: "", retry_after_ms: 5_000 } as const;
  const waiting = refusedEntry(box, "a", slow, startMs);
  expect(waitingUntilMs(waiting, "r1")).toBe(startMs + 5_000);
  expect(waitingUntilMs(waiting, "r2")).toBe(0);
});
