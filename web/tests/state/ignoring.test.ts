// Of whom one wants to see nothing: their messages fold, and nothing of them calls.
import { describe, expect, it } from "vitest";
import type { LiveEvent, RoomEvent } from "../../src/protocol/parse.ts";
import type { Named, Room } from "../../src/protocol/types.ts";
import { liveEvents, welcomed } from "../../src/state/changes.ts";
import { folded } from "../../src/state/folded.ts";
import { heeded, ignoredTold, isSilenced } from "../../src/state/ignoring.ts";
import { ignoringOf } from "../../src/state/member_deeds.ts";
import { type IgnoredPeople, initialState, newRoom, type State } from "../../src/state/model.ts";
import { isCalled, isQuiet, unreadSum } from "../../src/state/noticing.ts";
import { addEntry } from "../../src/state/outbox.ts";
import { startLog } from "../../src/state/room_log.ts";
import {
  buildRows,
  type Row,
  rowIndexOfSeq,
  type TimelineInput,
} from "../../src/state/timeline.ts";
import { moved, room, said, startMs, welcome } from "../support/events.ts";

const me = { user: "u-ada", nickname: "ada" };
const bob: Named = { user: "u-bob", nickname: "bob" };
const eve: Named = { user: "u-eve", nickname: "eve" };
const byEve = { user: "u-eve", nickname: "eve" };
const begin = (ignored: Named[], ...rooms: Partial<Room>[]): State =>
  welcomed(initialState, {
    ...welcome([room({ head: 3, read: 3 }), ...rooms.map((each) => room(each))]),
    ...(ignored.length === 0 ? {} : { ignored }),
  });
const lobby = (state: State) => {
  const found = state.rooms.get("lobby");
  if (found === undefined) throw new Error("no lobby");
  return found;
};

describe("whom one ignores", () => {
  it("is told by the welcome, and by a later word the whole of it anew", () => {
    const state = begin([eve, bob]);
    expect([...state.ignored]).toEqual([
      ["u-eve", "eve"],
      ["u-bob", "bob"],
    ]);
    expect([...ignoredTold(state, [bob]).ignored.keys()]).toEqual(["u-bob"]);
    expect(begin([]).ignored.size).toBe(0);
    const again = welcomed(state, welcome([room({ head: 3, read: 3 })]));
    expect(again.ignored.size).toBe(0);
  });

  it("does not mean one", () => {
    const meant = (seq: number, more: object = {}): LiveEvent =>
      said(seq, { mentions: ["u-ada"], ...more } as object);
    const state = liveEvents(begin([bob]), "lobby", [meant(4), meant(5, byEve)]);
    expect(lobby(state).mentions).toBe(1);
    expect(lobby(state).unread).toBe(2);
  });

  it("is heeded in all but what they say", () => {
    const events = [said(4), said(5, byEve), moved("member_left", 6, "bob")];
    expect(heeded(new Map([["u-bob", "bob"]]), events)).toEqual(events.slice(1));
    expect(heeded(new Map(), events)).toBe(events);
  });

  it("is offered to be ignored or not any more, but oneself", () => {
    const ignored = new Map([["u-bob", "bob"]]);
    const ada = { ...me, role: "guest" } as const;
    expect(ignoringOf(ada, "u-eve", ignored)).toEqual(["ignore"]);
    expect(ignoringOf(ada, "u-bob", ignored)).toEqual(["stopIgnoring"]);
    expect(ignoringOf(ada, "u-ada", ignored)).toEqual([]);
  });
});

describe("a conversation", () => {
  const people = [
    { ...bob, role: "guest" as const },
    { ...eve, role: "guest" as const },
  ];
  const direct = (count: number): Partial<Room> => ({
    room: "d1",
    name: "",
    kind: "direct",
    unread: 2,
    people: people.slice(0, count),
  });

  it("with nobody who is heard asks for nothing, and has its numbers", () => {
    const state = begin([bob], direct(1));
    expect(isCalled(state)).toBe(false);
    expect(unreadSum(state)).toBe(0);
    expect(state.rooms.get("d1")?.unread).toBe(2);
    const stopped = ignoredTold(state, []);
    expect(isCalled(stopped)).toBe(true);
    expect(unreadSum(stopped)).toBe(2);
  });

  it("with others goes on", () => {
    const state = begin([bob], direct(2));
    expect(isCalled(state)).toBe(true);
    const { ignored } = state;
    expect(isSilenced(newRoom(room(direct(2))), ignored)).toBe(false);
    expect(isSilenced(newRoom(room(direct(0))), ignored)).toBe(false);
    expect(isSilenced(newRoom(room()), ignored)).toBe(false);
    expect(isQuiet(newRoom(room({ level: "nothing" })), ignored)).toBe(true);
  });
});

