// Who is meant is counted once, in whatever order the server's numbers and the messages come.
import { describe, expect, it } from "vitest";
import type { LiveEvent } from "../../src/protocol/parse.ts";
import type { Message, Read, Room } from "../../src/protocol/types.ts";
import {
  activated,
  caughtUp,
  joined,
  liveEvents,
  opened,
  readingChanged,
  readMoved,
  roomChanged,
  welcomed,
} from "../../src/state/changes.ts";
import { initialState, type RoomState, type State } from "../../src/state/model.ts";
import {
  isCalled,
  isNoticed,
  mentionsHeardMax,
  preferred,
  readHere,
  unreadSum,
} from "../../src/state/noticing.ts";
import { change, room, said, saidAll, welcome } from "../support/events.ts";
import { seededRandom, shuffled } from "../support/random.ts";

const me = "u-ada";
const begin = (more: Partial<Room> = {}): State =>
  welcomed(initialState, welcome([room({ head: 3, read: 3, ...more })]));
const meant = (seq: number, more: Partial<Message> = {}): LiveEvent =>
  said(seq, { mentions: ["u-eve", me], ...more });
const own = (seq: number) => said(seq, { user: me, nickname: "ada" });
const live = (state: State, ...events: LiveEvent[]) => liveEvents(state, "lobby", events);
const read = (state: State, seq: number, mentions: number, more: Partial<Read> = {}) =>
  readMoved(state, { room: "lobby", seq, unread: mentions, mentions, ...more });
const lobby = (state: State): RoomState => {
  const found = state.rooms.get("lobby");
  if (found === undefined) throw new Error("no lobby");
  return found;
};
const mentions = (state: State) => lobby(state).mentions;

