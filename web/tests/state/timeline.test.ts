import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../src/protocol/parse.ts";
import type { PresenceNotice } from "../../src/state/model.ts";
import { addEntry, type SendState } from "../../src/state/outbox.ts";
import type { Pending, Wish } from "../../src/state/pending.ts";
import { startLog } from "../../src/state/room_log.ts";
import {
  buildRows,
  groupWithinMs,
  isSameRow,
  type Row,
  type TimelineInput,
} from "../../src/state/timeline.ts";
import { change, gone, moved, pinned, said, saidAll, startMs } from "../support/events.ts";

const me = { user: "u-ada", nickname: "ada" };
const dayMs = 86_400_000;

function rowsOf(events: readonly RoomEvent[], more: Partial<TimelineInput> = {}): Row[] {
  const log = startLog({ events, more: false }, 0, true);
  const dayOf = (timeMs: number) => Math.floor(timeMs / dayMs);
  return buildRows({
    log,
    notices: [],
    outbox: [],
    pending: [],
    pinned: new Set(),
    dividerAfter: null,
    me,
    dayOf,
    ...more,
  });
}

/** The rows as a short text each. */
function told(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    switch (row.kind) {
      case "message":
        return `${row.isHead ? `${row.nickname}: ` : "  "}${row.text}`;
      case "notice":
        return [
          row.joined.length > 0 ? `+${row.joined.join(",")}` : "",
          row.left.length > 0 ? `-${row.left.join(",")}` : "",
        ].join("");
      case "deed":
        return Object.values(row.deed).join(" ");
      default:
        return row.kind;
    }
  });
}

function notice(
  id: number,
  after: number,
  change: "joined" | "left",
  nickname: string,
): PresenceNotice {
  return { id, after, change, user: `u-${nickname}`, nickname, timeMs: startMs + after * 1000 };
}

describe("grouping", () => {
  it("puts messages of one person under one name for five minutes", () => {
    const events = [
      said(1, { time: startMs }),
      said(2, { time: startMs + groupWithinMs }),
      said(3, { time: startMs + groupWithinMs + 1 }),
      said(4, { user: "u-eve", nickname: "eve" }),
      said(5),
    ];
    expect(told(rowsOf(events))).toEqual([
      "top",
      "day",
      "bob: text 1",
      "  text 2",
      "bob: text 3",
      "eve: text 4",
      "bob: text 5",
    ]);
  });

  it("begins anew after a notice, a day and the divider", () => {
    const events = [
      said(1),
      moved("member_joined", 2, "eve"),
      said(3),
      said(4, { time: startMs + dayMs }),
      said(5, { time: startMs + dayMs }),
    ];
    expect(told(rowsOf(events, { dividerAfter: 4 }))).toEqual([
      "top",
      "day",
      "bob: text 1",
      "+eve",
      "bob: text 3",
      "day",
      "bob: text 4",
      "new",
      "bob: text 5",
    ]);
  });
});

describe("what was done to the room", () => {
  const place = (seq: number) => ({ room: "lobby", seq, time: startMs + seq * 1000 });
  const ada = { user: "u-ada", nickname: "ada" };
  const bob = { user: "u-bob", nickname: "bob" };
  it.each<[RoomEvent, string]>([
    [{ type: "renamed", ...place(1), ...ada, name: "Garden" }, "renamed ada Garden"],
    [{ type: "topic", ...place(1), ...ada, topic: "Beans" }, "topicSet ada Beans"],
    [{ type: "topic", ...place(1), ...ada }, "topicRemoved ada"],
    [{ type: "archived", ...place(1), ...ada }, "archived ada"],
    [{ type: "restored", ...place(1), ...ada }, "restored ada"],
    [{ type: "host", ...place(1), ...bob, on: true, by: ada }, "madeHost ada bob"],
    [{ type: "host", ...place(1), ...bob, on: true }, "becameHost bob"],
    [{ type: "host", ...place(1), ...bob, on: false, by: ada }, "removedHost ada bob"],
    [{ type: "host", ...place(1), ...bob, on: false }, "stoppedHosting bob"],
    [{ type: "member_joined", ...place(1), ...bob, by: ada }, "added ada bob"],
    [{ type: "member_left", ...place(1), ...bob, by: ada }, "removed ada bob"],
  ])("has a line of its own: %j", (event, text) => {
    expect(told(rowsOf([event]))).toEqual(["top", "day", text]);
  });

  it.each<RoomEvent>([
    { type: "muted", ...place(1), ...bob, on: true, until: startMs, by: ada },
    { type: "slow_mode", ...place(1), ...ada, seconds: 30 },
    { type: "retention", ...place(1), ...ada, days: 30 },
  ])("is told as it was heard, where it is about who may write or what stays: %j", (event) => {
    expect(rowsOf([event])).toMatchObject([{}, {}, { kind: "deed", deed: event }]);
  });

  it("has no line where old messages went, and does not part what was said", () => {
    const rows = rowsOf([said(5), gone(6, 4), said(7)]);
    expect(told(rows)).toEqual(["top", "day", "bob: text 5", "  text 7"]);
  });

  it("stands between those who come and go, and ends a group of messages", () => {
    const events: RoomEvent[] = [
      moved("member_joined", 1, "eve"),
      { type: "member_joined", ...place(2), ...bob, by: ada },
      moved("member_joined", 3, "dan"),
      said(4),
      { type: "archived", ...place(5), ...ada },
      said(6),
    ];
    expect(told(rowsOf(events))).toEqual([
      "top",
      "day",
      "+eve",
      "added ada bob",
      "+dan",
      "bob: text 4",
      "archived ada",
      "bob: text 6",
    ]);
  });
});

