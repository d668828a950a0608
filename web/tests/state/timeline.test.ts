import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../src/protocol/parse.ts";
import type { PresenceNotice } from "../../src/state/model.ts";
import { addEntry } from "../../src/state/outbox.ts";
import { startLog } from "../../src/state/room_log.ts";
import {
  buildRows,
  groupWithinMs,
  type Row,
  type TimelineInput,
} from "../../src/state/timeline.ts";
import { moved, said, saidAll, startMs } from "../support/events.ts";

const me = { user: "u-ada", nickname: "ada" };
const dayMs = 86_400_000;

function rowsOf(events: readonly RoomEvent[], more: Partial<TimelineInput> = {}): Row[] {
  const log = startLog({ events, more: false }, 0, true);
  const dayOf = (timeMs: number) => Math.floor(timeMs / dayMs);
  return buildRows({ log, notices: [], outbox: [], dividerAfter: null, me, dayOf, ...more });
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
