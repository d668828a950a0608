// What people look like: told, or asked for when they come into view.
import { describe, expect, it } from "vitest";
import { peopleAskedMax } from "../../src/client/people.ts";
import type { Profile } from "../../src/protocol/types.ts";
import { peopleMax } from "../../src/state/model.ts";
import { online, ports, reconnected, session, state } from "../support/session.ts";

const bob: Profile = { user: "u-bob", nickname: "bob", role: "moderator", hue: 40 };
const gather = () => ports.clock.advance(50);

describe("people in view", () => {
  it("are asked for together, and each once", async () => {
    await online();
    for (const user of ["u-bob", "u-eve", "u-bob"]) session.people.want(user);
    await gather();
    expect(ports.wire.question("people").payload).toEqual({ users: ["u-eve", "u-bob"] });
    ports.wire.question("people").answer({ ok: true, people: [bob] });
    await gather();
    expect(state().people.get("u-bob")).toEqual({ nickname: "bob", role: "moderator", hue: 40 });
    session.people.want("u-bob");
    session.people.want("u-eve");
    await gather();
    expect(ports.wire.count("people")).toBe(0);
  });

  it("who were told of already are not asked for", async () => {
    await online();
    void session.rooms.showMembers("lobby");
    ports.wire.question("members").answer({ ok: true, members: [bob], present: 1 });
    await gather();
    for (const user of ["u-ada", "u-bob"]) session.people.want(user);
    await gather();
    expect(ports.wire.count("people")).toBe(0);
    expect(state().memberList?.members).toEqual([{ user: "u-bob", nickname: "bob", host: false }]);
    expect(state().people.get("u-bob")?.role).toBe("moderator");
  });

  it("are asked for again on the next connection, the last that came first", async () => {
    await online();
    for (let n = 0; n < peopleAskedMax + 10; n += 1) session.people.want(`u-${n}`);
    await gather();
    const { users } = ports.wire.question("people").payload as { users: string[] };
    expect(users).toHaveLength(peopleAskedMax);
    expect(users.at(-1)).toBe(`u-${peopleAskedMax + 9}`);
    ports.wire.drop();
    await reconnected(3);
    await gather();
    expect(ports.wire.question("people").payload).toEqual({ users });
  });

  it("are asked for again when no answer came and they come into view again", async () => {
    await online();
    session.people.want("u-bob");
    await gather();
    ports.wire.question("people").lose();
    await gather();
    expect(ports.wire.count("people")).toBe(0);
    session.people.want("u-bob");
    await gather();
    expect(ports.wire.count("people")).toBe(1);
  });
});

it("of too many people those told of first are forgotten", async () => {
  await online();
  const many = Array.from({ length: peopleMax + 5 }, (_, n) => ({ ...bob, user: `u-${n}` }));
  session.people.told(many);
  expect(state().people.size).toBe(peopleMax);
  expect(state().people.has("u-4")).toBe(false);
  expect(state().people.has(`u-${peopleMax + 4}`)).toBe(true);
});

describe("somebody who changes", () => {
  it("is renamed where people are listed, and not in what they wrote", async () => {
    await online();
    void session.rooms.showMembers("lobby");
    const members = [{ ...bob }, { user: "u-eve", nickname: "eve", role: "guest" }];
    ports.wire.question("members").answer({ ok: true, members, present: 2 });
    await gather();
    ports.wire.receive("typing", { room: "lobby", user: "u-bob", nickname: "bob" });
    const joined = { room: "lobby", user: "u-bob", nickname: "bob", time: 1, present: 2 };
    ports.wire.receive("member_joined", joined);
    ports.wire.receive("profile", { ...bob, nickname: "zoe", hue: 300, status: "back soon" });
    const lobby = state().rooms.get("lobby");
    expect(state().memberList?.members.map(({ nickname }) => nickname)).toEqual(["eve", "zoe"]);
    expect(lobby?.typists).toMatchObject([{ nickname: "zoe" }]);
    expect(lobby?.notices).toMatchObject([{ nickname: "zoe" }]);
    expect(lobby?.log?.events[0]).toMatchObject({ nickname: "bob" });
    expect(state().people.get("u-bob")).toMatchObject({ hue: 300, status: "back soon" });
  });

  it("takes a colour and a status away by not having them", async () => {
    await online();
    ports.wire.receive("profile", { ...bob, status: "here" });
    ports.wire.receive("profile", { user: "u-bob", nickname: "bob", role: "moderator" });
    expect(state().people.get("u-bob")).toEqual({ nickname: "bob", role: "moderator" });
  });
});