describe("notices", () => {
  it("in a row become one, where each person ends up", () => {
    const events = [
      moved("member_joined", 1, "ada"),
      moved("member_joined", 2, "bob"),
      moved("member_left", 3, "bob"),
      moved("member_left", 4, "eve"),
      moved("member_joined", 5, "eve"),
    ];
    expect(told(rowsOf(events))).toEqual(["top", "day", "+ada,eve-bob"]);
  });

  it("that are not in the log stand where they were heard", () => {
    const notices = [notice(1, 1, "joined", "eve"), notice(2, 2, "left", "eve")];
    expect(told(rowsOf(saidAll(1, 2), { notices }))).toEqual([
      "top",
      "day",
      "bob: text 1",
      "+eve",
      "bob: text 2",
      "-eve",
    ]);
  });

  it("from before the first loaded event are left out", () => {
    const log = startLog({ events: saidAll(10, 11), more: true }, 11, true);
    expect(told(rowsOf([], { log, notices: [notice(1, 3, "joined", "eve")] }))).not.toContain(
      "+eve",
    );
  });
});

describe("the divider", () => {
  it("stands before the first unread message of another", () => {
    const events = [
      said(1),
      said(2, { user: "u-ada", nickname: "ada" }),
      moved("member_joined", 3, "eve"),
      said(4),
    ];
    expect(told(rowsOf(events, { dividerAfter: 1 }))).toEqual([
      "top",
      "day",
      "bob: text 1",
      "ada: text 2",
      "+eve",
      "new",
      "bob: text 4",
    ]);
  });

  it("is not there without unread messages", () => {
    expect(told(rowsOf(saidAll(1, 2), { dividerAfter: 2 }))).not.toContain("new");
  });
});

describe("messages on their way", () => {
  const outbox = addEntry([], {
    nonce: "n1",
    room: "lobby",
    user: "u-ada",
    text: "soon",
    timeMs: startMs + 9_000,
  });

  it("stand at the end, and keep their key when they arrive", () => {
    const waiting = rowsOf(saidAll(1, 1), { outbox }).at(-1);
    expect(waiting).toMatchObject({
      text: "soon",
      seq: null,
      send: { kind: "queued" },
      isOwn: true,
    });
    const arrived = rowsOf([
      said(1),
      said(2, { user: "u-ada", nickname: "ada", nonce: "n1", text: "soon" }),
    ]).at(-1);
    expect(arrived).toMatchObject({ key: waiting?.key, seq: 2, send: null });
  });

  it("are not shown in the past of a room", () => {
    const log = startLog({ events: saidAll(1, 2), more: false }, 9, false);
    expect(told(rowsOf([], { log, outbox }))).not.toContain("ada: soon");
  });
});

