// Links into rooms and the rooms' audits, as the official client sees them: docs/protocol/events.md.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener, fails, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const named = (who) => ({ user: who.id, nickname: who.welcome.me.nickname });
const day = 86_400_000;

async function scene(t, names = { ada: "member", bob: "guest", cleo: "guest" }) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  return { server, ...(await peopleOf(t, server, names)) };
}
const cellarOf = async (who) => (await done(who, "create", { name: "Cellar", kind: "private", topic: "What ages" })).room.room;

test("a link shows a private room to a stranger and lets them in, in all their tabs", async (t) => {
  const { server, ada, bob } = await scene(t);
  const room = await cellarOf(ada);
  const { link, token } = await done(ada, "invite_link", { room, days: 2, uses: 3 });
  assert.match(token, /^[\w-]{22,}$/);
  assert.deepEqual(link, { id: link.id, room, by: named(ada), time: link.time, expires: link.time + 2 * day, uses: 0, uses_max: 3 });
  assert.deepEqual((await done(ada, "invite_links", { room })).links, [link], "without the token");

  const tab = new Listener(t, server.url, { token: bob.welcome.me.token });
  await tab.next("welcome");
  const look = { room, name: "Cellar", kind: "private", topic: "What ages", present: 1, joined: false, by: named(ada) };
  assert.deepEqual(await done(bob, "look_at_invite", { token }), { ok: true, ...look });
  await fails(bob.ask("join", { room }), "not_found");

  const joined = await done(bob, "join", { invite: token });
  assert.deepEqual([joined.room.room, joined.room.name, joined.room.host], [room, "Cellar", undefined]);
  const told = await ada.next("member_joined", ({ user, seq }) => user === bob.id && seq !== undefined);
  assert.deepEqual([told.seq, told.by], [2, undefined]);
  const change = await tab.next("room");
  assert.deepEqual([change.change, change.room.room], ["joined", room]);
  await done(bob, "message", { room, text: "found it" });

  assert.deepEqual(await done(bob, "look_at_invite", { token }), { ok: true, ...look, present: 2, joined: true });
  assert.equal((await done(bob, "join", { invite: token })).room.room, room, "a member uses nothing up");
  assert.equal((await done(ada, "invite_links", { room })).links[0].uses, 1);
});

test("a link is good as often as it says, and until it is taken back", async (t) => {
  const { ada, bob, cleo } = await scene(t);
  const room = await cellarOf(ada);
  const once = await done(ada, "invite_link", { room, uses: 1 });
  const answers = await Promise.all([bob, cleo].map((who) => who.ask("join", { invite: once.token })));
  assert.equal(answers.filter(({ ok }) => ok).length, 1, "of two at once one gets in");
  assert.equal(answers.find(({ ok }) => !ok).error.code, "link_invalid");
  const out = answers[0].ok ? cleo : bob;
  await fails(out.ask("look_at_invite", { token: once.token }), "link_invalid");

  const many = await done(ada, "invite_link", { room });
  assert.equal(many.link.uses_max, undefined);
  assert.equal(many.link.expires, many.link.time + 7 * day);
  assert.deepEqual(await done(ada, "revoke_invite_link", { room, id: many.link.id }), { ok: true });
  assert.deepEqual(await done(ada, "revoke_invite_link", { room, id: many.link.id }), { ok: true }, "a second time nothing happens");
  for (const token of [many.token, "nonsense", many.token.toUpperCase()]) {
    await fails(out.ask("look_at_invite", { token }), "link_invalid");
    await fails(out.ask("join", { invite: token }), "link_invalid");
  }
  assert.deepEqual((await done(ada, "invite_links", { room })).links, []);
});