describe("mentions", () => {
  it("begin as the welcome says", () => {
    expect(mentions(begin())).toBe(0);
    expect(mentions(begin({ mentions: 2 }))).toBe(2);
    expect(mentions(joined(begin(), room({ room: "r1", mentions: 4 })))).toBe(0);
    expect(joined(begin(), room({ room: "r1", mentions: 4 })).rooms.get("r1")?.mentions).toBe(4);
  });

  it("grow with messages that mean one, whoever else they mean, and with nothing else", () => {
    const state = live(
      begin(),
      meant(4),
      said(5),
      said(6, { mentions: ["u-eve"] }),
      meant(7, { user: me }),
    );
    expect(mentions(live(begin(), meant(4), said(5), said(6, { mentions: ["u-eve"] })))).toBe(1);
    // One's own words mean nobody, and show that one has read.
    expect(mentions(state)).toBe(0);
    expect(mentions(live(begin(), change(5, { type: "deleted", target: 2 })))).toBe(0);
  });

  it("are counted once when they are repeated", () => {
    const once = live(begin(), meant(4), meant(4));
    expect(mentions(once)).toBe(1);
    expect(mentions(live(once, meant(4), meant(5), meant(4)))).toBe(2);
  });

  it("are counted where they come late", () => {
    const late = live(live(begin(), meant(6)), meant(5), meant(4));
    expect(mentions(late)).toBe(3);
    expect(mentions(live(late, meant(5)))).toBe(3);
  });

  it("that the server counted already are not counted again", () => {
    const state = begin({ mentions: 2, mentions_to: 5 });
    expect(mentions(live(state, meant(4), meant(5)))).toBe(2);
    expect(mentions(live(state, meant(4), meant(5), meant(6)))).toBe(3);
    // Up to the head they are in its number even where it does not say so.
    expect(mentions(live(begin({ mentions: 1 }), meant(3)))).toBe(1);
  });

  it("are left as a read marker says, whoever moved it", () => {
    const two = live(begin(), meant(4), said(5), meant(6));
    expect(mentions(read(two, 4, 1))).toBe(1);
    expect(mentions(read(two, 6, 0))).toBe(0);
    expect(mentions(live(read(two, 4, 1), meant(6), meant(7)))).toBe(2);
    expect(mentions(live(read(two, 4, 2, { mentions_to: 8 }), meant(7), meant(8), meant(9)))).toBe(
      3,
    );
    // A marker never moves backwards, and an answer that comes late says nothing any more.
    expect(mentions(read(read(two, 6, 0), 4, 1))).toBe(0);
    expect(mentions(read(read(two, 6, 0), 6, 0))).toBe(0);
  });

  it("are gone when one writes oneself, but for what comes after it", () => {
    const state = live(begin({ mentions: 2 }), meant(4));
    expect(mentions(live(state, own(5)))).toBe(0);
    expect(mentions(live(state, own(5), meant(6)))).toBe(1);
    expect(mentions(live(state, meant(6), own(5)))).toBe(1);
    expect(mentions(live(live(state, meant(6)), own(5)))).toBe(1);
    // Repeated, it clears nothing that came meanwhile.
    const later = live(live(state, own(5)), meant(6));
    expect(mentions(live(later, own(5)))).toBe(1);
  });

  it("of a catch-up count nothing: the welcome had them", () => {
    const state = begin({ head: 3, mentions: 1 });
    const events = [said(4), said(5)];
    expect(mentions(caughtUp(state, { room: "lobby", events, head: 5, reset: false }))).toBe(1);
    expect(mentions(caughtUp(state, { room: "lobby", events, head: 5, reset: true }))).toBe(1);
  });

  it("are exactly those of the welcome after a reconnect", () => {
    const before = live(begin(), meant(4), meant(5));
    const back = welcomed(before, welcome([room({ head: 9, read: 3, unread: 6, mentions: 4 })]));
    expect(mentions(back)).toBe(4);
    expect(mentions(live(back, meant(5), meant(9), meant(10)))).toBe(5);
    const none = welcomed(before, welcome([room({ head: 9, read: 9 })]));
    expect(mentions(none)).toBe(0);
  });

  it("of more than are told apart are still counted", () => {
    const many = mentionsHeardMax + 20;
    let state = begin();
    for (let seq = 4; seq < 4 + many; seq += 1) state = live(state, meant(seq));
    expect(mentions(state)).toBe(many);
    expect(lobby(state).mentionsHeard).toHaveLength(mentionsHeardMax);
    expect(mentions(live(state, meant(4), meant(3 + many)))).toBe(many);
    expect(mentions(read(state, 3 + many, 0))).toBe(0);
  });

  it("agree with a count by hand, in any order", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = seededRandom(seed);
      const head = 3 + Math.floor(random() * 3);
      const to = head + Math.floor(random() * 3);
      const kinds = Array.from({ length: 12 }, () => random());
      const event = (seq: number) => {
        const kind = kinds[seq - 4] ?? 0;
        return kind < 0.5 ? meant(seq) : kind < 0.9 ? said(seq) : own(seq);
      };
      const after = kinds.map((_, place) => place + 4).filter((seq) => seq > head);
      const order = shuffled([...after, ...after.filter(() => random() < 0.3)], random);
      const told = room({ head, read: 3, mentions: 5, mentions_to: to });
      let state = welcomed(initialState, welcome([told]));
      while (order.length > 0)
        state = live(state, ...order.splice(0, 1 + Math.floor(random() * 4)).map(event));
      const answer = Math.max(
        0,
        ...after.filter((seq) => seq > to && (kinds[seq - 4] ?? 0) >= 0.9),
      );
      const heard = after.filter(
        (seq) => seq > Math.max(to, answer) && (kinds[seq - 4] ?? 1) < 0.5,
      );
      expect([seed, mentions(state)]).toEqual([seed, (answer > 0 ? 0 : 5) + heard.length]);
    }
  });
});

