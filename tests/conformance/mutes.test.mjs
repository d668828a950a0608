// Mutes and slow mode, as the official client sees them: docs/protocol/events.md.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener, fails, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

const named = (who) => ({ user: who.id, nickname: who.welcome.me.nickname });
const hourMs = 3_600_000;

async function scene(t, names = { ada: "member", bob: "guest", mia: "moderator" }) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  const people = await peopleOf(t, server, names);
  const { room } = (await done(people.ada, "create", { name: "Garden" })).room;
  for (const who of Object.values(people)) await done(who, "join", { room });
  return { server, room, ...people };
}

test("who is muted writes nothing, in any tab, and is told until when", async (t) => {
  const { server, room, ada, bob, mia } = await scene(t);
  const tab = new Listener(t, server.url, { token: bob.welcome.me.token });
  await tab.next("welcome");
  const { seq: own } = await done(bob, "message", { room, text: "mine" });
  const end = Date.now() + hourMs;
  const { seq, time } = await done(ada, "mute", { room, user: bob.id, until: end });
  const told = { room, seq, ...named(bob), on: true, until: end, by: named(ada), time };
  for (const who of [ada, bob, mia, tab]) assert.deepEqual(await who.next("muted"), told);

  for (const who of [bob, tab]) {
    for (const [event, payload] of [
      ["message", { text: "x" }],
      ["message", { text: "x", reply_to: own }],
      ["edit", { target: own, text: "x" }],
      ["react", { target: own, emoji: "👍" }],
      ["typing", {}],
    ]) {
      const answer = await who.ask(event, { room, ...payload });
      assert.deepEqual({ ...answer.error, message: "" }, { code: "muted", message: "", until: end }, event);
      assert.match(answer.error.message, /^[A-Z].*\.$/);
    }
  }
  await done(bob, "read", { room, seq });
  await done(bob, "history", { room });
  await done(bob, "delete", { room, target: own });
  assert.equal((await done(ada, "mute", { room, user: bob.id, until: end })).seq, seq + 1, "what is so already: the newest seq");

  const { mutes } = await done(mia, "mutes", { room });
  assert.deepEqual(mutes, [{ ...named(bob), by: named(ada), time, until: end }]);
  const lifted = await done(mia, "unmute", { room, user: bob.id });
  assert.deepEqual(await bob.next("muted", ({ on }) => !on), { room, seq: lifted.seq, ...named(bob), on: false, by: named(mia), time: lifted.time });
  await done(bob, "message", { room, text: "again" });
  assert.deepEqual((await done(ada, "mutes", { room })).mutes, []);
});

test("a mute outlives leaving, a new connection and a restart, and ends by itself", async (t) => {
  const { server, room, ada, bob } = await scene(t);
  await done(ada, "mute", { room, user: bob.id });
  await done(bob, "leave", { room });
  const back = (await done(bob, "join", { room })).room;
  assert.equal(back.muted, true);
  assert.ok(!("muted_until" in back), "for ever");
  await fails(bob.ask("message", { room, text: "x" }), "muted");

  const end = Date.now() + hourMs;
  await done(ada, "mute", { room, user: bob.id, until: end });
  await server.end("SIGTERM");
  await server.start();
  const again = await person(t, server.url, undefined, { token: bob.welcome.me.token });
  const ofRoom = again.welcome.rooms.find((each) => each.room === room);
  assert.deepEqual([ofRoom.muted, ofRoom.muted_until], [true, end]);
  await fails(again.ask("message", { room, text: "x" }), "muted");

  const host = await person(t, server.url, undefined, { token: ada.welcome.me.token });
  const soon = Date.now() + 300;
  await done(host, "mute", { room, user: bob.id, until: soon });
  const refusal = await again.ask("message", { room, text: "x" });
  if (!refusal.ok) assert.equal(refusal.error.until, soon);
  await until(async () => (await again.ask("message", { room, text: "free" })).ok, "a message that is let through");
  assert.ok(Date.now() >= soon, "not before");
  assert.deepEqual((await done(host, "mutes", { room })).mutes, []);
});

test("only those below are muted, and only people who are known", async (t) => {
  const { room, ada, bob, mia } = await scene(t);
  await fails(bob.ask("mute", { room, user: ada.id }), "forbidden");
  await fails(ada.ask("mute", { room, user: mia.id }), "forbidden");
  await fails(ada.ask("mute", { room, user: ada.id }), "forbidden");
  await fails(ada.ask("mute", { room, user: "nobody" }), "no_such_person");
  await fails(ada.ask("mute", { room, user: bob.id, until: Date.now() - 1 }), "invalid_payload");
  await done(mia, "mute", { room, user: ada.id });
  await fails(ada.ask("unmute", { room, user: ada.id }), "forbidden");
  await fails(ada.ask("message", { room, text: "x" }), "muted");
});

test("in slow mode the next message comes so long after the last one", async (t) => {
  const { server, room, ada, bob } = await scene(t);
  const { seq, time } = await done(ada, "slow_mode", { room, seconds: 2 });
  assert.deepEqual(await bob.next("slow_mode"), { room, seq, ...named(ada), seconds: 2, time });
  const first = { room, text: "one", nonce: "n1" };
  const said = await done(bob, "message", first);
  const refusal = await bob.ask("message", { room, text: "two", nonce: "n2" });
  assert.equal(refusal.error.code, "slow_mode");
  assert.ok(refusal.error.retry_after_ms > 0 && refusal.error.retry_after_ms <= 2000, JSON.stringify(refusal));
  assert.deepEqual(await done(bob, "message", first), said, "the same again");
  for (const text of ["hosts", "do not wait"]) await done(ada, "message", { room, text });

  const second = await until(async () => {
    const answer = await bob.ask("message", { room, text: "two", nonce: "n2" });
    return answer.ok ? answer : assert.equal(answer.error.code, "slow_mode");
  }, "a message that is let through");
  assert.ok(second.time - said.time >= 1900, "it came so much later");

  const tab = new Listener(t, server.url, { token: bob.welcome.me.token });
  const { rooms } = await tab.next("welcome");
  assert.equal(rooms.find((each) => each.room === room).slow_mode, 2);
  await fails(bob.ask("slow_mode", { room, seconds: 0 }), "forbidden");
  await done(ada, "slow_mode", { room, seconds: 0 });
  for (const text of ["as", "they", "like"]) await done(bob, "message", { room, text });
  const { events } = await done(bob, "history", { room });
  assert.deepEqual(events.filter(({ type }) => type === "slow_mode").map(({ seconds }) => seconds), [2, 0]);
});
