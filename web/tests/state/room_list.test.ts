// Which rooms are listed, and in which order.
import { describe, expect, it } from "vitest";
import type { Profile, Room } from "../../src/protocol/types.ts";
import { activated, joined, liveEvents, wanted, welcomed } from "../../src/state/changes.ts";
import { initialState, type State } from "../../src/state/model.ts";
import { profileChanged } from "../../src/state/people.ts";
import { listedRooms, roomList } from "../../src/state/room_list.ts";
import { room, said, startMs, welcome } from "../support/events.ts";

const person = (nickname: string): Profile => ({ user: `u-${nickname}`, nickname, role: "guest" });
const direct = (id: string, names: readonly string[], more: Partial<Room> = {}) =>
  room({
    room: id,
    name: "",
    kind: "direct",
    head: 1,
    read: 1,
    people: names.map(person),
    ...more,
  });
const begin = (...rooms: Room[]): State => welcomed(initialState, welcome([room(), ...rooms]));
const ids = (state: State) => listedRooms(state).map((each) => each.room);

describe("rooms", () => {
  it("begin with the lobby, then go by name, archived ones last", () => {
    const state = begin(
      room({ room: "r1", name: "Zoo" }),
      room({ room: "r2", name: "Attic", archived: true }),
      room({ room: "r3", name: "Garden", kind: "private" }),
    );
    expect(ids(state)).toEqual(["lobby", "r3", "r1", "r2"]);
  });
});

describe("favourites", () => {
  it("stand before all others, in the same order, and nowhere else", () => {
    const state = begin(
      direct("d1", ["eve"], { favourite: true }),
      room({ room: "r1", name: "Zoo", favourite: true }),
      room({ room: "r2", name: "Attic", kind: "private", favourite: true }),
      direct("d2", ["bob"]),
    );
    const { favourites, rooms, directs } = roomList(state);
    expect(favourites.map((each) => each.room)).toEqual(["r2", "r1", "d1"]);
    expect(rooms.map((each) => each.room)).toEqual(["lobby"]);
    expect(directs.map((each) => each.room)).toEqual(["d2"]);
    expect(ids(state)).toEqual(["r2", "r1", "d1", "lobby", "d2"]);
  });

  it("are listed also before anything was said in them", () => {
    expect(ids(begin(direct("d1", ["eve"], { head: 0, read: 0, favourite: true })))).toEqual([
      "d1",
      "lobby",
    ]);
  });
});

describe("conversations", () => {
  it("that nobody else is in any more stand last", () => {
    expect(ids(begin(direct("d1", []), direct("d2", ["bob"])))).toEqual(["lobby", "d2", "d1"]);
  });

  it("stand after the rooms, by their people", () => {
    const state = begin(
      direct("d1", ["eve"]),
      room({ room: "r1", name: "Zoo" }),
      direct("d2", ["bob"]),
    );
    expect(roomList(state).rooms.map((each) => each.room)).toEqual(["lobby", "r1"]);
    expect(roomList(state).directs.map((each) => each.room)).toEqual(["d2", "d1"]);
    expect(ids(state)).toEqual(["lobby", "r1", "d2", "d1"]);
  });

  it("come first when somebody speaks in them", () => {
    const state = begin(direct("d1", ["eve"]), direct("d2", ["bob"]), direct("d3", ["ann"]));
    const eve = liveEvents(state, "d1", [said(2, { room: "d1", time: startMs + 5 })]);
    const bob = liveEvents(eve, "d2", [said(2, { room: "d2", time: startMs + 9 })]);
    expect(ids(bob)).toEqual(["lobby", "d2", "d1", "d3"]);
    // What was said before one came is no news.
    expect(ids(liveEvents(bob, "d3", [said(1, { room: "d3", time: startMs + 20 })]))).toEqual(
      ids(bob),
    );
  });

  it("without a word are hidden, but where one opened them or is in them", () => {
    const state = begin(direct("d1", ["eve"], { head: 0, read: 0 }));
    expect(ids(state)).toEqual(["lobby"]);
    expect(ids(activated(state, "d1"))).toEqual(["lobby", "d1"]);
    expect(ids(activated(activated(state, "d1"), "lobby"))).toEqual(["lobby"]);
    expect(ids(wanted(state, "d1"))).toEqual(["lobby", "d1"]);
  });

  it("appear with the first word, also where one hears of them for the first time", () => {
    const state = joined(begin(), direct("d1", ["eve"], { head: 0, read: 0 }));
    expect(ids(state)).toEqual(["lobby"]);
    const spoken = liveEvents(state, "d1", [said(1, { room: "d1" })]);
    expect(ids(spoken)).toEqual(["lobby", "d1"]);
    expect(spoken.rooms.get("d1")?.unread).toBe(1);
  });

  it("follow how their people are called, and keep them in order", () => {
    const state = begin(direct("d1", ["bob", "eve"]), direct("d2", ["dora"]));
    const told = { ...person("bob"), nickname: "zoe", status: "away", hue: 20 };
    const after = profileChanged(state, told);
    expect(after.rooms.get("d1")?.people).toEqual([person("eve"), told]);
    expect(ids(after)).toEqual(["lobby", "d2", "d1"]);
    expect(after.rooms.get("d2")).toBe(state.rooms.get("d2"));
  });

  it("make their people known", () => {
    const state = begin(direct("d1", ["bob"]));
    expect(state.people.get("u-bob")?.nickname).toBe("bob");
    expect(joined(state, direct("d2", ["eve"])).people.get("u-eve")?.nickname).toBe("eve");
  });
});
