import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../src/protocol/parse.ts";
import type { RosterAck } from "../../src/protocol/types.ts";
import { idle } from "../../src/state/model.ts";
import {
  emptyRoster,
  type RosterState,
  rosterHeard,
  rosterMore,
  rosterTold,
} from "../../src/state/roster.ts";
import { moved, said, startMs } from "../support/events.ts";

function page(names: readonly string[], more = false): RosterAck {
  const members = names.map((nickname) => ({
    user: `u-${nickname}`,
    nickname,
    role: "member" as const,
  }));
  return { ok: true, members, more };
}
const names = ({ members }: RosterState) => members.map(({ nickname }) => nickname);
const hosting = (seq: number, nickname: string, on: boolean): RoomEvent => ({
  type: "host",
  room: "lobby",
  seq,
  user: `u-${nickname}`,
  nickname,
  on,
  time: startMs,
});

describe("pages", () => {
  it("follow one another, each person once", () => {
    const first = rosterTold(page(["ada", "bob"], true));
    expect(first).toMatchObject({ more: true, pageEnd: "u-bob", loading: idle });
    const both = rosterMore(first, page(["bob", "eve"]));
    expect(names(both)).toEqual(["ada", "bob", "eve"]);
    expect(both).toMatchObject({ more: false, pageEnd: "u-eve" });
  });

  it("that are empty leave the end where it was", () => {
    const first = rosterTold(page(["ada"], true));
    expect(rosterMore(first, page([]))).toMatchObject({ more: false, pageEnd: "u-ada" });
    expect(rosterTold(page([])).pageEnd).toBeNull();
  });

  it("say who is a host and who is here", () => {
    const told = page(["ada", "bob"]);
    const [ada, bob] = told.members;
    if (ada === undefined || bob === undefined) throw new Error("no members");
    const roster = rosterTold({
      ...told,
      members: [
        { ...ada, host: true },
        { ...bob, here: true },
      ],
    });
    expect(roster.members.map(({ host, here }) => [host, here])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("begin anew where they are asked for from the beginning", () => {
    expect(names(rosterTold(page(["bob"])))).toEqual(["bob"]);
    expect(names(emptyRoster)).toEqual([]);
  });
});

describe("what happens", () => {
  it("adds who joins and takes away who leaves", () => {
    const before = rosterTold(page(["ada", "bob"]));
    const after = rosterHeard(before, [
      moved("member_joined", 1, "eve"),
      moved("member_left", 2, "bob"),
    ]);
    expect(names(after)).toEqual(["ada", "eve"]);
    expect(names(rosterHeard(after, [moved("member_joined", 1, "eve")]))).toEqual(["ada", "eve"]);
  });

  it("keeps somebody new for their page while there are more", () => {
    const before = rosterTold(page(["ada"], true));
    expect(rosterHeard(before, [moved("member_joined", 1, "eve")])).toBe(before);
    expect(names(rosterHeard(before, [moved("member_left", 1, "ada")]))).toEqual([]);
  });

  it("makes hosts, and none of them again", () => {
    const before = rosterTold(page(["ada", "bob"]));
    const made = rosterHeard(before, [hosting(1, "bob", true)]);
    expect(made.members.map(({ host }) => host)).toEqual([false, true]);
    expect(rosterHeard(made, [hosting(2, "bob", false)]).members[1]?.host).toBe(false);
  });

  it("changes nothing where it is about something else", () => {
    const before = rosterTold(page(["ada"]));
    expect(rosterHeard(before, [said(1), moved("member_left", 2, "zoe")])).toBe(before);
  });
});
