import { describe, expect, it } from "vitest";
import { message, room, said, saidAll, startMs, welcome } from "../support/events.ts";
import { lobby, online, ports, session, shownSeqs, state } from "../support/session.ts";

describe("a gap in a room", () => {
  it("is asked for after a moment", async () => {
    await online();
    ports.wire.receive("message", message(5));
    await ports.clock.advance(10);
    expect(ports.wire.count("history")).toBe(0);
    await ports.clock.advance(50);
    expect(ports.wire.question("history").payload).toMatchObject({ after: 3 });
    ports.wire.question("history").answer({ ok: true, events: [said(4), said(5)], more: false });
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("that closes by itself is not", async () => {
    await online();
    ports.wire.receive("message", message(5));
    ports.wire.receive("message", message(4));
    await ports.clock.advance(1_000);
    expect(ports.wire.count("history")).toBe(0);
    expect(shownSeqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("left by a message that made no sense is closed", async () => {
    await online();
    ports.wire.receive("message", { ...message(4), text: 7 });
    ports.wire.receive("message", message(5));
    await ports.clock.advance(60);
    expect(ports.wire.question("history").payload).toMatchObject({ after: 3 });
  });

  it("that cannot be closed is asked for again, not without pause", async () => {
    await online();
    ports.wire.receive("message", message(5));
    await ports.clock.advance(60);
    ports.wire.question("history").answer({ ok: true, events: [], more: false });
    await ports.clock.advance(100);
    expect(ports.wire.count("history")).toBe(0);
    await ports.clock.advance(2_100);
    expect(ports.wire.count("history")).toBe(1);
  });
});

describe("unread", () => {
  it("grows with messages of others while nobody reads", async () => {
    await online();
    ports.wire.receive("message", message(4));
    ports.wire.receive("message", message(5, { user: "u-ada", nickname: "ada" }));
    ports.wire.receive("message", message(4));
    await ports.clock.advance(0);
    expect(lobby().unread).toBe(1);
    expect(lobby().dividerAfter).toBe(3);
    expect(ports.wire.count("read")).toBe(0);
  });

  it("is marked read a moment after it is read, once for many", async () => {
    await online();
    session.marker.setReading(true);
    ports.wire.receive("message", message(4));
    ports.wire.receive("message", message(5));
    await ports.clock.advance(400);
    expect(ports.wire.question("read").payload).toEqual({ room: "lobby", seq: 5 });
    expect(ports.wire.count("read")).toBe(1);
    ports.wire.question("read").answer({ ok: true, seq: 5, unread: 0, mentions: 0 });
    await ports.clock.advance(1_000);
    expect(lobby()).toMatchObject({ read: 5, unread: 0 });
    expect(ports.wire.count("read")).toBe(0);
  });

  it("is marked read at once when the reader turns away, and not again", async () => {
    await online();
    session.marker.setReading(true);
    ports.wire.receive("message", message(4));
    await ports.clock.advance(0);
    session.rooms.activate("kitchen");
    expect(ports.wire.question("read").payload).toEqual({ room: "lobby", seq: 4 });
    ports.wire.question("read").answer({ ok: true, seq: 4, unread: 0, mentions: 0 });
    await ports.clock.advance(1_000);
    expect(lobby()).toMatchObject({ read: 4, unread: 0 });
    expect(ports.wire.count("read")).toBe(0);
  });

  it("follows the same person in another tab, never backwards", async () => {
    await online();
    ports.wire.receive("message", message(4));
    ports.wire.receive("read", { room: "lobby", seq: 4, unread: 0, mentions: 0 });
    expect(lobby()).toMatchObject({ read: 4, unread: 0 });
    ports.wire.receive("read", { room: "lobby", seq: 2, unread: 2, mentions: 0 });
    expect(lobby()).toMatchObject({ read: 4, unread: 0 });
  });

  it("mentions are gone the moment they are read, before the server says so", async () => {
    await online();
    ports.wire.receive("message", message(4, { mentions: ["u-ada"] }));
    await ports.clock.advance(0);
    expect(lobby().mentions).toBe(1);
    session.marker.setReading(true);
    expect(lobby()).toMatchObject({ mentions: 0, unread: 1 });
    await ports.clock.advance(300);
    const asked = ports.wire.question("read");
    expect(asked.payload).toEqual({ room: "lobby", seq: 4 });
    // What came before the answer is in its numbers.
    session.marker.setReading(false);
    ports.wire.receive("message", message(5, { mentions: ["u-ada"] }));
    asked.answer({ ok: true, seq: 4, unread: 1, mentions: 1 });
    await ports.clock.advance(0);
    expect(lobby()).toMatchObject({ read: 4, unread: 1, mentions: 1 });
    ports.wire.receive("message", message(6, { mentions: ["u-ada"] }));
    await ports.clock.advance(0);
    expect(lobby()).toMatchObject({ unread: 2, mentions: 2 });
  });

  it("mentions follow the same person in another tab", async () => {
    await online();
    ports.wire.receive("message", message(4, { mentions: ["u-ada"] }));
    ports.wire.receive("message", message(5, { mentions: ["u-ada"] }));
    ports.wire.receive("read", { room: "lobby", seq: 4, unread: 2, mentions: 2, mentions_to: 6 });
    ports.wire.receive("message", message(6, { mentions: ["u-ada"] }));
    await ports.clock.advance(0);
    expect(lobby()).toMatchObject({ read: 4, mentions: 2 });
    ports.wire.receive("read", { room: "lobby", seq: 6, unread: 0, mentions: 0 });
    expect(lobby()).toMatchObject({ read: 6, mentions: 0 });
  });

  it("many open the room around the first of them", async () => {
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 900, read: 300, unread: 600 })]));
    expect(ports.wire.question("history").payload).toMatchObject({ around: 300 });
    ports.wire
      .question("history")
      .answer({ ok: true, events: saidAll(250, 349), more: true, more_after: true });
    await ports.clock.advance(0);
    expect(lobby()).toMatchObject({ dividerAfter: 300, log: { following: false } });
    ports.wire.receive("message", message(901));
    await ports.clock.advance(0);
    expect(lobby()).toMatchObject({ unread: 601, log: { last: 349, head: 901 } });
    void session.loader.openNewest("lobby");
    ports.wire.question("history").answer({ ok: true, events: saidAll(802, 901), more: true });
    await ports.clock.advance(0);
    expect(lobby()).toMatchObject({ generation: 2, log: { following: true, last: 901 } });
  });
});

