// What events do to a room's own facts, in whatever order they come.
import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../src/protocol/parse.ts";
import type { Room } from "../../src/protocol/types.ts";
import {
  caughtUp,
  joined,
  liveEvents,
  newerLoaded,
  opened,
  welcomed,
} from "../../src/state/changes.ts";
import { initialState, type RoomState, type State } from "../../src/state/model.ts";
import { muteOver } from "../../src/state/room_facts.ts";
import { room, said, startMs, welcome } from "../support/events.ts";
import { seededRandom, shuffled } from "../support/random.ts";

const by = { user: "u-eve", nickname: "eve" };
const at = (seq: number, room = "r1") => ({ room, seq, time: startMs, ...by });
const renamed = (seq: number, name: string): RoomEvent => ({ type: "renamed", ...at(seq), name });
const topic = (seq: number, about?: string): RoomEvent => ({
  type: "topic",
  ...at(seq),
  ...(about === undefined ? {} : { topic: about }),
});
const use = (seq: number, type: "archived" | "restored"): RoomEvent => ({ type, ...at(seq) });
const host = (seq: number, on: boolean, user = "u-ada"): RoomEvent => ({
  type: "host",
  ...at(seq),
  user,
  nickname: user.slice(2),
  on,
  by,
});

function inside(more: Partial<Room> = {}): State {
  const garden = room({ room: "r1", name: "Garden", kind: "private", head: 10, read: 10, ...more });
  return welcomed(initialState, welcome([room(), garden]));
}
function garden(state: State): RoomState {
  const found = state.rooms.get("r1");
  if (found === undefined) throw new Error("no garden");
  return found;
}
const facts = (state: State) => {
  const { name, topic, archived, host } = garden(state);
  return { name, topic, archived, host };
};

describe("what the welcome tells", () => {
  it("is nothing where nothing was said", () => {
    expect(facts(inside())).toEqual({ name: "Garden", topic: null, archived: false, host: false });
    expect(garden(inside()).people).toEqual([]);
  });

  it("is all there is", () => {
    const state = inside({ topic: "Roses", archived: true, host: true });
    expect(facts(state)).toEqual({ name: "Garden", topic: "Roses", archived: true, host: true });
  });

  it("of an earlier connection is over", () => {
    const before = inside({ topic: "Roses", archived: true, host: true });
    const after = welcomed(
      before,
      welcome([room({ room: "r1", name: "Orchard", kind: "private", head: 15 })]),
    );
    expect(facts(after)).toEqual({ name: "Orchard", topic: null, archived: false, host: false });
  });
});

describe("events of the log", () => {
  const story: RoomEvent[] = [
    renamed(11, "Orchard"),
    topic(12, "Apples"),
    use(13, "archived"),
    host(14, true),
    said(15, { room: "r1" }),
    topic(16),
    use(17, "restored"),
    renamed(18, "Meadow"),
    host(19, false),
    topic(20, "Grass"),
  ];
  const end = { name: "Meadow", topic: "Grass", archived: false, host: false };

  it("change the room, one by one", () => {
    const [first, second, third, fourth] = story;
    if (!(first && second && third && fourth)) throw new Error("the story is longer");
    let state = liveEvents(inside(), "r1", [first]);
    expect(facts(state).name).toBe("Orchard");
    state = liveEvents(state, "r1", [second]);
    expect(facts(state).topic).toBe("Apples");
    state = liveEvents(state, "r1", [third]);
    expect(facts(state).archived).toBe(true);
    state = liveEvents(state, "r1", [fourth]);
    expect(facts(state).host).toBe(true);
    expect(garden(state)).toMatchObject({ head: 14, unread: 0 });
  });

  it("come to the same end in any order, also twice", () => {
    const random = seededRandom(7);
    for (let round = 0; round < 50; round += 1) {
      let state = inside();
      for (const event of shuffled([...story, ...story], random))
        state = liveEvents(state, "r1", [event]);
      expect(facts(state)).toEqual(end);
    }
  });

  it("older than what the server told change nothing", () => {
    const state = liveEvents(inside({ topic: "Roses" }), "r1", [renamed(9, "Shed"), topic(10)]);
    expect(facts(state)).toMatchObject({ name: "Garden", topic: "Roses" });
  });

  it("are heard in a catch-up, and in pages that fill a gap", () => {
    const caught = caughtUp(inside(), { room: "r1", events: story, head: 20, reset: false });
    expect(facts(caught)).toEqual(end);
    const page = { events: [said(10, { room: "r1" })], more: false, moreAfter: false };
    const repaired = newerLoaded(opened(inside(), "r1", page), "r1", 10, {
      events: story,
      more: false,
    });
    expect(facts(repaired)).toEqual(end);
    expect(garden(repaired).log?.last).toBe(20);
  });

  it("of another person's hosting leave one what one is", () => {
    const state = liveEvents(inside({ host: true }), "r1", [host(11, false, "u-eve")]);
    expect(facts(state).host).toBe(true);
  });

  it("mark hosts among those who are here", () => {
    const members = [
      { user: "u-ada", nickname: "ada", host: false },
      { user: "u-eve", nickname: "eve", host: true },
    ];
    const listed: State = {
      ...inside(),
      memberList: { room: "r1", loading: { state: "idle" }, members },
    };
    const state = liveEvents(listed, "r1", [host(11, true), host(12, false, "u-eve")]);
    expect(state.memberList?.members.map((member) => member.host)).toEqual([true, false]);
    const elsewhere = liveEvents(listed, "lobby", [{ ...host(1, true), room: "lobby" }]);
    expect(elsewhere.memberList?.members).toBe(members);
  });

  it("of a room that is joined anew begin at what it is then", () => {
    const state = liveEvents(inside(), "r1", [renamed(11, "Orchard")]);
    const again = joined(state, room({ room: "r1", name: "Meadow", kind: "private", head: 12 }));
    expect(facts(again).name).toBe("Meadow");
    expect(facts(liveEvents(again, "r1", [renamed(11, "Orchard")])).name).toBe("Meadow");
  });
});

