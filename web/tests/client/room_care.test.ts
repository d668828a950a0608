// What is asked of the server about rooms and people, and what is told when others did something.
import { describe, expect, it } from "vitest";
import * as restraints from "../../src/client/restraints.ts";
import { membershipSeen } from "../../src/state/changes.ts";
import { listedRooms } from "../../src/state/room_list.ts";
import { message, room, startMs, welcome } from "../support/events.ts";
import { online, ports, session, state } from "../support/session.ts";

const garden = room({ room: "r1", name: "Garden", kind: "private", head: 1 });
const bob = { user: "u-bob", nickname: "bob" };
const done = { ok: true, room: "r1", seq: 5, time: startMs };
const refusal = { ok: false, error: { code: "forbidden", message: "You may not do this here." } };
const listed = () => listedRooms(state()).map((each) => each.room);

describe("each deed asks once", () => {
  const deeds: readonly [string, object, () => Promise<unknown>, object][] = [
    ["rename", { room: "r1", name: "Orchard" }, () => session.care.rename("r1", "Orchard"), done],
    ["topic", { room: "r1", topic: "" }, () => session.care.setTopic("r1", ""), done],
    ["archive", { room: "r1" }, () => session.care.archive("r1"), done],
    ["restore", { room: "r1" }, () => session.care.restore("r1"), done],
    ["add", { room: "r1", user: "u-bob" }, () => session.care.add("r1", "u-bob"), done],
    ["kick", { room: "r1", user: "u-bob" }, () => session.care.kick("r1", "u-bob"), done],
    [
      "host",
      { room: "r1", user: "u-bob", on: true },
      () => session.care.setHost("r1", "u-bob", true),
      done,
    ],
    ["ban", { room: "r1", user: "u-bob" }, () => session.care.ban("r1", "u-bob"), { ok: true }],
    [
      "ban",
      { room: "r1", user: "u-bob", until: startMs, reason: "spam" },
      () => session.care.ban("r1", "u-bob", { until: startMs, reason: "spam" }),
      { ok: true },
    ],
    ["unban", { room: "r1", user: "u-bob" }, () => session.care.unban("r1", "u-bob"), { ok: true }],
    ["mute", { room: "r1", user: "u-bob" }, () => restraints.mute(session, "r1", "u-bob"), done],
    [
      "mute",
      { room: "r1", user: "u-bob", until: startMs },
      () => restraints.mute(session, "r1", "u-bob", { until: startMs }),
      done,
    ],
    [
      "unmute",
      { room: "r1", user: "u-bob" },
      () => restraints.unmute(session, "r1", "u-bob"),
      done,
    ],
    [
      "mutes",
      { room: "r1" },
      () => restraints.mutes(session, "r1"),
      { ok: true, mutes: [{ ...bob, by: bob, time: startMs, until: startMs + 1 }] },
    ],
    [
      "slow_mode",
      { room: "r1", seconds: 30 },
      () => restraints.setSlowMode(session, "r1", 30),
      done,
    ],
    [
      "bans",
      { room: "r1" },
      () => session.care.bans("r1"),
      { ok: true, bans: [{ ...bob, by: bob, time: startMs, until: startMs + 1, reason: "spam" }] },
    ],
    [
      "roster",
      { room: "r1" },
      () => session.care.roster("r1"),
      { ok: true, members: [], more: false },
    ],
    [
      "roster",
      { room: "r1", after: "u-bob", limit: 50 },
      () => session.care.roster("r1", "u-bob", 50),
      { ok: true, members: [], more: false },
    ],
  ];

  it.each(deeds)("%s %j", async (event, payload, ask, ack) => {
    await online();
    const answered = ask();
    const question = ports.wire.question(event);
    expect(question.payload).toEqual(payload);
    expect(ports.wire.count(event)).toBe(1);
    question.answer(ack);
    expect(await answered).toEqual(ack);
  });

  it.each(deeds)(
    "%s %j tells why not, in the server's words, or that nobody answered",
    async (event, _, ask) => {
      await online();
      const refused = ask();
      ports.wire.question(event).answer(refusal);
      expect(await refused).toEqual(refusal);
      const lost = ask();
      ports.wire.question(event).lose();
      expect(await lost).toBeNull();
      ports.wire.drop();
      expect(await ask()).toBeNull();
    },
  );

  it("the roster makes its people known", async () => {
    await online();
    const asked = session.care.roster("r1");
    ports.wire.question("roster").answer({
      ok: true,
      members: [{ ...bob, role: "member", hue: 9, host: true, here: true }],
      more: true,
    });
    await asked;
    expect(state().people.get("u-bob")).toEqual({ nickname: "bob", role: "member", hue: 9 });
  });
});