describe("people", () => {
  it("who come and go are noticed without touching the log", async () => {
    await online();
    const told = { room: "lobby", user: "u-eve", nickname: "eve", time: startMs };
    ports.wire.receive("member_joined", { ...told, present: 2 });
    expect(lobby()).toMatchObject({
      present: 2,
      notices: [{ change: "joined", nickname: "eve", after: 3 }],
    });
    ports.wire.receive("member_left", { ...told, present: 1 });
    expect(lobby().log?.last).toBe(3);
    expect(lobby().present).toBe(1);
  });

  it("who become members are events of the log", async () => {
    await online();
    ports.wire.receive("member_joined", {
      room: "lobby",
      seq: 4,
      user: "u-eve",
      nickname: "eve",
      time: startMs,
      present: 2,
    });
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual([1, 2, 3, 4]);
    expect(lobby()).toMatchObject({ present: 2, notices: [], unread: 0 });
  });

  it("type for five seconds, or until they have spoken", async () => {
    await online();
    ports.wire.receive("typing", { room: "lobby", user: "u-bob", nickname: "bob" });
    ports.wire.receive("typing", { room: "lobby", user: "u-eve", nickname: "eve" });
    ports.wire.receive("message", message(4));
    await ports.clock.advance(0);
    expect(lobby().typists.map((typist) => typist.nickname)).toEqual(["eve"]);
    await ports.clock.advance(5_000);
    expect(lobby().typists).toEqual([]);
  });

  it("hear of one's own writing now and then", async () => {
    await online();
    session.typing("lobby");
    session.typing("lobby");
    expect(ports.wire.told).toHaveLength(1);
    await ports.clock.advance(3_000);
    session.typing("lobby");
    expect(ports.wire.told).toHaveLength(2);
  });
});

describe("rooms", () => {
  it("made or joined here or in another tab appear, and left ones go", async () => {
    await online();
    const garden = room({ room: "r1", name: "Garden", head: 1 });
    const created = session.rooms.create({ name: "Garden" });
    ports.wire.question("create").answer({ ok: true, room: garden });
    expect(await created).toMatchObject({ ok: true });
    expect([...state().rooms.keys()]).toEqual(["lobby", "r1"]);
    ports.wire.receive("room", { change: "left", room: garden });
    expect([...state().rooms.keys()]).toEqual(["lobby"]);
    ports.wire.receive("room", { change: "joined", room: garden });
    expect([...state().rooms.keys()]).toEqual(["lobby", "r1"]);
    ports.wire.receive("room", { change: "created", room: room({ room: "r2", name: "New" }) });
    expect([...state().rooms.keys()]).toEqual(["lobby", "r1"]);
  });

  it("lose their divider when they are left", async () => {
    await online();
    ports.wire.receive("message", message(4));
    await ports.clock.advance(0);
    expect(lobby().dividerAfter).toBe(3);
    session.rooms.activate(null);
    expect(lobby().dividerAfter).toBeNull();
    session.rooms.activate("lobby");
    expect(lobby().dividerAfter).toBe(3);
  });

  it("whose pages fail to load say so, and can be tried again", async () => {
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 1, read: 1 })]));
    ports.wire
      .question("history")
      .answer({ ok: false, error: { code: "unavailable", message: "" } });
    await ports.clock.advance(0);
    expect(lobby().opening).toEqual({ state: "failed", code: "unavailable" });
    void session.loader.open("lobby");
    ports.wire.question("history").answer({ ok: true, events: [said(1)], more: false });
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual([1]);
  });
});
