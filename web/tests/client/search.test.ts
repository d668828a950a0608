// Looking for messages: when is asked, and which answer counts.
import { beforeEach, describe, expect, it } from "vitest";
import { pauseMs, Search, searchOf } from "../../src/client/search.ts";
import type { Found } from "../../src/state/search.ts";
import { message, welcome } from "../support/events.ts";
import { online, ports, session } from "../support/session.ts";

let search: Search;
const results = () => search.store.getState().results;
const hit = (seq: number) => ({ event: { type: "message", ...message(seq) }, marks: [[0, 4]] });
const found = (...seqs: number[]) => ({ ok: true, hits: seqs.map(hit), more: false });
const seqs = () => (results() as Found).hits.map((it) => it.event.seq);
const refused = (code: string) => ({ ok: false, error: { code, message: code } });
const pause = () => ports.clock.advance(pauseMs);

beforeEach(async () => {
  await online();
  search = new Search(session, () => 60);
  search.inRoom("lobby");
});

describe("a search", () => {
  it("is asked when there is a pause in typing, once", async () => {
    search.type("te");
    await ports.clock.advance(pauseMs - 1);
    search.type(" tea ");
    await ports.clock.advance(pauseMs - 1);
    expect(ports.wire.count("search")).toBe(0);
    await ports.clock.advance(1);
    expect(ports.wire.count("search")).toBe(1);
    expect(results()).toEqual({ state: "searching" });
    const question = ports.wire.question("search");
    expect(question.payload).toEqual({ query: "tea", room: "lobby", tz_offset_min: 60 });
    question.answer(found(3, 1));
    await pause();
    expect(seqs()).toEqual([3, 1]);
    expect(ports.wire.count("search")).toBe(0);
  });

  it("is asked at once by Enter, and not again by the pause", async () => {
    search.type("tea");
    search.now();
    expect(ports.wire.count("search")).toBe(1);
    await pause();
    expect(ports.wire.count("search")).toBe(1);
  });

  it("drops answers to what was asked before", async () => {
    search.type("tea");
    await pause();
    search.type("teapot");
    await pause();
    const [first, second] = [...ports.wire.asked].filter((it) => it.event === "search");
    second?.answer(found(2));
    await pause();
    first?.answer(found(1));
    await pause();
    expect(seqs()).toEqual([2]);
  });

  it("of nothing is nothing, whatever answer is on its way", async () => {
    search.type("tea");
    await pause();
    search.type("  ");
    expect(results()).toEqual({ state: "nothing" });
    ports.wire.question("search").answer(found(1));
    await pause();
    expect(results()).toEqual({ state: "nothing" });
    expect(ports.wire.count("search")).toBe(0);
  });

  it("is in all rooms when chosen, or when the query names them", async () => {
    search.type("tea");
    search.now();
    ports.wire.question("search").answer(found(1));
    search.choose("all");
    expect(ports.wire.question("search").payload).not.toHaveProperty("room");
    ports.wire.question("search").answer(found(1));
    search.choose("room");
    expect(ports.wire.question("search").payload).toHaveProperty("room", "lobby");
    ports.wire.question("search").answer(found(1));
    search.type("tea in:garden");
    search.now();
    expect(ports.wire.question("search").payload).not.toHaveProperty("room");
    search.inRoom("garden");
    expect(ports.wire.count("search")).toBe(1);
  });

  it("in this room follows to another room, once", async () => {
    search.type("tea");
    search.now();
    ports.wire.question("search").answer(found(1));
    search.inRoom("lobby");
    expect(ports.wire.count("search")).toBe(0);
    search.inRoom("garden");
    expect(ports.wire.question("search").payload).toHaveProperty("room", "garden");
  });

  it.each([
    ["query_empty", "query_empty"],
    ["query_too_long", "query_too_long"],
    ["query_invalid", "query_invalid"],
    ["rate_limited", "rate_limited"],
    ["unavailable", "unavailable"],
    ["not_a_member", "room_gone"],
    ["internal", "other"],
  ])("that is refused with %s says %s, and can be tried again", async (code, why) => {
    search.type("tea");
    search.now();
    ports.wire.question("search").answer(refused(code));
    await pause();
    expect(results()).toEqual({ state: "failed", why });
    search.now();
    ports.wire.question("search").answer(found(1));
    await pause();
    expect(seqs()).toEqual([1]);
  });

  it("that is longer than any may be is not asked", () => {
    search.type("x".repeat(201));
    search.now();
    expect(results()).toEqual({ state: "failed", why: "query_too_long" });
    expect(ports.wire.count("search")).toBe(0);
  });

  it("says whether the server or the connection is away", async () => {
    search.type("tea");
    search.now();
    ports.wire.question("search").lose();
    await pause();
    expect(results()).toEqual({ state: "failed", why: "unavailable" });
    ports.wire.drop();
    search.now();
    await ports.clock.advance(0);
    expect(results()).toEqual({ state: "failed", why: "offline" });
  });
});

describe("older hits", () => {
  beforeEach(async () => {
    search.type("tea");
    search.now();
    ports.wire.question("search").answer({ ...found(9, 8), more: true, next: "c1" });
    await pause();
  });

  it("are asked for once, and come behind those that are here", async () => {
    void search.more();
    void search.more();
    expect(ports.wire.count("search")).toBe(1);
    expect(ports.wire.question("search").payload).toHaveProperty("before", "c1");
    ports.wire.question("search").answer(found(7));
    await pause();
    expect(seqs()).toEqual([9, 8, 7]);
    await search.more();
    expect(ports.wire.count("search")).toBe(0);
  });

  it("that do not come leave what is here, and can be asked for again", async () => {
    void search.more();
    ports.wire.question("search").answer(refused("rate_limited"));
    await pause();
    expect(seqs()).toEqual([9, 8]);
    expect(results()).toMatchObject({ older: "rate_limited", next: "c1" });
    void search.more();
    ports.wire.question("search").answer(found(7));
    await pause();
    expect(seqs()).toEqual([9, 8, 7]);
  });

  it("of another search are dropped", async () => {
    void search.more();
    const older = ports.wire.question("search");
    search.type("coffee");
    search.now();
    older.answer(found(7));
    await pause();
    expect(results()).toEqual({ state: "searching" });
  });
});

describe("a day", () => {
  it("is the place of its first message", async () => {
    const asked = search.day("lobby", 1_000);
    expect(ports.wire.question("date").payload).toEqual({ room: "lobby", time: 1_000 });
    ports.wire.question("date").answer({ ok: true, seq: 7, time: 2_000 });
    expect(await asked).toEqual({ seq: 7 });
  });

  it("of an empty room is none, and a refusal is told", async () => {
    const empty = search.day("lobby", 1_000);
    ports.wire.question("date").answer({ ok: true, seq: 0, time: 0 });
    expect(await empty).toEqual({ problem: "empty" });
    const refusal = search.day("lobby", 1_000);
    ports.wire.question("date").answer(refused("not_found"));
    expect(await refusal).toEqual({ problem: "room_gone" });
    ports.wire.drop();
    expect(await search.day("lobby", 1_000)).toEqual({ problem: "offline" });
  });
});

it("is kept for the same person, and forgotten for another", () => {
  const mine = searchOf(session);
  mine.type("tea");
  expect(searchOf(session)).toBe(mine);
  session.signOut();
  session.join("eve");
  ports.wire.connect();
  const { me, ...more } = welcome([]);
  ports.wire.receive("welcome", { ...more, me: { ...me, user: "u-eve", nickname: "eve" } });
  expect(searchOf(session).store.getState().query).toBe("");
});