describe("what is being read", () => {
  const shown = (more: Partial<Room> = {}) => {
    const page = { events: saidAll(1, 3), more: false, moreAfter: false };
    return opened(activated(begin({ unread: 2, ...more }), "lobby"), "lobby", page);
  };

  it("is none that waits, at once", () => {
    const state = shown({ mentions: 2 });
    expect(mentions(readHere(state))).toBe(2);
    expect(mentions(readHere(readingChanged(state, true)))).toBe(0);
  });

  it("does not come to be one that waits", () => {
    const state = readHere(readingChanged(shown(), true));
    const heard = live(state, meant(4));
    expect(mentions(heard)).toBe(0);
    // Nor later, when it is repeated to somebody who has turned away.
    expect(mentions(live(readingChanged(heard, false), meant(4)))).toBe(0);
    expect(mentions(live(readingChanged(heard, false), meant(5)))).toBe(1);
  });

  it("is not all where something is missing", () => {
    const gap = live(readingChanged(shown({ mentions: 1 }), true), said(5));
    expect(mentions(readHere(gap))).toBe(1);
    expect(mentions(readHere(live(gap, said(4))))).toBe(0);
  });

  it("is not what was opened in its past", () => {
    const page = { events: saidAll(1, 2), more: false, moreAfter: true };
    const past = opened(activated(begin({ mentions: 1 }), "lobby"), "lobby", page);
    expect(mentions(readHere(readingChanged(past, true)))).toBe(1);
  });

  it("changes nothing where nothing waits", () => {
    const state = readingChanged(shown(), true);
    expect(readHere(state)).toBe(state);
  });
});

describe("what one wants of a room", () => {
  it("is the usual where nothing is said", () => {
    expect(lobby(begin())).toMatchObject({ level: "usual", favourite: false });
    expect(lobby(begin({ level: "all", favourite: true }))).toMatchObject({
      level: "all",
      favourite: true,
    });
  });

  it("is told by another device, and by each welcome", () => {
    const state = live(begin(), meant(4));
    const told = room({ head: 9, read: 9, unread: 7, level: "nothing", favourite: true });
    const after = roomChanged(state, { change: "preferred", room: told }, 1);
    expect(lobby(after)).toEqual({ ...lobby(state), level: "nothing", favourite: true });
    expect(after.directoryVersion).toBe(state.directoryVersion);
    const back = roomChanged(after, { change: "preferred", room: room({ head: 9 }) }, 2);
    expect(lobby(back)).toMatchObject({ level: "usual", favourite: false, head: 4 });
    expect(lobby(welcomed(after, welcome([room()])))).toMatchObject({ level: "usual" });
    expect(lobby(preferred(state, "lobby", { favourite: true }))).toMatchObject({
      level: "usual",
      favourite: true,
    });
    expect(preferred(state, "nowhere", { favourite: true })).toBe(state);
  });

  const levels = ["usual", "all", "mentions", "nothing"] as const;
  it.each([
    ["public", [false, true, false, false], [true, true, true, false]],
    ["private", [false, true, false, false], [true, true, true, false]],
    ["direct", [true, true, false, false], [true, true, true, false]],
  ] as const)("says what of a %s room is noticed", (kind, plain, meaning) => {
    const rooms = levels.map((level) => ({ ...lobby(begin({ kind })), level }));
    expect(rooms.map((each) => isNoticed(each, said(4), me))).toEqual(plain);
    expect(rooms.map((each) => isNoticed(each, meant(4), me))).toEqual(meaning);
    expect(rooms.map((each) => isNoticed(each, own(4), me))).toEqual(levels.map(() => false));
    const edit = change(4, { type: "edited", target: 2, text: "@ada" });
    expect(rooms.map((each) => isNoticed(each, edit, me))).toEqual(levels.map(() => false));
  });
});

describe("the sum of all rooms", () => {
  const of = (...rooms: Partial<Room>[]) =>
    welcomed(
      initialState,
      welcome(rooms.map((each, place) => room({ room: `r${place}`, ...each }))),
    );

  it("leaves out rooms of which nothing is noticed", () => {
    expect(unreadSum(of({ unread: 2 }, { unread: 5, level: "nothing" }, { unread: 1 }))).toBe(3);
  });

  it.each([
    [{ unread: 5 }, false],
    [{ unread: 5, level: "all" }, false],
    [{ unread: 5, mentions: 1 }, true],
    [{ unread: 5, mentions: 1, level: "mentions" }, true],
    [{ unread: 5, mentions: 1, level: "nothing" }, false],
    [{ unread: 1, kind: "direct" }, true],
    [{ unread: 0, kind: "direct" }, false],
    [{ unread: 1, kind: "direct", level: "mentions" }, false],
    [{ unread: 1, kind: "direct", level: "nothing" }, false],
  ] as const)("of %j calls: %s", (told, calls) => {
    expect(isCalled(of({ unread: 3 }, told))).toBe(calls);
  });
});
