// Whom somebody ignores, and whom `@here` means, as the official client sees it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { Rest } from "../support_js/rest.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const room = "lobby";

async function scene(t) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  return { server, ...(await peopleOf(t, server, { ada: "member", bob: "member", cleo: "guest" })) };
}
const lobbyOf = (who) => who.welcome.rooms.find((each) => each.room === room);
const comeBack = (t, server, who, auth = {}) => person(t, server.url, undefined, { token: who.welcome.me.token, ...auth });
const named = (who, nickname) => ({ user: who.id, nickname });

test("who is ignored is told to the person's other connections, and to nobody else", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  assert.ok(!("ignored" in ada.welcome), "nobody at first");
  const tab = await comeBack(t, server, ada);
  assert.deepEqual(await done(ada, "ignore", { user: bob.id }), { ok: true, people: [named(bob, "bob")] });
  assert.deepEqual(await tab.next("ignored"), { people: [named(bob, "bob")] });
  const both = [named(cleo, "cleo"), named(bob, "bob")];
  assert.deepEqual((await done(tab, "ignore", { user: cleo.id, on: true })).people, both);
  assert.deepEqual(await ada.next("ignored"), { people: both });
  assert.deepEqual((await done(ada, "ignore", { user: bob.id })).people, both, "is so already");
  assert.deepEqual((await comeBack(t, server, ada)).welcome.ignored, both);
  assert.deepEqual((await done(ada, "ignore", { user: cleo.id, on: false })).people, [named(bob, "bob")]);
  assert.deepEqual((await done(ada, "ignore", { user: bob.id, on: false })).people, []);
  assert.ok(!("ignored" in (await comeBack(t, server, ada)).welcome));
  for (const other of [bob, cleo]) {
    await other.settled();
    assert.equal(other.count("ignored"), 0);
  }
});

test("what cannot be is refused", async (t) => {
  const { ada, bob } = await scene(t);
  await fails(ada.ask("ignore", { user: ada.id }), "forbidden");
  await fails(ada.ask("ignore", { user: "nobody" }), "no_such_person");
  await fails(ada.ask("ignore", {}), "invalid_payload");
  await fails(ada.ask("ignore", { user: bob.id, on: "yes" }), "invalid_payload");
  await fails(ada.ask("ignore", { user: "x".repeat(33) }), "invalid_payload");
});

test("two hundred can be ignored and no more", async (t) => {
  const { server, ada, bob } = await scene(t);
  const guests = await Promise.all(Array.from({ length: 200 }, (_, i) => person(t, server.url, `guest ${i}`)));
  for (const guest of guests) await done(ada, "ignore", { user: guest.welcome.me.user });
  await fails(ada.ask("ignore", { user: bob.id }), "too_many_ignored");
  await done(ada, "ignore", { user: guests[0].welcome.me.user, on: false });
  assert.equal((await done(ada, "ignore", { user: bob.id })).people.length, 200);
});

test("messages of who is ignored come as ever, and do not count as meaning those who ignore", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  await done(ada, "ignore", { user: bob.id });
  const { seq } = await done(bob, "message", { room, text: "hello @ada and @cleo" });
  for (const who of [ada, bob, cleo]) {
    assert.deepEqual(new Set((await who.next("message", (m) => m.seq === seq)).mentions), new Set([ada.id, cleo.id]));
  }
  const again = await comeBack(t, server, ada);
  assert.deepEqual([lobbyOf(again).mentions, lobbyOf(again).unread], [undefined, 1]);
  assert.equal((await done(cleo, "read", { room, seq: 0 })).mentions, 1);
  await done(cleo, "message", { room, text: "hello @ada" });
  assert.equal((await done(ada, "read", { room, seq: 0 })).mentions, 1);
});

test("an ignored person can begin a conversation and add whoever ignores them", async (t) => {
  const { ada, bob } = await scene(t);
  await done(ada, "ignore", { user: bob.id });
  const direct = (await done(bob, "direct", { users: [ada.id] })).room.room;
  assert.equal((await ada.next("room")).room.room, direct);
  await done(bob, "message", { room: direct, text: "psst" });
  const { room: garden } = (await done(bob, "create", { name: "Garden", kind: "private" })).room;
  await done(bob, "add", { room: garden, user: ada.id });
  assert.equal((await ada.next("room", (change) => change.room.room === garden)).change, "joined");
});

test("it survives a killed server and becoming an account", async (t) => {
  const { server, bob, cleo } = await scene(t);
  await done(cleo, "ignore", { user: bob.id });
  await server.restart("SIGKILL");
  const again = await comeBack(t, server, cleo);
  assert.deepEqual(again.welcome.ignored, [named(bob, "bob")]);
  const { status, body } = await new Rest(server.url).register("cleo", "correct horse battery", { token: again.welcome.me.token });
  assert.equal(status, 201, JSON.stringify(body));
  const account = await person(t, server.url, undefined, { token: body.token });
  assert.equal(account.welcome.me.user, cleo.id);
  assert.deepEqual(account.welcome.ignored, [named(bob, "bob")]);
  const talker = await comeBack(t, server, bob);
  await done(talker, "message", { room, text: "@cleo" });
  assert.equal((await done(account, "read", { room, seq: 0 })).mentions, 0);
});

test("@here means whoever is there, each once, and nobody who is away", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  bob.socket.disconnect();
  await ada.next("member_left", ({ user }) => user === bob.id);
  const { seq } = await done(ada, "message", { room, text: "tea is ready, @here and @cleo" });
  assert.deepEqual((await cleo.next("message", (m) => m.seq === seq)).mentions, [cleo.id]);
  const again = await comeBack(t, server, bob);
  assert.ok(!("mentions" in lobbyOf(again)));
  const both = await done(ada, "message", { room, text: "@here" });
  const { mentions } = await again.next("message", (m) => m.seq === both.seq);
  assert.deepEqual(new Set(mentions), new Set([bob.id, cleo.id]));
  for (const text of ["`@here`", "@Here", '@"here"', "we@here"]) {
    const said = await done(ada, "message", { room, text });
    assert.ok(!("mentions" in (await ada.next("message", (m) => m.seq === said.seq))), text);
  }
  assert.equal((await done(cleo, "read", { room, seq: 0 })).mentions, 2);
});
