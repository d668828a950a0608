// What is wanted of a room is seen at once, and is in the end what the server keeps.
import { describe, expect, it } from "vitest";
import { room } from "../support/events.ts";
import { lobby, online, ports, session } from "../support/session.ts";

const refusal = { ok: false, error: { code: "unavailable", message: "" } };
const asked = () => ports.wire.question("prefer");
const settle = () => ports.clock.advance(0);
const elsewhere = (more: object) =>
  ports.wire.receive("room", { change: "preferred", room: room({ head: 3, read: 3, ...more }) });

describe("a wish", () => {
  it("is seen at once and told once", async () => {
    await online();
    const answer = session.preferences.setLevel("lobby", "nothing");
    expect(lobby().level).toBe("nothing");
    expect(asked().payload).toEqual({ room: "lobby", level: "nothing" });
    asked().answer({ ok: true });
    expect(await answer).toEqual({ ok: true });
    expect(lobby().level).toBe("nothing");
    void session.preferences.setFavourite("lobby", true);
    expect(asked().payload).toEqual({ room: "lobby", favourite: true });
    expect(lobby().favourite).toBe(true);
    asked().answer({ ok: true });
    await settle();
    expect(lobby()).toMatchObject({ level: "nothing", favourite: true });
    expect(ports.wire.count("prefer")).toBe(0);
  });

  it("is taken back when it is refused", async () => {
    await online();
    const answer = session.preferences.setLevel("lobby", "all");
    asked().answer(refusal);
    expect(await answer).toMatchObject({ ok: false });
    expect(lobby().level).toBe("usual");
  });

  it("is taken back when nobody answers, or nobody is there to ask", async () => {
    await online();
    const answer = session.preferences.setFavourite("lobby", true);
    asked().lose();
    expect(await answer).toBeNull();
    expect(lobby().favourite).toBe(false);
    ports.wire.drop();
    expect(await session.preferences.setFavourite("lobby", true)).toBeNull();
    expect(lobby().favourite).toBe(false);
  });

  it("that follows another one is taken back to what was kept", async () => {
    await online();
    void session.preferences.setLevel("lobby", "all");
    void session.preferences.setLevel("lobby", "mentions");
    void session.preferences.setLevel("lobby", "nothing");
    asked().answer({ ok: true });
    await settle();
    expect(lobby().level).toBe("nothing");
    asked().answer(refusal);
    await settle();
    expect(lobby().level).toBe("nothing");
    asked().answer(refusal);
    await settle();
    expect(lobby().level).toBe("all");
  });

  it("gives way to what was said on another device", async () => {
    await online();
    void session.preferences.setLevel("lobby", "all");
    elsewhere({ level: "mentions", favourite: true });
    expect(lobby()).toMatchObject({ level: "mentions", favourite: true });
    asked().answer(refusal);
    await settle();
    expect(lobby().level).toBe("mentions");
    // What the server took last is what holds.
    void session.preferences.setLevel("lobby", "all");
    elsewhere({ level: "nothing" });
    asked().answer({ ok: true });
    await settle();
    expect(lobby().level).toBe("all");
  });

  it("for a room that one has left is forgotten", async () => {
    await online();
    void session.preferences.setLevel("lobby", "all");
    ports.wire.receive("room", { change: "left", room: room() });
    asked().answer({ ok: false, error: { code: "not_a_member", message: "" } });
    await settle();
    ports.wire.receive("room", { change: "joined", room: room({ level: "mentions" }) });
    expect(lobby().level).toBe("mentions");
  });
});
