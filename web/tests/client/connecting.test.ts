import { describe, expect, it } from "vitest";
import { message, room, said, saidAll, startMs, welcome } from "../support/events.ts";
import { fakePorts } from "../support/fake_ports.ts";
import {
  begin,
  lobby,
  online,
  ports,
  reconnected,
  session,
  shownSeqs,
  state,
} from "../support/session.ts";

describe("joining", () => {
  it("asks with the nickname, and keeps who one is", async () => {
    await online();
    expect(ports.wire.auth).toEqual({ nickname: "ada", cursors: {} });
    expect(state().connection).toEqual({ state: "online", returned: false });
    expect(state().me?.nickname).toBe("ada");
    expect(JSON.parse(ports.keep.get("identity") ?? "")).toEqual({
      token: "token-of-u-ada",
      nickname: "ada",
      user: "u-ada",
      isAccount: false,
    });
  });

  it("goes on as the same person after a reload", async () => {
    await online();
    const again = fakePorts(ports.keep);
    begin(again);
    session.start();
    again.wire.connect();
    expect(again.wire.auth).toEqual({ token: "token-of-u-ada", nickname: "ada", cursors: {} });
  });

  it("refused shows the form with the reason and what is free", () => {
    session.join("ada");
    ports.wire.refuse({
      message: "taken",
      data: { code: "nickname_taken", suggestions: ["ada2"], isAccount: false },
    });
    expect(state().connection).toEqual({
      state: "signed_out",
      problem: { code: "nickname_taken", nickname: "ada", suggestions: ["ada2"], isAccount: false },
    });
    expect(ports.wire.isOpen).toBe(false);
  });

  it("where no server is reached says so", () => {
    session.join("ada");
    ports.wire.refuse(new Error("websocket error"));
    expect(state().connection).toMatchObject({
      state: "signed_out",
      problem: { code: "unreachable" },
    });
  });

  it("with an expired token leads to the form with the nickname, and forgets the token", () => {
    ports.keep.set("identity", JSON.stringify({ token: "old", nickname: "ada" }));
    ports.keep.set("draft.lobby", "half a senten");
    session.start();
    ports.wire.refuse({ message: "expired", data: { code: "token_expired" } });
    expect(state().connection).toMatchObject({
      problem: { code: "token_expired", nickname: "ada" },
    });
    expect(ports.keep.get("identity")).toBeNull();
    expect(ports.keep.get("draft.lobby")).toBe("half a senten");
  });

  it("kept waiting by a busy server goes on by itself where one was a person before", async () => {
    ports.keep.set("identity", JSON.stringify({ token: "t", nickname: "ada" }));
    session.start();
    ports.wire.refuse({ message: "busy", data: { code: "unavailable", retry_after_ms: 9_000 } });
    expect(state().connection).toMatchObject({ state: "waiting", retryAtMs: startMs + 9_000 });
    await ports.clock.advance(9_000);
    expect(ports.wire.opened).toBe(2);
  });

  it("with storage that holds nonsense begins as nobody", () => {
    ports.keep.set("identity", "{]");
    session.start();
    expect(ports.wire.opened).toBe(0);
  });

  it("gives up on a server that never welcomes, and tries again", async () => {
    ports.keep.set("identity", JSON.stringify({ token: "t", nickname: "ada" }));
    session.start();
    ports.wire.connect();
    await ports.clock.advance(10_000);
    expect(state().connection.state).toBe("waiting");
  });
});

