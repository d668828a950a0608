// What people take away: a room's log as JSON Lines and as a page, and all that is their own. Who may is the table's
// row `export_room`, tried here for every rank and kind of room.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { person } from "../support_js/listener.mjs";
import { done, peopleOf, serverRanks } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const { roles: ranks, actions } = JSON.parse(await readFile(new URL("../../docs/protocol/permissions.json", import.meta.url), "utf8"));

const fetchExport = (server, resource, token) => fetch(`${server.url}/api/v1/${resource}`, { headers: { Authorization: `Bearer ${token}` } });
const tokenOf = (who) => who.welcome.me.token;
const roomExport = (server, room, who, form = "") => fetchExport(server, `rooms/${room}/export${form}`, tokenOf(who));

async function linesOf(response) {
  assert.equal(response.status, 200);
  const text = await response.text();
  assert.ok(text.endsWith("\n"));
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  return { first: lines[0], events: lines.slice(1, -1), last: lines.at(-1) };
}

async function historyOf(who, room) {
  const events = [];
  for (let after = 0; ; after = events.at(-1).seq) {
    const page = await done(who, "history", { room, after, limit: 200 });
    events.push(...page.events);
    if (!page.more) return events;
  }
}

test("a log comes whole, as history has it, however long it is", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const { room } = (await done(ada, "create", { name: "Garden", topic: "What grows" })).room;
  await done(bob, "join", { room });
  const posts = [];
  for (let i = 0; i < 450; ++i) posts.push(done(i % 2 ? ada : bob, "message", { room, text: `message ${i} ${"x".repeat(i % 7 === 0 ? 3000 : 3)}` }));
  const seqs = (await Promise.all(posts)).map(({ seq }) => seq);
  await done(bob, "edit", { room, target: seqs[0], text: "mended" });
  await done(bob, "delete", { room, target: seqs[2] });
  await done(ada, "react", { room, target: seqs[4], emoji: "👍" });
  await done(ada, "rename", { room, name: "Orchard" });

  const response = await roomExport(server, room, ada);
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  assert.equal(response.headers.get("content-disposition"), `attachment; filename="parlor-${room}.jsonl"`);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const { first, events, last } = await linesOf(response);
  assert.equal(first.type, "export");
  assert.equal(first.room.name, "Orchard");
  assert.equal(first.room.topic, "What grows");
  assert.equal(first.by.nickname, "ada");
  assert.deepEqual(events, await historyOf(ada, room));
  assert.deepEqual(events.map(({ seq }) => seq), Array.from({ length: first.room.head }, (_, i) => i + 1));
  assert.deepEqual(last, { type: "end", events: first.room.head });
});

test("who may have a log is what the table says", async (t) => {
  const server = await startParlor(t);
  const actors = Object.fromEntries(ranks.map((rank) => [`actor-${rank}`, rank === "host" ? "guest" : rank]));
  const people = await peopleOf(t, server, { founder: "member", ...actors });
  const { founder } = people;
  const rooms = {};
  for (const kind of ["public", "private"]) {
    rooms[kind] = (await done(founder, "create", { name: `Room ${kind}`, kind })).room.room;
    for (const rank of ranks) await done(founder, "add", { room: rooms[kind], user: people[`actor-${rank}`].id });
    await done(founder, "host", { room: rooms[kind], user: people["actor-host"].id, on: true });
  }
  rooms.direct = (await done(founder, "direct", { users: serverRanks.map((rank) => people[`actor-${rank}`].id) })).room.room;
  let cells = 0;
  for (const [kind, room] of Object.entries(rooms)) {
    const least = ranks.indexOf(actions.export_room[kind]);
    for (const rank of kind === "direct" ? serverRanks : ranks) {
      ++cells;
      const response = await roomExport(server, room, people[`actor-${rank}`]);
      assert.equal(response.status, ranks.indexOf(rank) >= least ? 200 : 403, `${rank} in a ${kind} room`);
      await response.text();
    }
  }
  assert.equal(cells, 17);

  // From outside: a public room refuses, any other is not there, for the owner too.
  for (const rank of serverRanks) {
    const actor = people[`actor-${rank}`];
    for (const room of [rooms.public, rooms.private]) await done(actor, "leave", { room });
    const answers = [];
    for (const room of [rooms.public, rooms.private, "nowhere"]) {
      const response = await roomExport(server, room, actor);
      answers.push([response.status, (await response.json()).error.code]);
    }
    assert.deepEqual(answers, [[403, "forbidden"], [404, "not_found"], [404, "not_found"]], rank);
  }
  assert.equal((await fetchExport(server, `rooms/${rooms.public}/export`, "nobody")).status, 401);
  assert.equal((await roomExport(server, rooms.public, founder, "?form=pdf")).status, 400);
});

test("a page to read has the log and nothing that runs", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const { room } = (await done(ada, "create", { name: "<b>Garden</b>" })).room;
  const { seq } = await done(ada, "message", { room, text: "<script>alert(1)</script>" });
  await done(ada, "message", { room, text: "an answer", reply_to: seq });
  const response = await roomExport(server, room, ada, "?form=html");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(response.headers.get("content-security-policy"), /default-src 'none'.*sandbox/);
  const page = await response.text();
  assert.match(page, /<h1>&lt;b&gt;Garden&lt;\/b&gt;<\/h1>/);
  assert.ok(page.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
  assert.doesNotMatch(page, /<script/);
  assert.match(page, new RegExp(`<a href="#m${seq}">ada</a>`));
  assert.match(page, /<\/html>\s*$/);
});

test("own data are all that one said, also where one is no more, and nothing of others", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(bob, "join", { room });
  const { seq } = await done(ada, "message", { room, text: "a word of ada's" });
  const mine = await done(bob, "message", { room, text: "mine", reply_to: seq });
  await done(ada, "react", { room, target: mine.seq, emoji: "👍" });
  await done(bob, "message", { room: "lobby", text: "in the lobby" });
  await done(ada, "kick", { room, user: bob.welcome.me.user });

  const response = await fetchExport(server, "me/export", tokenOf(bob));
  const text = await response.clone().text();
  const { first, events, last } = await linesOf(response);
  assert.equal(first.me.nickname, "bob");
  assert.deepEqual(first.rooms.map((each) => each.room), ["lobby"]);
  assert.deepEqual(events.map((each) => each.text).sort(), ["in the lobby", "mine"]);
  assert.deepEqual(last, { type: "end", messages: 2 });
  assert.ok(!text.includes("a word of ada's"));
  assert.ok(!text.includes("👍"));
  assert.ok(!text.includes(tokenOf(bob)));
});
