import { beforeEach, describe, expect, it } from "vitest";
import { Roster } from "../../src/client/roster.ts";
import { rosterPageMax } from "../../src/state/roster.ts";
import { saidAll, startMs } from "../support/events.ts";
import { online, ports, reconnected, session, state } from "../support/session.ts";

const person = (nickname: string, more: object = {}) => ({
  user: `u-${nickname}`,
  nickname,
  role: "member",
  ...more,
});
const page = (names: readonly string[], more = false) => ({
  ok: true,
  members: names.map((name) => person(name)),
  more,
});
const joined = (seq: number, nickname: string, more: object = {}) => ({
  room: "lobby",
  seq,
  user: `u-${nickname}`,
  nickname,
  time: startMs,
  present: 3,
  ...more,
});

let roster: Roster;
const names = () => roster.store.getState().members.map(({ nickname }) => nickname);
async function answered(answer: object): Promise<void> {
  ports.wire.question("roster").answer(answer);
  await ports.clock.advance(0);
}

beforeEach(async () => {
  await online();
  roster = new Roster(session, "lobby");
});

describe("everybody of a room", () => {
  it("comes page by page", async () => {
    roster.follow();
    expect(ports.wire.question("roster").payload).toEqual({ room: "lobby", limit: rosterPageMax });
    await answered(page(["ada", "bob"], true));
    void roster.more();
    expect(ports.wire.question("roster").payload).toMatchObject({ after: "u-bob" });
    void roster.more();
    expect(ports.wire.count("roster")).toBe(1);
    await answered(page(["eve"]));
    expect(names()).toEqual(["ada", "bob", "eve"]);
    await roster.more();
    expect(ports.wire.count("roster")).toBe(0);
  });

  it("is not forgotten when the next page fails, and can be asked for again", async () => {
    roster.follow();
    await answered(page(["ada"], true));
    void roster.more();
    await answered({ ok: false, error: { code: "rate_limited", message: "" } });
    expect(roster.store.getState().loading).toEqual({ state: "failed", code: "rate_limited" });
    expect(names()).toEqual(["ada"]);
    void roster.more();
    await answered(page(["bob"]));
    expect(names()).toEqual(["ada", "bob"]);
  });

  it("follows who joins and leaves, also while the page is under way", async () => {
    roster.follow();
    ports.wire.receive("member_joined", joined(4, "eve"));
    ports.wire.receive("member_left", joined(5, "bob"));
    await ports.clock.advance(0);
    await answered(page(["ada", "bob"]));
    expect(names()).toEqual(["ada", "eve"]);
    ports.wire.receive("host", { ...joined(6, "eve"), present: undefined, on: true });
    await ports.clock.advance(0);
    expect(roster.store.getState().members[1]).toMatchObject({ nickname: "eve", host: true });
  });

  it("asks who is here when somebody was added: they may be away", async () => {
    void session.rooms.showMembers("lobby");
    ports.wire.question("members").answer({ ok: true, members: [person("ada")], present: 1 });
    roster.follow();
    await answered(page(["ada"]));
    const by = { user: "u-ada", nickname: "ada" };
    ports.wire.receive("member_joined", joined(4, "eve", { by, present: 1 }));
    ports.wire.receive("member_joined", joined(5, "dan", { by, present: 1 }));
    await ports.clock.advance(0);
    expect(state().memberList?.members.map(({ nickname }) => nickname)).toEqual(["ada"]);
    await ports.clock.advance(500);
    expect(ports.wire.count("members")).toBe(1);
    expect(names()).toEqual(["ada", "eve", "dan"]);
  });

  it("is asked for anew, as much as is shown, when the connection is back", async () => {
    roster.follow();
    await answered(
      page(
        Array.from({ length: 50 }, (_, index) => `p${index}`),
        true,
      ),
    );
    void roster.more();
    await answered(page(Array.from({ length: 30 }, (_, index) => `q${index}`)));
    ports.wire.drop();
    await reconnected(3);
    expect(ports.wire.question("roster").payload).toMatchObject({ limit: 80 });
    expect(names()).toHaveLength(80);
    await answered(page(["ada"]));
    expect(names()).toEqual(["ada"]);
  });

  it("is asked for anew, and not at once, where the end of the log is not loaded", async () => {
    session.show("lobby", 1);
    roster.follow();
    await answered(page(["ada"]));
    session.change((before) => {
      const lobby = before.rooms.get("lobby");
      if (lobby === undefined || lobby.log === null) throw new Error("no lobby");
      const log = { ...lobby.log, following: false };
      return { ...before, rooms: new Map(before.rooms).set("lobby", { ...lobby, log }) };
    });
    ports.wire.receive("member_joined", joined(4, "eve"));
    ports.wire.receive("member_joined", joined(5, "dan"));
    await ports.clock.advance(0);
    expect(ports.wire.count("roster")).toBe(0);
    await ports.clock.advance(2_000);
    expect(ports.wire.count("roster")).toBe(1);
    await answered(page(["ada", "eve", "dan"]));
    expect(names()).toEqual(["ada", "eve", "dan"]);
  });

  it("is of nobody's interest any more once it is not followed", async () => {
    const stop = roster.follow();
    const question = ports.wire.question("roster");
    stop();
    question.answer(page(["ada"]));
    ports.wire.receive("message", { ...saidAll(4, 4)[0], type: undefined });
    await ports.clock.advance(5_000);
    expect(names()).toEqual([]);
    expect(ports.wire.count("roster")).toBe(0);
  });
});
