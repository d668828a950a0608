// Whom a message means, how that is counted, and how somebody sees a room, as the official client sees it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const room = "lobby";

async function scene(t) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  return { server, ...(await peopleOf(t, server, { ada: "member", bob: "member", cleo: "guest" })) };
}
const lobbyOf = (who) => who.welcome.rooms.find((each) => each.room === room);
const comeBack = (t, server, who, auth = {}) => person(t, server.url, undefined, { token: who.welcome.me.token, ...auth });
async function away(witness, who) {
  who.socket.disconnect();
  await witness.next("member_left", ({ user }) => user === who.id);
}

test("a live message names whom it means; history does not", async (t) => {
  const { ada, bob, cleo } = await scene(t);
  const { seq } = await done(ada, "message", { room, text: "hello @bob, @cleo, @ada, @nobody and `@bob`" });
  for (const who of [ada, bob, cleo]) {
    assert.deepEqual(new Set((await who.next("message", (m) => m.seq === seq)).mentions), new Set([bob.id, cleo.id]));
  }
  const plain = await done(ada, "message", { room, text: "hello" });
  assert.ok(!("mentions" in (await bob.next("message", (m) => m.seq === plain.seq))));
  const { events } = await done(bob, "history", { room });
  assert.ok(events.every((event) => !("mentions" in event)));
});

test("mentions are counted from the welcome on, in every tab, until they are read", async (t) => {
  const { server, ada, bob } = await scene(t);
  await away(ada, bob);
  const first = await done(ada, "message", { room, text: "where are you, @bob?" });
  const second = await done(ada, "message", { room, text: "@Bob!" });
  await done(ada, "message", { room, text: "hm" });

  const again = await comeBack(t, server, bob);
  assert.deepEqual([lobbyOf(again).mentions, lobbyOf(again).unread], [2, 3]);
  const tab = await comeBack(t, server, bob);
  assert.deepEqual(await done(again, "read", { room, seq: first.seq }), { ok: true, seq: first.seq, unread: 2, mentions: 1 });
  assert.deepEqual(await tab.next("read"), { room, seq: first.seq, unread: 2, mentions: 1 });
  assert.deepEqual(await done(again, "read", { room, seq: second.seq }), { ok: true, seq: second.seq, unread: 1, mentions: 0 });
  assert.ok(!("mentions" in lobbyOf(await comeBack(t, server, bob))));
});

test("counts and preferences survive a restart of the server", async (t) => {
  const { server, ada, bob } = await scene(t);
  await done(bob, "prefer", { room, level: "nothing", favourite: true });
  await done(ada, "message", { room, text: "one for @bob" });
  await done(ada, "message", { room, text: "two for @bob" });
  await server.restart("SIGKILL");
  const again = await comeBack(t, server, bob);
  const { mentions, unread, level, favourite } = lobbyOf(again);
  assert.deepEqual({ mentions, unread, level, favourite }, { mentions: 2, unread: 2, level: "nothing", favourite: true });
});

test("what is missed with a cursor is counted, and what follows", async (t) => {
  const { server, ada, bob } = await scene(t);
  await away(ada, bob);
  const { seq } = await done(ada, "message", { room, text: "one for @bob" });
  const again = await comeBack(t, server, bob, { cursors: { [room]: 0 } });
  assert.equal(lobbyOf(again).mentions, 1);
  const { events } = await again.next("catchup");
  assert.equal(events.at(-1).seq, seq);
  await done(ada, "message", { room, text: "two for @bob" });
  assert.deepEqual((await again.next("message")).mentions, [bob.id]);
  assert.equal((await done(again, "read", { room, seq })).mentions, 1);
});

test("writing reads what was before", async (t) => {
  const { server, ada, bob } = await scene(t);
  await done(ada, "message", { room, text: "hello @bob" });
  await done(bob, "message", { room, text: "hello" });
  assert.ok(!("mentions" in lobbyOf(await comeBack(t, server, bob))));
});

test("nobody is meant in a room that they are not in", async (t) => {
  const { ada, bob } = await scene(t);
  const { room: cellar } = (await done(ada, "create", { name: "Cellar", kind: "private" })).room;
  const { seq } = await done(ada, "message", { room: cellar, text: "do not tell @bob" });
  assert.ok(!("mentions" in (await ada.next("message", (m) => m.seq === seq))));
  await done(ada, "add", { room: cellar, user: bob.id });
  const { room: view } = await bob.next("room");
  assert.ok(!("mentions" in view));
});

test("preferences reach the person's other connections alone, and what is left out stays", async (t) => {
  const { server, ada, bob } = await scene(t);
  const tab = await comeBack(t, server, ada);
  await done(ada, "prefer", { room, level: "mentions" });
  const first = await tab.next("room");
  assert.equal(first.change, "preferred");
  assert.deepEqual([first.room.room, first.room.level, first.room.favourite], [room, "mentions", undefined]);
  await done(ada, "prefer", { room, favourite: true });
  const second = await tab.next("room", (change) => change.room.favourite);
  assert.equal(second.room.level, "mentions");
  await done(ada, "prefer", { room, level: "usual", favourite: false });
  const third = await comeBack(t, server, ada);
  assert.ok(!("level" in lobbyOf(third)) && !("favourite" in lobbyOf(third)));
  await bob.settled();
  assert.equal(bob.count("room"), 0);
  assert.equal(ada.count("room"), 0);
});

test("what is no preference is refused", async (t) => {
  const { ada } = await scene(t);
  await fails(ada.ask("prefer", { level: "all" }), "invalid_payload");
  await fails(ada.ask("prefer", { room, level: "loud" }), "invalid_payload");
  await fails(ada.ask("prefer", { room, favourite: 1 }), "invalid_payload");
  await fails(ada.ask("prefer", { room: "nowhere", level: "all" }), "not_found");
});

test("twenty are meant at most, and a long list of names harms nobody", async (t) => {
  const { server, ada } = await scene(t);
  const crowd = await Promise.all(Array.from({ length: 25 }, (_, i) => person(t, server.url, `guest ${i}`)));
  const text = Array.from(crowd, (_, i) => `@"guest ${i}"`).join(" ");
  const { seq } = await done(ada, "message", { room, text });
  const { mentions } = await ada.next("message", (m) => m.seq === seq);
  assert.equal(mentions.length, 20);
  assert.equal(new Set(mentions).size, 20);
  const longest = await done(ada, "message", { room, text: "@x ".repeat(1300) });
  assert.ok(longest.seq > seq);
});
