// What becomes of a room when its old messages are gone, live, in catch-ups and at a new connection.
import { describe, expect, it } from "vitest";
import type { Room } from "../../src/protocol/types.ts";
import {
  answering,
  caughtUp,
  editing,
  liveEvents,
  olderLoaded,
  opened,
  openingPlace,
  readMoved,
  welcomed,
} from "../../src/state/changes.ts";
import { changeRoom, initialState, type RoomState, type State } from "../../src/state/model.ts";
import { addPending } from "../../src/state/pending.ts";
import { change, gone, room, said, saidAll, seqs, welcome } from "../support/events.ts";

/** The lobby, loaded from `first` to `last`, with one in it. */
function shown(first: number, last: number, more: Partial<Room> = {}): State {
  const told = room({ head: last, read: last, ...more });
  const state = { ...welcomed(initialState, welcome([told])), active: "lobby" };
  const page = { events: saidAll(first, last), more: first > 1, moreAfter: false };
  return opened(state, "lobby", page);
}
function lobby(state: State): RoomState {
  const found = state.rooms.get("lobby");
  if (found === undefined) throw new Error("no lobby");
  return found;
}
const loaded = (state: State) => seqs(lobby(state).log?.events ?? []);
const begins = (state: State) => {
  const { first, more } = lobby(state).log ?? {};
  return { first, more };
};

describe("what is heard live", () => {
  it("takes everything up to there, and the log begins behind it", () => {
    const state = liveEvents(shown(1, 5), "lobby", [gone(6, 3)]);
    expect(loaded(state)).toEqual([4, 5, 6]);
    expect(begins(state)).toEqual({ first: 4, more: false });
    expect(lobby(state).expired).toBe(3);
  });

  it("means the same once more, and before those it follows", () => {
    const twice = liveEvents(shown(1, 5), "lobby", [gone(6, 3), gone(6, 3)]);
    expect(loaded(liveEvents(twice, "lobby", [gone(6, 3)]))).toEqual([4, 5, 6]);
    const early = liveEvents(shown(1, 5), "lobby", [gone(7, 3)]);
    expect(loaded(early)).toEqual([4, 5]);
    expect(loaded(liveEvents(early, "lobby", [said(6)]))).toEqual([4, 5, 6, 7]);
  });

  it("never brings back what went before it", () => {
    const state = liveEvents(shown(1, 5), "lobby", [gone(7, 4), gone(6, 2)]);
    expect([lobby(state).expired, ...loaded(state)]).toEqual([4, 5, 6, 7]);
  });

  it("takes pins, and what was begun to be done to one of them", () => {
    const eve = { user: "u-eve", nickname: "eve" };
    const begun = (seq: number) => {
      const pinned = changeRoom(shown(1, 5), "lobby", (before) => ({
        ...before,
        pinned: new Set([2, 5]),
      }));
      const state = editing(answering(pinned, "lobby", { seq, ...eve }), "lobby", seq);
      const like = { kind: "react", emoji: "👍", on: true } as const;
      const pending = addPending([], { id: 1, room: "lobby", target: seq, wish: like });
      return liveEvents({ ...state, pending }, "lobby", [gone(6, 3)]);
    };
    const old = begun(3);
    expect([...lobby(old).pinned]).toEqual([5]);
    expect([lobby(old).answers, lobby(old).editing, old.pending]).toEqual([null, null, []]);
    const kept = begun(4);
    expect([lobby(kept).answers, lobby(kept).editing]).toEqual([{ seq: 4, ...eve }, 4]);
    expect(kept.pending).toHaveLength(1);
  });

  it("leaves the numbers of unread messages to the server", () => {
    const unread = shown(1, 5, { read: 1, unread: 4 });
    const state = liveEvents(unread, "lobby", [gone(6, 3)]);
    expect(lobby(state).unread).toBe(4);
    const told = readMoved(state, { room: "lobby", seq: 1, unread: 2, mentions: 0 });
    expect(lobby(told).unread).toBe(2);
  });

  it("is known of a room that was never opened", () => {
    const state = welcomed(initialState, welcome([room({ head: 5 })]));
    const after = liveEvents(state, "lobby", [gone(6, 3)]);
    expect([lobby(after).expired, lobby(after).log]).toEqual([3, null]);
  });
});

describe("after one was away", () => {
  const back = (more: Partial<Room>) => welcomed(shown(1, 5), welcome([room(more)]));

  it("the welcome tells it, and what came meanwhile continues the log", () => {
    const state = back({ head: 8, expired: 3 });
    expect(loaded(state)).toEqual([4, 5]);
    const events = [said(6), gone(7, 3), said(8)];
    const whole = caughtUp(state, { room: "lobby", events, head: 8, reset: false });
    expect(loaded(whole)).toEqual([4, 5, 6, 7, 8]);
    expect(begins(whole)).toEqual({ first: 4, more: false });
  });

  it("a log of which all is gone goes on behind that, whether the rest of it is told or not", () => {
    const state = back({ head: 9, expired: 7 });
    expect(loaded(state)).toEqual([]);
    for (const from of [6, 8]) {
      const events = [...saidAll(from, 8), gone(9, 7)];
      const whole = caughtUp(state, { room: "lobby", events, head: 9, reset: false });
      expect(loaded(whole)).toEqual([8, 9]);
    }
  });

  it("a log that begins anew ends where the messages are gone", () => {
    const state = back({ head: 9, expired: 7 });
    const events = [said(8), gone(9, 7)];
    const whole = caughtUp(state, { room: "lobby", events, head: 9, reset: true });
    expect(begins(whole)).toEqual({ first: 8, more: false });
  });

  it("it is heard in what was missed, where the welcome did not tell it", () => {
    const events = [said(6), gone(7, 3)];
    const state = caughtUp(shown(1, 5), { room: "lobby", events, head: 7, reset: false });
    expect([lobby(state).expired, ...loaded(state)]).toEqual([3, 4, 5, 6, 7]);
  });
});

describe("in a page of history", () => {
  it("it means nothing: an imported room has one of where it was before", () => {
    const state = welcomed(initialState, welcome([room({ head: 3, read: 3 })]));
    const events = [said(1), said(2), gone(4, 1)];
    const after = opened(state, "lobby", {
      events: [...events, said(3)],
      more: false,
      moreAfter: false,
    });
    expect([lobby(after).expired, ...loaded(after)]).toEqual([0, 1, 2, 3, 4]);
  });

  it("nothing is taken that went while the page was on its way", () => {
    const state = liveEvents(shown(5, 8), "lobby", [gone(9, 3)]);
    const after = olderLoaded(state, "lobby", 5, { events: saidAll(1, 4), more: true });
    expect(loaded(after)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(begins(after)).toEqual({ first: 4, more: false });
  });

  it("words of what is gone do not come back by what changed it", () => {
    const edit = change(6, { type: "edited", target: 2, text: "a secret" });
    const state = liveEvents(shown(1, 5), "lobby", [edit, gone(7, 3)]);
    expect(lobby(state).log?.events[2]).toMatchObject({ type: "edited", text: "" });
  });
});

describe("where a room opens", () => {
  const at = (place: number | null, more: Partial<Room> = {}) => {
    const told = room({ head: 900, read: 900, expired: 500, ...more });
    return openingPlace(lobby(welcomed(initialState, welcome([told]))), place, 100);
  };
  it("is never what is gone", () => {
    expect(at(600)).toEqual({ around: 600 });
    expect(at(400)).toBeNull();
    expect(at(400, { read: 300, unread: 9 })).toEqual({ around: 500 });
    expect(at(null, { read: 700, unread: 9 })).toEqual({ around: 700 });
  });
});
