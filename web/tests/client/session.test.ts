import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "../../src/client/session.ts";
import type { RoomState } from "../../src/state/model.ts";
import { message, room, said, saidAll, seqs, startMs, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts, MemoryKeep } from "../support/fake_ports.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../docs/protocol/events.schema.json", import.meta.url), "utf8"),
) as { $id: string; "x-events": { client: Record<string, { payload: string }> } };
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(schema);

function expectFits(definition: string | undefined, payload: unknown): void {
  const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`);
  expect(validate?.(payload), `${definition} ${JSON.stringify(payload)}`).toBe(true);
}

let ports: FakePorts;
let session: Session;

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  ports = fakePorts();
  session = new Session(ports);
});

afterEach(() => {
  for (const { event, payload } of [...ports.wire.asked, ...ports.wire.told]) {
    expectFits(schema["x-events"].client[event]?.payload, payload);
  }
});

function state() {
  return session.store.getState();
}
function lobby(): RoomState {
  const found = state().rooms.get("lobby");
  if (found === undefined) throw new Error("no lobby");
  return found;
}
function shownSeqs(): number[] {
  return seqs(lobby().log?.events ?? []);
}

/** Joined, with the lobby open at its newest page of 1 to `head`. */
async function online(head = 3): Promise<void> {
  session.rooms.activate("lobby");
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({ head, read: head })]));
  ports.wire.question("history").answer({ ok: true, events: saidAll(1, head), more: false });
  await ports.clock.advance(0);
}

async function reconnected(head: number, catchup?: object): Promise<void> {
  await ports.clock.advance(5_000);
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({ head, read: 3, unread: Math.max(0, head - 3) })]));
  if (catchup !== undefined) ports.wire.receive("catchup", catchup);
  await ports.clock.advance(0);
}

describe("joining", () => {
  it("asks with the nickname, and keeps who one is", async () => {
    await online();
    expect(ports.wire.auth).toEqual({ nickname: "ada", cursors: {} });
    expect(state().connection).toEqual({ state: "online", returned: false });
    expect(state().me?.nickname).toBe("ada");
    expect(JSON.parse(ports.keep.get("identity") ?? "")).toEqual({
      token: "token-of-u-ada",
      nickname: "ada",
    });
  });

  it("goes on as the same person after a reload", async () => {
    await online();
    const again = fakePorts(ports.keep);
    session = new Session(again);
    session.start();
    again.wire.connect();
    expect(again.wire.auth).toEqual({ token: "token-of-u-ada", nickname: "ada", cursors: {} });
  });

  it("refused shows the form with the reason and what is free", () => {
    session.join("ada");
    ports.wire.refuse({
      message: "taken",
      data: { code: "nickname_taken", suggestions: ["ada2"] },
    });
    expect(state().connection).toEqual({
      state: "signed_out",
      problem: { code: "nickname_taken", nickname: "ada", suggestions: ["ada2"] },
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

  it("with reset shows the newest page instead", async () => {
    await online();
    ports.wire.drop();
    await reconnected(2_000, {
      room: "lobby",
      events: saidAll(1_951, 2_000),
      head: 2_000,
      reset: true,
    });
    expect(shownSeqs()[0]).toBe(1_951);
    expect(lobby().log?.more).toBe(true);
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
    ports.wire.receive("moving", { delay_ms: 3_000 });
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
    ports.wire.receive("moving", { delay_ms: 1_000 });
    await ports.clock.advance(1_000);
    expect(ports.wire.opened).toBe(2);
  });
});

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

describe("sending", () => {
  const ack = (seq: number) => ({ ok: true, room: "lobby", seq, time: startMs });
  const own = (seq: number, nonce: string, text: string) =>
    message(seq, { user: "u-ada", nickname: "ada", nonce, text });

  it("shows the message at once, and once when it has arrived, whichever comes first", async () => {
    for (const order of ["event first", "answer first"]) {
      ports = fakePorts();
      session = new Session(ports);
      await online();
      session.sender.send("lobby", "hello");
      expect(state().outbox).toMatchObject([{ text: "hello", send: { kind: "sending" } }]);
      const question = ports.wire.question("message");
      expect(question.payload).toEqual({ room: "lobby", text: "hello", nonce: "n1" });
      if (order === "event first") ports.wire.receive("message", own(4, "n1", "hello"));
      await ports.clock.advance(0);
      question.answer(ack(4));
      await ports.clock.advance(0);
      if (order === "answer first") {
        expect(state().outbox).toMatchObject([{ send: { kind: "sent", seq: 4 } }]);
        ports.wire.receive("message", own(4, "n1", "hello"));
        await ports.clock.advance(0);
      }
      expect(state().outbox).toEqual([]);
      expect(shownSeqs()).toEqual([1, 2, 3, 4]);
      expect(ports.keep.keys().filter((key) => key.startsWith("outbox."))).toEqual([]);
    }
  });

  it("goes one after the other in a room", async () => {
    await online();
    session.sender.send("lobby", "one");
    session.sender.send("lobby", "two");
    expect(ports.wire.count("message")).toBe(1);
    ports.wire.question("message").answer(ack(4));
    await ports.clock.advance(0);
    expect(ports.wire.question("message").payload).toMatchObject({ text: "two" });
  });

  it("while away waits, and is sent once, in order, with its nonce", async () => {
    await online();
    session.sender.send("lobby", "under way");
    ports.wire.drop();
    session.sender.send("lobby", "while away");
    expect(ports.wire.count("message")).toBe(0);
    await reconnected(3);
    expect(ports.wire.question("message").payload).toEqual({
      room: "lobby",
      text: "under way",
      nonce: "n1",
    });
    ports.wire.question("message").answer(ack(4));
    await ports.clock.advance(0);
    expect(ports.wire.question("message").payload).toEqual({
      room: "lobby",
      text: "while away",
      nonce: "n2",
    });
    expect(ports.wire.count("message")).toBe(1);
  });

  it("whose answer was lost is not shown twice when the catch-up brings it", async () => {
    await online();
    session.sender.send("lobby", "hello");
    ports.wire.drop();
    const event = { type: "message", ...own(4, "n1", "hello") };
    await reconnected(4, { room: "lobby", events: [event], head: 4, reset: false });
    expect(state().outbox).toEqual([]);
    expect(shownSeqs()).toEqual([1, 2, 3, 4]);
    // The second try was on its way before the catch-up came: the server answers the same again.
    ports.wire.question("message").answer(ack(4));
    await ports.clock.advance(0);
    expect(state().outbox).toEqual([]);
  });

  it("survives a reload, and nothing is sent as somebody else", async () => {
    await online();
    ports.wire.drop();
    session.sender.send("lobby", "kept");
    for (const [user, kind] of [
      ["u-ada", "sending"],
      ["u-eve", "failed"],
    ] as const) {
      const again = fakePorts(new MemoryKeep());
      for (const [key, value] of ports.keep.kept) again.keep.set(key, value);
      const reloaded = new Session(again);
      reloaded.start();
      again.wire.connect();
      again.wire.receive("welcome", welcome([room({ head: 3 })], user));
      expect(reloaded.store.getState().outbox).toMatchObject([
        { nonce: "n1", text: "kept", send: { kind } },
      ]);
    }
  });

  it("too fast waits as long as it is told to", async () => {
    await online();
    session.sender.send("lobby", "hello");
    ports.wire
      .question("message")
      .answer({ ok: false, error: { code: "rate_limited", message: "", retry_after_ms: 3_000 } });
    await ports.clock.advance(2_900);
    expect(ports.wire.count("message")).toBe(0);
    await ports.clock.advance(200);
    expect(ports.wire.question("message").payload).toMatchObject({ nonce: "n1" });
  });

  it("without an answer is tried again with the same nonce", async () => {
    await online();
    session.sender.send("lobby", "hello");
    ports.wire.question("message").lose();
    await ports.clock.advance(1_100);
    expect(ports.wire.question("message").payload).toMatchObject({ nonce: "n1" });
  });

  it("refused for good keeps the text until the person decides", async () => {
    await online();
    session.sender.send("lobby", "hello");
    ports.wire
      .question("message")
      .answer({ ok: false, error: { code: "forbidden", message: "no" } });
    await ports.clock.advance(0);
    expect(state().outbox).toMatchObject([
      { text: "hello", send: { kind: "failed", problem: "forbidden" } },
    ]);
    session.sender.retry("n1");
    expect(ports.wire.question("message").payload).toMatchObject({ nonce: "n1" });
    ports.wire
      .question("message")
      .answer({ ok: false, error: { code: "forbidden", message: "no" } });
    await ports.clock.advance(0);
    session.sender.discard("n1");
    expect(state().outbox).toEqual([]);
    expect(ports.keep.get("outbox.n1")).toBeNull();
  });

  it("is bounded", async () => {
    await online();
    ports.wire.drop();
    for (let index = 0; index < 300; index += 1) session.sender.send("lobby", "x");
    expect(state().outbox).toHaveLength(200);
    expect(session.sender.isFull()).toBe(true);
  });

  it("done in another tab is done here", async () => {
    await online();
    ports.wire.drop();
    session.sender.send("lobby", "hello");
    session.sender.doneElsewhere("n1");
    expect(state().outbox).toEqual([]);
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
    ports.wire.question("read").answer({ ok: true, seq: 5, unread: 0 });
    await ports.clock.advance(1_000);
    expect(lobby()).toMatchObject({ read: 5, unread: 0 });
    expect(ports.wire.count("read")).toBe(0);
  });

  it("follows the same person in another tab, never backwards", async () => {
    await online();
    ports.wire.receive("message", message(4));
    ports.wire.receive("read", { room: "lobby", seq: 4, unread: 0 });
    expect(lobby()).toMatchObject({ read: 4, unread: 0 });
    ports.wire.receive("read", { room: "lobby", seq: 2, unread: 2 });
    expect(lobby()).toMatchObject({ read: 4, unread: 0 });
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
    const created = session.rooms.create("Garden");
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
