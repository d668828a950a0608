import { describe, expect, it } from "vitest";
import { messageOfPath, pathOfMessage, roomOfPath } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import * as changes from "../../src/state/changes.ts";
import { messageAt } from "../../src/state/room_log.ts";
import {
  change,
  changed,
  expired,
  message,
  room,
  said,
  saidAll,
  startMs,
  welcome,
} from "../support/events.ts";
import { fakePorts, MemoryKeep } from "../support/fake_ports.ts";
import { lobby, online, ports, reconnected, session, state } from "../support/session.ts";

const ack = (seq: number) => ({ ok: true, room: "lobby", seq, time: startMs });
const refusal = (code: string) => ({ ok: false, error: { code, message: code } });
const shownText = (seq: number) => {
  const { log } = lobby();
  return log === null ? undefined : messageAt(log, seq)?.text;
};

describe("changing a message", () => {
  it("is asked for, and over when the log shows it, whichever comes first", async () => {
    for (const order of ["event first", "answer first"]) {
      await online();
      session.changer.edit("lobby", 2, "better");
      const question = ports.wire.question("edit");
      expect(question.payload).toEqual({ room: "lobby", target: 2, text: "better" });
      const event = changed({ type: "edited", target: 2, text: "better" }, 4, "ada");
      if (order === "event first") ports.wire.receive("edited", event);
      await ports.clock.advance(0);
      question.answer(ack(4));
      await ports.clock.advance(0);
      if (order === "answer first") {
        expect(state().pending).toMatchObject([{ send: { kind: "sent", seq: 4 } }]);
        ports.wire.receive("edited", event);
        await ports.clock.advance(0);
      }
      expect([state().pending, shownText(2)]).toEqual([[], "better"]);
      expect(lobby().unread).toBe(0);
      session.signOut();
    }
  });

  it("says what it means of each kind", async () => {
    await online();
    session.changer.react("lobby", 1, "👍", true);
    session.changer.delete("lobby", 2);
    expect(ports.wire.question("react").payload).toEqual({
      room: "lobby",
      target: 1,
      emoji: "👍",
      on: true,
    });
    expect(ports.wire.question("delete").payload).toEqual({ room: "lobby", target: 2 });
  });

  it("while away waits, and is sent again after an answer was lost", async () => {
    await online();
    session.changer.edit("lobby", 2, "under way");
    ports.wire.drop();
    session.changer.react("lobby", 1, "👍", true);
    session.changer.react("lobby", 1, "👍", false);
    expect(ports.wire.count("react")).toBe(0);
    await reconnected(3);
    expect(ports.wire.question("edit").payload).toMatchObject({ text: "under way" });
    expect(ports.wire.count("react")).toBe(1);
    expect(ports.wire.question("react").payload).toMatchObject({ on: false });
  });

  it("refused says why and keeps the words, to be tried again or let go", async () => {
    await online();
    session.changer.edit("lobby", 2, "better");
    ports.wire.question("edit").answer(refusal("forbidden"));
    await ports.clock.advance(0);
    expect(state().pending).toMatchObject([
      { wish: { text: "better" }, send: { kind: "failed", problem: "forbidden" } },
    ]);
    const id = state().pending[0]?.id ?? 0;
    session.changer.retry(id);
    ports.wire.question("edit").answer(refusal("text_too_long"));
    await ports.clock.advance(0);
    session.changer.discard(id);
    expect(state().pending).toEqual([]);
  });

  it("of a message that somebody else deletes meanwhile is over", async () => {
    await online();
    session.changer.react("lobby", 2, "👍", true);
    ports.wire.question("react").answer(refusal("no_such_message"));
    ports.wire.receive("deleted", changed({ type: "deleted", target: 2 }, 4));
    await ports.clock.advance(0);
    expect(state().pending).toEqual([]);
  });

  it("in the past of a room is over when the message shows it", async () => {
    session.show("lobby", 10);
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 900, read: 900 })]));
    expect(ports.wire.question("history").payload).toMatchObject({ around: 10 });
    ports.wire
      .question("history")
      .answer({ ok: true, events: saidAll(1, 60), more: false, more_after: true });
    await ports.clock.advance(0);
    session.changer.react("lobby", 10, "👍", true);
    ports.wire.question("react").answer(ack(901));
    ports.wire.receive(
      "reacted",
      changed({ type: "reacted", target: 10, emoji: "👍", on: true }, 901, "ada"),
    );
    await ports.clock.advance(0);
    expect(state().pending).toEqual([]);
    const { log } = lobby();
    expect(log === null ? null : messageAt(log, 10)?.reactions).toHaveLength(1);

    // Away, and changes that no catch-up brings.
    ports.wire.drop();
    await reconnected(950);
    const question = ports.wire.question("history");
    expect(question.payload).toEqual({ room: "lobby", after: 0, limit: 200 });
    const fresh = said(10, { text: "while away", version: 940, edited: startMs });
    question.answer({
      ok: true,
      events: [...saidAll(1, 9), fresh, ...saidAll(11, 60)],
      more: true,
    });
    await ports.clock.advance(0);
    expect(shownText(10)).toBe("while away");
  });

  it("is bounded, and a text that is not taken stays in its field", async () => {
    await online();
    ports.wire.drop();
    for (let seq = 1; seq <= 300; seq += 1) session.changer.react("lobby", seq, "👍", true);
    expect(state().pending).toHaveLength(200);
    session.changer.startEdit("lobby", 2);
    session.changer.keepDraft("lobby", 2, "words");
    session.changer.edit("lobby", 2, "words");
    expect([lobby().editing, session.changer.draft("lobby", 2)]).toEqual([2, "words"]);
  });

  it("of another person's is not sent by whoever comes after", async () => {
    await online();
    ports.wire.drop();
    session.changer.react("lobby", 2, "👍", true);
    await ports.clock.advance(5_000);
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ head: 3 })], "u-eve"));
    expect([state().pending, ports.wire.count("react")]).toEqual([[], 0]);
  });
});