describe("messages of ignored people", () => {
  const ignored = new Map([["u-bob", "bob"]]);
  interface Look extends Partial<TimelineInput> {
    readonly ignored?: IgnoredPeople;
    readonly revealed?: readonly number[];
  }
  const rowsOf = (events: readonly RoomEvent[], look: Look = {}) => {
    const { ignored: whom = ignored, revealed = [], ...more } = look;
    const rows = buildRows({
      log: startLog({ events, more: false }, 0, true),
      notices: [],
      pinned: new Set(),
      outbox: [],
      pending: [],
      dividerAfter: null,
      me,
      dayOf: (timeMs: number) => Math.floor(timeMs / 86_400_000),
      ...more,
    });
    return folded(rows, whom, new Set(revealed), "somebody");
  };
  const told = (rows: readonly Row[]) =>
    rows
      .filter((row) => row.kind !== "top" && row.kind !== "day")
      .map((row) => {
        if (row.kind === "message") return `${row.isHead ? `${row.nickname}: ` : ""}${row.text}`;
        return row.kind === "hidden" ? `hidden ${row.seqs.join(",")}` : row.kind;
      });

  it("fold to one line as long as nothing else comes between", () => {
    const rows = rowsOf([
      said(1),
      said(2),
      said(3, byEve),
      said(4),
      moved("member_left", 5, "eve"),
      said(6),
    ]);
    expect(told(rows)).toEqual(["hidden 1,2", "eve: text 3", "hidden 4", "notice", "hidden 6"]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("of several people are one line, and one's own are never in it", () => {
    const both = new Map([...ignored, ["u-eve", "eve"], ["u-other", "other"]]);
    const rows = rowsOf([said(1), said(2, byEve), said(3, me)], { ignored: both });
    expect(told(rows)).toEqual(["hidden 1,2", "ada: text 3"]);
  });

  it("are shown on request, under their name again", () => {
    const rows = rowsOf([said(1), said(2), said(3)], { revealed: [1, 2] });
    expect(told(rows)).toEqual(["bob: text 1", "text 2", "hidden 3"]);
  });

  it("begin what is new, and a day, like others", () => {
    const rows = rowsOf([said(1), said(2)], { dividerAfter: 1 });
    expect(told(rows)).toEqual(["hidden 1", "new", "hidden 2"]);
    const tomorrow = said(2, { time: startMs + 86_400_000 });
    const days = rowsOf([said(1), tomorrow]).map(({ kind }) => kind);
    expect(days).toEqual(["top", "day", "hidden", "day", "hidden"]);
  });

  it("are looked for beside the next message that is shown", () => {
    const rows = rowsOf([said(1), said(2), said(3, byEve), said(4)]);
    expect(rows[rowIndexOfSeq(rows, 3)]?.kind).toBe("message");
    expect(rows[rowIndexOfSeq(rows, 2) - 1]?.kind).toBe("hidden");
    expect(rows[rowIndexOfSeq(rows, 4)]?.kind).toBe("hidden");
  });

  it("leave the rows as they are where nobody is ignored", () => {
    const rows = rowsOf([said(1)], { ignored: new Map() });
    expect(told(rows)).toEqual(["bob: text 1"]);
    expect(folded(rows, new Map(), new Set(), "somebody")).toBe(rows);
  });

  it("are not quoted either, unless they are shown", () => {
    const quote = { user: "u-bob", nickname: "bob", text: "text 1" };
    const events = [said(1), said(2, { ...byEve, reply_to: 1, quote })];
    const quoted = (rows: readonly Row[]) =>
      rows.flatMap((row) =>
        row.kind === "message" && row.answers !== null
          ? [`${row.answers.nickname}: ${row.answers.text}`]
          : [],
      );
    expect(quoted(rowsOf(events))).toEqual([": somebody"]);
    expect(quoted(rowsOf(events, { revealed: [1] }))).toEqual(["bob: text 1"]);
    expect(quoted(rowsOf(events, { ignored: new Map() }))).toEqual(["bob: text 1"]);
    const outbox = addEntry([], {
      nonce: "n",
      room: "lobby",
      user: "u-ada",
      text: "hm",
      timeMs: startMs + 10_000,
      answers: { seq: 1, user: "u-bob", nickname: "bob" },
    });
    expect(quoted(rowsOf(events, { outbox }))).toEqual([": somebody", ": somebody"]);
    expect(told(rowsOf(events, { outbox })).at(-1)).toBe("ada: hm");
  });
});
