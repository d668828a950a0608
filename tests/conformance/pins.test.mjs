// Pinned messages, and what messages read before, as the official client sees them (docs/protocol/events.md).
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener, fails, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const meOf = (listener) => ({ user: listener.welcome.me.user, nickname: listener.welcome.me.nickname });
const pinned = async (listener, room) => (await done(listener, "pins", { room })).pins.map(({ message }) => message.seq);

/** Ada made the room Garden, and bob is in it. */
async function garden(t) {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(bob, "join", { room });
  return { server, ada, bob, room };
}

test("a pin is told to everybody, kept, listed as the message reads now, and taken back", async (t) => {
  const { server, ada, bob, room } = await garden(t);
  const { seq: target } = await done(bob, "message", { room, text: "the rulse", nonce: "n1" });
  const pin = await done(ada, "pin", { room, target });
  assert.deepEqual(Object.keys(pin).sort(), ["ok", "room", "seq", "time"]);
  for (const listener of [ada, bob]) {
    assert.deepEqual(await listener.next("pinned"), { room, seq: pin.seq, target, ...meOf(ada), on: true, time: pin.time });
  }
  assert.equal((await done(ada, "pin", { room, target })).seq, pin.seq, "what is so already is ok");
  await done(bob, "edit", { room, target, text: "the rules" });
  await done(bob, "react", { room, target, emoji: "👍" });

  const check = async (listener) => {
    const { pins, more } = await done(listener, "pins", { room });
    assert.equal(more, undefined);
    const { events } = await done(listener, "history", { room, around: target, limit: 1 });
    assert.deepEqual(pins, [{ message: events[0], by: meOf(ada), time: pin.time }]);
    assert.equal(pins[0].message.text, "the rules");
    assert.equal(pins[0].message.reactions.length, 1);
  };
  await check(bob);
  await server.restart("SIGKILL");
  const back = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { [room]: target } });
  const { events } = await back.next("catchup");
  assert.deepEqual(events.map(({ type, target: about, on }) => [type, about, on]), [["pinned", target, true], ["edited", target, undefined], ["reacted", target, true]]);
  await check(back);

  const host = new Listener(t, server.url, { token: ada.welcome.me.token });
  await host.next("welcome");
  const unpin = await done(host, "unpin", { room, target });
  assert.deepEqual(await back.next("pinned", ({ on }) => !on), { room, seq: unpin.seq, target, ...meOf(ada), on: false, time: unpin.time });
  assert.deepEqual(await pinned(back, room), []);
  assert.equal((await done(host, "unpin", { room, target })).seq, unpin.seq);
});

test("the last pinned come first, fifty of a room, and a deleted message is none of them", async (t) => {
  const { ada, bob, room } = await garden(t);
  const seqs = [];
  for (let i = 0; i <= 50; ++i) seqs.push((await done(bob, "message", { room, text: `message ${i}` })).seq);
  const one = seqs.pop();
  for (const target of seqs) await done(ada, "pin", { room, target });
  const refusal = await fails(ada.ask("pin", { room, target: one }), "too_many_pins");
  assert.match(refusal.message, /Unpin/);
  assert.deepEqual(await pinned(bob, room), seqs.toReversed());
  await done(bob, "delete", { room, target: seqs[10] });
  assert.deepEqual(await pinned(bob, room), seqs.toSpliced(10, 1).toReversed());
  await done(ada, "pin", { room, target: one });
  assert.equal((await pinned(bob, room))[0], one);
  await bob.settled();
  assert.equal(bob.count("pinned"), 51, "the deletion is the only event about that");
});

test("very long pins end the list before it is too heavy, and it says so", async (t) => {
  const { ada, room } = await garden(t);
  const seqs = [];
  for (let i = 0; i < 50; ++i) {
    const { seq } = await done(ada, "message", { room, text: "🙂".repeat(4000) });
    await done(ada, "pin", { room, target: seq });
    seqs.push(seq);
  }
  const answer = await done(ada, "pins", { room });
  assert.equal(answer.more, true);
  assert.ok(answer.pins.length > 5);
  assert.deepEqual(answer.pins.map(({ message }) => message.seq), seqs.toReversed().slice(0, answer.pins.length));
  assert.ok(Buffer.byteLength(JSON.stringify(answer)) <= 256 * 1024 + 100);
});

test("what a message read before is told to its author and to hosts, and of a deleted one nothing", async (t) => {
  const server = await startParlor(t);
  const people = await peopleOf(t, server, { founder: "member", author: "guest", other: "guest", warden: "moderator" });
  const { founder, author, other, warden } = people;
  const { room } = (await done(founder, "create", { name: "Garden" })).room;
  for (const somebody of [author, other, warden]) await done(somebody, "join", { room });
  const said = await done(author, "message", { room, text: "helo" });
  const target = said.seq;
  const first = await done(author, "edit", { room, target, text: "hello" });
  await done(other, "react", { room, target, emoji: "👍" });
  const second = await done(author, "edit", { room, target, text: "hello!" });
  const expected = {
    ok: true,
    user: author.id,
    versions: [
      { seq: target, time: said.time, text: "helo" },
      { seq: first.seq, time: first.time, text: "hello" },
      { seq: second.seq, time: second.time, text: "hello!" },
    ],
  };
  for (const somebody of [author, founder, warden]) assert.deepEqual(await somebody.ask("versions", { room, target }), expected);
  await fails(other.ask("versions", { room, target }), "forbidden");
  await fails(author.ask("versions", { room, target: first.seq }), "no_such_message");
  await fails(author.ask("versions", { room: "nowhere", target }), "not_found");

  await done(author, "leave", { room });
  await fails(author.ask("versions", { room, target }), "not_a_member");
  await done(author, "join", { room });
  await done(author, "delete", { room, target });
  for (const somebody of [author, founder]) await fails(somebody.ask("versions", { room, target }), "no_such_message");
});

test("an archived room shows its pins and takes none", async (t) => {
  const { ada, bob, room } = await garden(t);
  const { seq: target } = await done(bob, "message", { room, text: "the rules" });
  const { seq: later } = await done(bob, "message", { room, text: "more" });
  await done(ada, "pin", { room, target });
  await done(ada, "archive", { room });
  await fails(ada.ask("pin", { room, target: later }), "archived");
  await fails(ada.ask("unpin", { room, target }), "archived");
  assert.deepEqual(await pinned(bob, room), [target]);
  assert.equal((await done(bob, "versions", { room, target })).versions.length, 1);
});
