import { describe, expect, it } from "vitest";
import {
  addEntry,
  adopt,
  attemptsMax,
  due,
  nextDueMs,
  type Outbox,
  refusedEntry,
  removeEntry,
  requeueAll,
  retryEntry,
  sendingEntry,
  sentEntry,
  settle,
  unansweredEntry,
} from "../../src/state/outbox.ts";
import { startMs } from "../support/events.ts";

function written(...entries: readonly (readonly [nonce: string, room?: string])[]): Outbox {
  return entries.reduce<Outbox>(
    (box, [nonce, room = "lobby"], index) =>
      addEntry(box, { nonce, room, user: "u-ada", text: `text ${nonce}`, timeMs: startMs + index }),
    [],
  );
}

function nonces(entries: Outbox): string[] {
  return entries.map((entry) => entry.nonce);
}

function kindOf(box: Outbox, nonce: string): string | undefined {
  return box.find((entry) => entry.nonce === nonce)?.send.kind;
}

const passing = { code: "rate_limited", message: "", retry_after_ms: 5_000 } as const;

describe("what may be sent", () => {
  it("is the first of each room", () => {
    expect(nonces(due(written(["a"], ["b"], ["c", "other"]), startMs))).toEqual(["a", "c"]);
  });

  it("is nothing while one of the room is under way", () => {
    const box = sendingEntry(written(["a"], ["b"]), "a");
    expect(due(box, startMs)).toEqual([]);
    expect(nonces(due(sentEntry(box, "a", 1), startMs))).toEqual(["b"]);
  });

  it("is nothing after one that waits, so that the order is kept", () => {
    const box = refusedEntry(sendingEntry(written(["a"], ["b"]), "a"), "a", passing, startMs);
    expect(due(box, startMs)).toEqual([]);
    expect(nextDueMs(box, startMs)).toBe(startMs + 5_000);
    expect(nonces(due(box, startMs + 5_000))).toEqual(["a"]);
  });

  it("goes on past one that failed for good", () => {
    const failed = refusedEntry(
      written(["a"], ["b"]),
      "a",
      { code: "forbidden", message: "" },
      startMs,
    );
    expect(nonces(due(failed, startMs))).toEqual(["b"]);
  });
});

describe("a refusal", () => {
  it("of a slow room is waited for as long as it says, and however often", () => {
    let box = written(["a"]);
    const slow = { code: "slow_mode", message: "", retry_after_ms: 12_000 } as const;
    for (let attempt = 0; attempt < 2 * attemptsMax; attempt += 1) {
      box = refusedEntry(sendingEntry(box, "a"), "a", slow, startMs);
    }
    expect(kindOf(box, "a")).toBe("queued");
    expect(nextDueMs(box, startMs)).toBe(startMs + 12_000);
  });

  it("of whoever is muted is for the person to decide", () => {
    const box = refusedEntry(written(["a"]), "a", { code: "muted", message: "" }, startMs);
    expect(kindOf(box, "a")).toBe("failed");
  });

  it("for a passing reason is tried again, with an end", () => {
    let box = written(["a"]);
    for (let attempt = 1; attempt < attemptsMax; attempt += 1) {
      box = refusedEntry(
        sendingEntry(box, "a"),
        "a",
        { code: "unavailable", message: "" },
        startMs,
      );
      expect(kindOf(box, "a")).toBe("queued");
    }
    box = refusedEntry(sendingEntry(box, "a"), "a", { code: "unavailable", message: "" }, startMs);
    expect(box[0]?.send).toMatchObject({ kind: "failed", problem: "unavailable" });
  });

  it.each(["text_too_long", "not_a_member", "forbidden", "internal"] as const)(
    "because of %s is for the person to decide",
    (code) => {
      const box = refusedEntry(
        sendingEntry(written(["a"]), "a"),
        "a",
        { code, message: "why" },
        startMs,
      );
      expect(box[0]).toMatchObject({ text: "text a", send: { kind: "failed", problem: code } });
    },
  );
});

describe("no answer", () => {
  it("keeps the nonce and sends again", () => {
    const box = unansweredEntry(sendingEntry(written(["a"]), "a"), "a", startMs);
    expect(box[0]).toMatchObject({ nonce: "a", send: { kind: "queued" } });
  });

  it("after the connection has gone changes nothing any more", () => {
    const box = requeueAll(sendingEntry(written(["a"]), "a"));
    expect(unansweredEntry(box, "a", startMs)).toEqual(box);
    expect(nonces(due(box, startMs))).toEqual(["a"]);
  });
});

it("a lost connection makes all that waits due at once, in order, and counts no tries", () => {
  let box = written(["a"], ["b"], ["c"]);
  box = refusedEntry(sendingEntry(box, "a"), "a", passing, startMs);
  box = requeueAll(box);
  expect(nonces(due(box, startMs))).toEqual(["a"]);
  expect(box.map((entry) => entry.attempts)).toEqual([0, 0, 0]);
});

it("a retry by the person begins anew with the same nonce", () => {
  const failed = refusedEntry(written(["a"]), "a", { code: "forbidden", message: "" }, startMs);
  expect(retryEntry(failed, "a", "u-ada")[0]).toMatchObject({
    nonce: "a",
    attempts: 0,
    send: { kind: "queued" },
  });
  expect(removeEntry(failed, "a")).toEqual([]);
});

describe("what was kept from before", () => {
  it("comes before what was written since, each once", () => {
    const kept = written(["a"], ["b"]);
    const since = addEntry([], {
      nonce: "c",
      room: "lobby",
      user: "u-ada",
      text: "c",
      timeMs: startMs + 9,
    });
    expect(nonces(adopt(adopt(since, kept, "u-ada"), kept, "u-ada"))).toEqual(["a", "b", "c"]);
  });

  it("of another person is not sent by itself", () => {
    const box = adopt([], written(["a"]), "u-eve");
    expect(box[0]?.send).toMatchObject({ kind: "failed", problem: "identity_changed" });
    expect(retryEntry(box, "a", "u-eve")[0]).toMatchObject({
      user: "u-eve",
      send: { kind: "queued" },
    });
  });
});

it("what the log shows is no longer on its way", () => {
  expect(nonces(settle(written(["a"], ["b"]), (entry) => entry.nonce === "a"))).toEqual(["b"]);
});