describe("reconnecting", () => {
  it("waits longer each time, up to five seconds, and tells until when", async () => {
    await online();
    ports.wire.drop();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const { connection } = state();
      if (connection.state !== "waiting") throw new Error(connection.state);
      const delay = connection.retryAtMs - ports.clock.nowMs();
      delays.push(delay);
      await ports.clock.advance(delay);
      ports.wire.refuse(new Error("xhr poll error"));
    }
    expect(delays).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it("at once when asked to", async () => {
    await online();
    ports.wire.drop();
    session.tryNow();
    expect(ports.wire.opened).toBe(2);
    await ports.clock.advance(20_000);
    expect(ports.wire.opened).toBe(2);
  });

  it("brings the cursors, and what was missed comes in order and once", async () => {
    await online();
    ports.wire.drop();
    await reconnected(6, { room: "lobby", events: saidAll(4, 6), head: 6, reset: false });
    expect(ports.wire.auth).toMatchObject({ token: "token-of-u-ada", cursors: { lobby: 3 } });
    expect(state().connection).toEqual({ state: "online", returned: true });
    expect(shownSeqs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lobby().unread).toBe(3);
    expect(lobby().dividerAfter).toBe(3);
  });

  it("holds live events that overtake the catch-up", async () => {
    await online();
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 5 })]));
    ports.wire.receive("message", message(6));
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual([1, 2, 3]);
    ports.wire.receive("catchup", { room: "lobby", events: saidAll(4, 5), head: 5, reset: false });
    expect(shownSeqs()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const reset = { room: "lobby", events: saidAll(1_951, 2_000), head: 2_000, reset: true };

  it("with reset shows the newest page instead", async () => {
    await online();
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 2_000, read: 2_000, unread: 0 })]));
    ports.wire.receive("catchup", reset);
    expect(shownSeqs()[0]).toBe(1_951);
    expect(lobby().log?.more).toBe(true);
  });

  it("with reset and unread messages opens the room where they begin", async () => {
    await online();
    ports.wire.drop();
    await reconnected(2_000, reset);
    expect(lobby()).toMatchObject({ log: null, head: 2_000, opening: { state: "loading" } });
    expect(ports.wire.question("history").payload).toMatchObject({ room: "lobby", around: 3 });
  });

  it("with reset and no events opens the room at its newest page", async () => {
    await online();
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 2_000, read: 2_000, unread: 0 })]));
    ports.wire.receive("catchup", { room: "lobby", events: [], head: 2_000, reset: true });
    expect(lobby()).toMatchObject({ log: null, head: 2_000, opening: { state: "loading" } });
    const { payload } = ports.wire.question("history");
    expect(payload).toEqual({ room: "lobby", limit: 100 });
    ports.wire.receive("message", message(2_001));
    ports.wire.question("history").answer({ ok: true, events: saidAll(1_980, 2_001), more: true });
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual(saidAll(1_980, 2_001).map(({ seq }) => seq));
    expect(lobby().log?.more).toBe(true);
  });

  it("with reset and no events of another room asks for it when it is shown", async () => {
    const tea = { room: "tea", name: "Tea" };
    await online();
    ports.wire.receive("room", { change: "joined", room: room({ ...tea, head: 1, read: 1 }) });
    session.rooms.activate("tea");
    const events = [said(1, { room: "tea" })];
    ports.wire.question("history").answer({ ok: true, events, more: false });
    await ports.clock.advance(0);
    session.rooms.activate("lobby");
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ cursors: { tea: 1 } });
    const now = room({ ...tea, head: 900, read: 900 });
    ports.wire.receive("welcome", welcome([room({ head: 3, read: 3 }), now]));
    ports.wire.receive("catchup", { room: "tea", events: [], head: 900, reset: true });
    await ports.clock.advance(10_000);
    expect(ports.wire.asked).toEqual([]);
    session.rooms.activate("tea");
    expect(ports.wire.question("history").payload).toEqual({ room: "tea", limit: 100 });
  });

  it("asks for what the catch-up did not bring", async () => {
    await online();
    ports.wire.drop();
    await reconnected(5);
    await ports.clock.advance(3_100);
    expect(ports.wire.question("history").payload).toMatchObject({ room: "lobby", after: 3 });
    ports.wire.question("history").answer({ ok: true, events: saidAll(4, 5), more: false });
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual([1, 2, 3, 4, 5]);
  });

  it("to a server with another log drops the old one", async () => {
    await online();
    ports.wire.drop();
    await reconnected(1);
    expect(ports.wire.question("history").payload).toEqual({ room: "lobby", limit: 100 });
    ports.wire.question("history").answer({ ok: true, events: [said(1)], more: false });
    await ports.clock.advance(0);
    expect(shownSeqs()).toEqual([1]);
  });

  it("to a moving server is silent, and waits for the time it was given", async () => {
    await online();
    ports.wire.receive("moving", { delay_ms: 1_000, spread_ms: 2_000 });
    await ports.clock.advance(1_000);
    ports.wire.drop();
    expect(state().connection).toMatchObject({
      state: "waiting",
      quiet: true,
      retryAtMs: startMs + 3_000,
    });
    await ports.clock.advance(2_000);
    expect(ports.wire.opened).toBe(2);
    expect(state().connection).toMatchObject({ quiet: true });
  });

  it("a moving server that stays is left all the same", async () => {
    await online();
    ports.wire.receive("moving", { delay_ms: 1_000, spread_ms: 0 });
    await ports.clock.advance(1_000);
    expect(ports.wire.opened).toBe(2);
  });
});

describe("signing out", () => {
  it("forgets who one was, and keeps what was not sent", async () => {
    await online();
    session.sender.send("lobby", "unsent");
    session.signOut();
    expect(state()).toMatchObject({ me: null, connection: { state: "signed_out" } });
    expect(ports.keep.get("identity")).toBeNull();
    expect(ports.keep.get("nickname")).toBe("ada");
    expect(ports.keep.get("outbox.n1")).not.toBeNull();
    expect(ports.wire.isOpen).toBe(false);
  });
});

it("payloads without any sense change nothing", async () => {
  await online();
  const before = state();
  for (const event of [
    "welcome",
    "message",
    "catchup",
    "room",
    "read",
    "typing",
    "presence",
    "moving",
    "nonsense",
  ]) {
    for (const payload of [undefined, null, 5, "x", [], {}]) ports.wire.receive(event, payload);
  }
  await ports.clock.advance(0);
  expect(state()).toEqual(before);
});