describe("what others do", () => {
  it("counts nothing as unread, and leaves the room's place alone", async () => {
    await online();
    ports.wire.receive("message", message(4));
    ports.wire.receive(
      "reacted",
      changed({ type: "reacted", target: 4, emoji: "👍", on: true }, 5),
    );
    ports.wire.receive("edited", changed({ type: "edited", target: 4, text: "x" }, 6));
    await ports.clock.advance(0);
    expect([lobby().unread, lobby().head, lobby().log?.last]).toEqual([1, 6, 6]);
  });

  it("while away is there after the catch-up", async () => {
    await online();
    ports.wire.drop();
    await reconnected(6, {
      room: "lobby",
      events: [
        change(4, { type: "edited", target: 1, text: "new" }),
        change(5, { type: "deleted", target: 2 }),
        said(6),
      ],
      head: 6,
      reset: false,
    });
    expect([shownText(1), shownText(2), shownText(6)]).toEqual(["new", "", "text 6"]);
  });

  it("that does not fit the protocol is asked for again", async () => {
    await online();
    ports.wire.receive("edited", { room: "lobby", seq: 4, target: "2" });
    ports.wire.receive("message", message(5));
    await ports.clock.advance(100);
    expect(ports.wire.question("history").payload).toMatchObject({ after: 3 });
  });
});

describe("answering", () => {
  const answers = { seq: 2, user: "u-bob", nickname: "bob" };
  const answer = () => session.change((before) => changes.answering(before, "lobby", answers));

  it("is said with the message, once, and kept over a reload", async () => {
    await online();
    answer();
    ports.wire.drop();
    session.sender.send("lobby", "to that");
    session.sender.send("lobby", "and this");
    expect(lobby().answers).toBeNull();
    const again = fakePorts(new MemoryKeep());
    for (const [key, value] of ports.keep.kept) again.keep.set(key, value);
    const reloaded = new Session(again);
    reloaded.start();
    again.wire.connect();
    again.wire.receive("welcome", welcome([room({ head: 3 })]));
    const question = again.wire.question("message");
    expect(question.payload).toMatchObject({ text: "to that", reply_to: 2 });
    question.answer(ack(4));
    await again.clock.advance(0);
    expect(again.wire.question("message").payload).not.toHaveProperty("reply_to");
  });

  it("what was deleted meanwhile is not said to be answered", async () => {
    await online();
    answer();
    ports.wire.receive("deleted", changed({ type: "deleted", target: 2 }, 4));
    await ports.clock.advance(0);
    session.sender.send("lobby", "to nothing");
    expect(ports.wire.question("message").payload).not.toHaveProperty("reply_to");
  });

  it("what turns out to be gone is tried again without", async () => {
    await online();
    answer();
    session.sender.send("lobby", "too late");
    ports.wire.question("message").answer(refusal("no_such_message"));
    await ports.clock.advance(0);
    expect(state().outbox).toMatchObject([{ send: { problem: "no_such_message" } }]);
    session.sender.retry("n1");
    expect(ports.wire.question("message").payload).toEqual({
      room: "lobby",
      text: "too late",
      nonce: "n1",
    });
  });
});

describe("one's newest message", () => {
  it("is the one that is not deleted, where the end is loaded", async () => {
    await online();
    const own = { user: "u-ada", nickname: "ada" };
    expect(changes.ownNewest(state(), "lobby")).toBeNull();
    for (const seq of [4, 5]) ports.wire.receive("message", message(seq, own));
    ports.wire.receive("deleted", changed({ type: "deleted", target: 5 }, 6, "ada"));
    await ports.clock.advance(0);
    expect(changes.ownNewest(state(), "lobby")).toBe(4);
  });
});

describe("a message's address", () => {
  it.each([
    ["/r/lobby/17", "lobby", 17],
    ["/r/lobby/17/", "lobby", 17],
    ["/r/lobby", "lobby", null],
    ["/r/lobby/0", null, null],
    ["/r/lobby/x", null, null],
    ["/r/lobby/1/2", null, null],
    ["/r/lobby/99999999999999999", null, null],
  ])("%s", (path, of, seq) => {
    expect([roomOfPath(path), messageOfPath(path)]).toEqual([of, seq]);
  });

  it("is the room's and its number", () => expect(pathOfMessage("lobby", 17)).toBe("/r/lobby/17"));

  it("opens the room around it, and where it is loaded asks for nothing", async () => {
    await online();
    session.show("lobby", 2);
    expect([state().jump, ports.wire.count("history")]).toEqual([{ room: "lobby", seq: 2 }, 0]);
  });

  it("asks for nothing where the message is gone", async () => {
    await online();
    ports.wire.receive("expired", expired(4, 2));
    await ports.clock.advance(0);
    session.show("lobby", 2);
    expect(ports.wire.count("history")).toBe(0);
    const { isLoaded } = changes;
    expect([isLoaded(state(), "lobby", 2), isLoaded(state(), "lobby", 9)]).toEqual([true, false]);
  });
});