test("who is banned stays out, and an archived room lets nobody in", async (t) => {
  const { ada, bob, cleo } = await scene(t);
  const room = await cellarOf(ada);
  const { token, link } = await done(ada, "invite_link", { room });
  await done(ada, "ban", { room, user: bob.id });
  await fails(bob.ask("join", { invite: token }), "banned");
  await done(ada, "archive", { room });
  await fails(cleo.ask("look_at_invite", { token }), "archived");
  await fails(cleo.ask("join", { invite: token }), "archived");
  await fails(ada.ask("invite_link", { room }), "archived");
  assert.deepEqual((await done(ada, "invite_links", { room })).links, [link]);
  await done(ada, "restore", { room });
  await done(cleo, "join", { invite: token });
});

test("a room keeps 50 links", async (t) => {
  const { ada } = await scene(t, { ada: "member" });
  const room = await cellarOf(ada);
  const made = [];
  for (let i = 0; i < 50; ++i) made.push((await done(ada, "invite_link", { room })).link);
  await fails(ada.ask("invite_link", { room }), "too_many_links");
  await done(ada, "revoke_invite_link", { room, id: made[7].id });
  await done(ada, "invite_link", { room });
  assert.equal((await done(ada, "invite_links", { room })).links.length, 50);
});

test("links and audits are there after the server was killed", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  const room = await cellarOf(ada);
  const { token, link } = await done(ada, "invite_link", { room, uses: 2 });
  await done(bob, "join", { invite: token });
  await server.end("SIGKILL");
  await server.start();
  const again = await person(t, server.url, undefined, { token: ada.welcome.me.token });
  assert.deepEqual((await done(again, "invite_links", { room })).links, [{ ...link, uses: 1 }]);
  const { entries } = await done(again, "room_audit", { room });
  assert.deepEqual(entries.map(({ number, deed, detail }) => [number, deed, detail]), [[1, "link_made", link.id]]);
  const back = await person(t, server.url, undefined, { token: cleo.welcome.me.token });
  await done(back, "join", { invite: token });
});

test("who did what to a room is there for its hosts, page by page", async (t) => {
  const { ada, bob, cleo } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(ada, "add", { room, user: bob.id });
  await done(cleo, "join", { room });
  const { seq } = await done(bob, "message", { room, text: "rude" });
  await done(ada, "delete", { room, target: seq });
  await done(ada, "host", { room, user: cleo.id, on: true });
  await done(cleo, "topic", { room, topic: "What grows" });
  await done(cleo, "topic", { room, topic: "" });
  await done(ada, "rename", { room, name: "Orchard" });
  const until = ada.welcome.server.time + day;
  await done(cleo, "ban", { room, user: bob.id, until, reason: "shouting" });
  await done(ada, "unban", { room, user: bob.id });
  await done(ada, "archive", { room });

  const first = await done(ada, "room_audit", { room, limit: 4 });
  assert.equal(first.more, true);
  const rest = await done(cleo, "room_audit", { room, before: first.entries.at(-1).number });
  assert.equal(rest.more, false);
  const entries = [...first.entries, ...rest.entries];
  for (const { time } of entries) assert.ok(Math.abs(time - Date.now()) < day);
  assert.deepEqual(entries.map(({ time: _, ...entry }) => entry), [
    { number: 9, by: named(ada), deed: "archived" },
    { number: 8, by: named(ada), deed: "ban_lifted", person: named(bob) },
    { number: 7, by: named(cleo), deed: "banned", person: named(bob), detail: "shouting", until },
    { number: 6, by: named(ada), deed: "renamed", detail: "Orchard" },
    { number: 5, by: named(cleo), deed: "topic_changed" },
    { number: 4, by: named(cleo), deed: "topic_changed", detail: "What grows" },
    { number: 3, by: named(ada), deed: "host_made", person: named(cleo) },
    { number: 2, by: named(ada), deed: "message_deleted", person: named(bob), detail: String(seq) },
    { number: 1, by: named(ada), deed: "added", person: named(bob) },
  ]);
  await fails(bob.ask("room_audit", { room }), "not_a_member");
});
