import { describe, expect, it } from "vitest";
import { Session } from "../../src/client/session.ts";
import { message, room, startMs, welcome } from "../support/events.ts";
import { fakePorts, MemoryKeep } from "../support/fake_ports.ts";
import {
  begin,
  online,
  ports,
  reconnected,
  session,
  shownSeqs,
  state,
} from "../support/session.ts";

describe("sending", () => {
  const ack = (seq: number) => ({ ok: true, room: "lobby", seq, time: startMs });
  const own = (seq: number, nonce: string, text: string) =>
    message(seq, { user: "u-ada", nickname: "ada", nonce, text });

  it("shows the message at once, and once when it has arrived, whichever comes first", async () => {
    for (const order of ["event first", "answer first"]) {
      begin();
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