describe("how long messages are kept", () => {
  const keep = (seq: number, days: number): RoomEvent => ({ type: "retention", ...at(seq), days });

  it("is told by the welcome, and is for ever where nothing is said", () => {
    expect(garden(inside({ retention: 30, expired: 4 }))).toMatchObject({
      retention: 30,
      expired: 4,
    });
    expect(garden(inside())).toMatchObject({ retention: 0, expired: 0 });
  });

  it("follows the newest event, in whatever order they come", () => {
    const state = liveEvents(inside({ retention: 7 }), "r1", [keep(13, 0), keep(12, 30)]);
    expect(garden(state).retention).toBe(0);
    expect(garden(liveEvents(state, "r1", [keep(11, 90)])).retention).toBe(0);
    expect(garden(liveEvents(state, "r1", [keep(14, 90)])).retention).toBe(90);
  });
});

describe("who may write", () => {
  const muted = (seq: number, on: boolean, user = "u-ada", until?: number): RoomEvent => ({
    type: "muted",
    ...at(seq),
    user,
    nickname: user.slice(2),
    on,
    ...(until === undefined ? {} : { until }),
    by,
  });
  const slow = (seq: number, seconds: number): RoomEvent => ({
    type: "slow_mode",
    ...at(seq),
    seconds,
  });
  const write = (state: State) => {
    const { muted: mute, slowMode, mutesAt } = garden(state);
    return { mute, slowMode, mutesAt };
  };

  it("is told by the welcome", () => {
    const told = inside({ muted: true, muted_until: startMs, slow_mode: 30 });
    expect(write(told)).toEqual({ mute: { untilMs: startMs }, slowMode: 30, mutesAt: 0 });
    expect(write(inside({ muted: true })).mute).toEqual({ untilMs: null });
    expect(write(inside())).toEqual({ mute: null, slowMode: 0, mutesAt: 0 });
  });

  it("follows the newest events, in whatever order they come", () => {
    const state = liveEvents(inside(), "r1", [slow(14, 0), muted(12, false), muted(11, true)]);
    expect(write(state)).toEqual({ mute: null, slowMode: 0, mutesAt: 12 });
    const later = liveEvents(state, "r1", [slow(13, 10), muted(15, true, "u-ada", startMs)]);
    expect(write(later)).toEqual({ mute: { untilMs: startMs }, slowMode: 0, mutesAt: 15 });
    expect(write(muteOver(later, "r1")).mute).toBeNull();
  });

  it("is of oneself; that others are muted is known to have happened", () => {
    const state = liveEvents(inside(), "r1", [muted(11, true, "u-bob")]);
    expect(write(state)).toEqual({ mute: null, slowMode: 0, mutesAt: 11 });
  });
});