describe("somebody else", () => {
  it("who adds one is named, and the room is there at once", async () => {
    await online();
    ports.wire.receive("room", { change: "joined", room: garden, by: bob });
    expect(listed()).toEqual(["lobby", "r1"]);
    expect(state().memberships).toMatchObject([{ change: "added", by: bob, name: "Garden" }]);
  });

  it("who removes one is named, and the room is gone, with what was told of it before", async () => {
    await online();
    ports.wire.receive("room", { change: "joined", room: garden, by: bob });
    ports.wire.receive("room", { change: "left", room: garden, by: bob });
    expect(listed()).toEqual(["lobby"]);
    expect(state().memberships).toMatchObject([{ change: "removed", room: "r1" }]);
    const [told] = state().memberships;
    session.change((before) => membershipSeen(before, told?.id ?? -1));
    expect(state().memberships).toEqual([]);
  });

  it("is not meant when one did it oneself, here or in another tab", async () => {
    await online();
    const ada = { user: "u-ada", nickname: "ada" };
    ports.wire.receive("room", { change: "joined", room: garden });
    ports.wire.receive("room", { change: "left", room: garden, by: ada });
    ports.wire.receive("room", { change: "created", room: garden });
    expect(state().memberships).toEqual([]);
  });

  it("says no more than three things at once, the newest ones", async () => {
    await online();
    for (let index = 0; index < 5; index += 1) {
      const each = room({ room: `r${index}`, name: `Room ${index}` });
      ports.wire.receive("room", { change: "joined", room: each, by: bob });
    }
    expect(state().memberships.map((told) => told.name)).toEqual(["Room 2", "Room 3", "Room 4"]);
  });

  it("who opens a conversation is heard when they speak", async () => {
    await online();
    const people = [{ ...bob, role: "guest" as const }];
    const direct = room({ room: "d1", name: "", kind: "direct", people, present: 2 });
    ports.wire.receive("room", { change: "joined", room: direct, by: bob });
    expect(listed()).toEqual(["lobby"]);
    expect(state().memberships).toEqual([]);
    ports.wire.receive("message", message(1, { room: "d1" }));
    await ports.clock.advance(0);
    expect(listed()).toEqual(["lobby", "d1"]);
    expect(state().rooms.get("d1")).toMatchObject({ unread: 1, people, present: 2 });
  });

  it("who added or removed a third person is kept with the event", async () => {
    await online();
    const eve = { user: "u-eve", nickname: "eve", time: startMs, room: "lobby" };
    ports.wire.receive("member_joined", { ...eve, seq: 4, present: 2, by: bob });
    ports.wire.receive("member_left", { ...eve, seq: 5, present: 1 });
    await ports.clock.advance(0);
    const events = state().rooms.get("lobby")?.log?.events.slice(-2);
    expect(events).toMatchObject([{ type: "member_joined", by: bob }, { type: "member_left" }]);
    expect(events?.[1]).not.toHaveProperty("by");
  });
});

describe("conversations and people", () => {
  const people = [{ ...bob, role: "guest" as const }];

  it("are opened, and listed although nothing was said", async () => {
    await online();
    const opened = session.rooms.openDirect(["u-bob"]);
    expect(ports.wire.question("direct").payload).toEqual({ users: ["u-bob"] });
    const direct = room({ room: "d1", name: "", kind: "direct", people });
    ports.wire.question("direct").answer({ ok: true, room: direct });
    expect(await opened).toMatchObject({ ok: true });
    expect(listed()).toEqual(["lobby", "d1"]);
  });

  it("that cannot be opened change nothing", async () => {
    await online();
    const opened = session.rooms.openDirect(["u-bob"]);
    ports.wire.question("direct").answer(refusal);
    expect(await opened).toEqual(refusal);
    expect(listed()).toEqual(["lobby"]);
  });

  it("are found by how they are called", async () => {
    await online();
    const found = session.rooms.findPeople("bo");
    expect(ports.wire.question("find_people").payload).toEqual({ query: "bo" });
    ports.wire.question("find_people").answer({ ok: true, people });
    expect(await found).toEqual({ ok: true, people });
    expect(state().people.has("u-bob")).toBe(true);
  });

  it("who came with the rooms are not asked for", async () => {
    session.join("ada");
    ports.wire.connect();
    const direct = room({ room: "d1", name: "", kind: "direct", head: 1, people });
    ports.wire.receive("welcome", welcome([room(), direct]));
    session.people.want("u-bob");
    await ports.clock.advance(100);
    expect(ports.wire.count("people")).toBe(0);
  });

  it("the directory asks for what is looked for, and nothing else", async () => {
    await online();
    void session.rooms.directory();
    expect(ports.wire.question("rooms").payload).toEqual({});
    ports.wire.question("rooms").answer({ ok: true, rooms: [] });
    await ports.clock.advance(0);
    void session.rooms.directory("gar");
    expect(ports.wire.question("rooms").payload).toEqual({ query: "gar" });
  });

  it("a room is made as it was wished for", async () => {
    await online();
    void session.rooms.create({ name: "Garden", kind: "private", topic: "Roses" });
    expect(ports.wire.question("create").payload).toEqual({
      name: "Garden",
      kind: "private",
      topic: "Roses",
    });
  });
});