describe("what happened to messages", () => {
  const own = { user: "u-ada", nickname: "ada" };
  const message = (rows: readonly Row[], seq: number) => {
    const found = rows.find((row) => row.kind === "message" && row.seq === seq);
    if (found?.kind !== "message") throw new Error(`no message ${seq}`);
    return found;
  };
  const wish = (target: number, what: Wish, send: SendState = { kind: "sending" }) => [
    { id: 1, room: "lobby", target, wish: what, attempts: 1, send },
  ];

  it("makes no rows of its own, and no gap in a group", () => {
    const events = [
      said(1),
      change(2, { type: "reacted", target: 1, emoji: "👍", on: true }),
      said(3),
      change(4, { type: "deleted", target: 1 }),
      change(5, { type: "edited", target: 3, text: "other" }),
      said(6),
    ];
    expect(told(rowsOf(events))).toEqual(["top", "day", "bob: ", "  other", "  text 6"]);
    expect(message(rowsOf(events), 1).isDeleted).toBe(true);
    expect(message(rowsOf(events), 3).editedMs).not.toBeNull();
  });

  it("does not move the divider", () => {
    const events = [said(1), change(2, { type: "edited", target: 1, text: "x" }), said(3)];
    expect(told(rowsOf(events, { dividerAfter: 1 }))).toEqual([
      "top",
      "day",
      "bob: x",
      "new",
      "bob: text 3",
    ]);
    expect(told(rowsOf(events.slice(0, 2), { dividerAfter: 1 }))).not.toContain("new");
  });

  it("an answer begins a group and quotes the message as it reads now", () => {
    const quote = { user: "u-bob", nickname: "bob", text: "as told" };
    const events = [
      said(1),
      said(2, { reply_to: 1, quote }),
      change(3, { type: "edited", target: 1, text: "as edited" }),
    ];
    expect(message(rowsOf(events), 2)).toMatchObject({
      isHead: true,
      answers: { seq: 1, nickname: "bob", text: "as edited" },
    });
    const later = [...events, change(4, { type: "deleted", target: 1 })];
    expect(message(rowsOf(later), 2).answers?.text).toBe("");
    const log = startLog({ events: [said(2, { reply_to: 1, quote })], more: true }, 2, true);
    expect(message(rowsOf([], { log }), 2).answers?.text).toBe("as told");
  });

  it("shows what one wishes as if it were done, and takes back what was refused", () => {
    const events = [said(1, own)];
    const failed: SendState = { kind: "failed", problem: "forbidden", message: "" };
    const deleting: Wish = { kind: "delete" };
    const liking: Wish = { kind: "react", emoji: "👍", on: true };
    const row = (pending: Pending) => message(rowsOf(events, { pending }), 1);
    expect(row(wish(1, { kind: "edit", text: "new" }))).toMatchObject({ text: "new" });
    expect(row(wish(1, deleting))).toMatchObject({ isDeleted: true, text: "" });
    expect(row(wish(1, liking)).reactions).toEqual([{ emoji: "👍", by: [own] }]);
    expect(row(wish(1, deleting, failed))).toMatchObject({ isDeleted: false, text: "text 1" });
    expect(row(wish(1, liking, failed)).reactions).toEqual([]);
    // Nobody should have to write it again.
    expect(row(wish(1, { kind: "edit", text: "new" }, failed))).toMatchObject({
      text: "new",
      change: { send: failed },
    });
    expect(row(wish(9, deleting)).change).toBeNull();
  });

  it("a message on its way says what it answers", () => {
    const outbox = addEntry([], {
      nonce: "n1",
      room: "lobby",
      user: "u-ada",
      text: "soon",
      timeMs: startMs,
      answers: { seq: 1, user: "u-bob", nickname: "bob" },
    });
    expect(rowsOf([said(1)], { outbox }).at(-1)).toMatchObject({
      answers: { seq: 1, text: "text 1" },
    });
    const log = startLog({ events: [said(9)], more: true }, 9, true);
    expect(rowsOf([], { log, outbox }).at(-1)).toMatchObject({ answers: { text: null } });
  });

  it("rows are the same where they look the same", () => {
    const quote = { user: "u-bob", nickname: "bob", text: "told" };
    const events = [said(1), said(2, { reply_to: 1, quote })];
    const log = startLog({ events, more: false }, 2, true);
    const [a, b] = [rowsOf([], { log }), rowsOf([], { log })];
    expect(isSameRow(message(a, 2), message(b, 2))).toBe(true);
    expect(isSameRow(message(a, 2), { ...message(b, 2), text: "x" })).toBe(false);
    expect(isSameRow(message(a, 2), { ...message(b, 2), answers: null })).toBe(false);
  });
});

it("events of unknown kinds are passed over", () => {
  expect(told(rowsOf([said(1), { type: "unknown", room: "lobby", seq: 2 }, said(3)]))).toEqual([
    "top",
    "day",
    "bob: text 1",
    "  text 3",
  ]);
});

it("a clock that goes back does not begin a day twice", () => {
  const events = [
    said(1, { time: startMs }),
    said(2, { time: startMs - dayMs }),
    said(3, { time: startMs }),
  ];
  expect(told(rowsOf(events)).filter((row) => row === "day")).toHaveLength(1);
});

it("every row has a key of its own", () => {
  const events = [...saidAll(1, 30), moved("member_joined", 31, "eve"), said(32)];
  const notices = [notice(1, 5, "joined", "eve"), notice(2, 9, "left", "eve")];
  const keys = rowsOf(events, { notices, dividerAfter: 10 }).map((row) => row.key);
  expect(new Set(keys).size).toBe(keys.length);
});

describe("pins", () => {
  it("are told in a line of their own that leads to the message; taking one back is not told", () => {
    const rows = rowsOf([said(1), said(2), pinned(3, 1), said(4), pinned(5, 1, false)]);
    expect(rows.map(({ kind }) => kind)).toEqual([
      "top",
      "day",
      "message",
      "message",
      "deed",
      "message",
    ]);
    expect(rows[4]).toMatchObject({ deed: { what: "pinned", who: "bob", seq: 1 } });
    expect(rows[5]).toMatchObject({ isHead: true });
  });

  it("mark their messages, and a row that is pinned looks another way", () => {
    const marked = rowsOf([said(1), said(2)], { pinned: new Set([2, 7]) }).filter(
      (row) => row.kind === "message",
    );
    expect(marked.map(({ isPinned }) => isPinned)).toEqual([false, true]);
    const [, plain] = rowsOf([said(1), said(2)]).filter((row) => row.kind === "message");
    expect(marked[1] !== undefined && plain !== undefined && isSameRow(marked[1], plain)).toBe(
      false,
    );
  });
});
