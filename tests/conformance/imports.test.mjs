// A room that was exported is put into another server, by the command line and over REST: its log reads there as it did.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { Rest, refusalOf } from "../support_js/rest.mjs";
import { runParlor, startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";
import { until } from "../support_js/until.mjs";

const admin = (server, ...words) => runParlor(["admin", ...words, "--data", server.data]);
const doneBy = async (call) => {
  const { code, stdout, stderr } = await call;
  assert.equal(code, 0, stderr);
  return stdout;
};
const refusedBy = async (call) => {
  const { code, stderr } = await call;
  assert.equal(code, 1);
  return stderr;
};

async function exported(server, room, who) {
  const response = await fetch(`${server.url}/api/v1/rooms/${room}/export`, { headers: { Authorization: `Bearer ${who.welcome.me.token}` } });
  assert.equal(response.status, 200);
  return response.text();
}

/** A room in which something of every kind happened, as its export. */
async function exportOfEverything(t) {
  const server = await startParlor(t);
  const people = await peopleOf(t, server, { ada: "member", bob: "member", eve: "guest" });
  const { ada, bob, eve } = people;
  const { room } = (await done(ada, "create", { name: "Garden", topic: "What grows" })).room;
  for (const who of [bob, eve]) await done(ada, "add", { room, user: who.id });
  const first = await done(bob, "message", { room, text: "Tomatoes **and** beans? 🍅 " + "ü".repeat(3000) });
  const second = await done(ada, "message", { room, text: "Both.", reply_to: first.seq });
  const third = await done(bob, "message", { room, text: "gone soon" });
  await done(ada, "edit", { room, target: second.seq, text: "Both, and corn." });
  await done(bob, "delete", { room, target: third.seq });
  await done(eve, "react", { room, target: first.seq, emoji: "👍" });
  await done(ada, "host", { room, user: bob.id, on: true });
  await done(bob, "rename", { room, name: "Orchard" });
  await done(bob, "topic", { room, topic: "" });
  await done(ada, "kick", { room, user: eve.id });
  await done(ada, "archive", { room });
  await done(ada, "restore", { room });
  for (let i = 0; i < 600; ++i) await done(i % 2 ? ada : bob, "message", { room, text: `message ${i}` });
  return exported(server, room, ada);
}

/** What an event says, without who is meant by an id that is another one here. */
function told(event) {
  const { room: _, user: __, nonce: ___, by, quote, reactions, ...rest } = event;
  return {
    ...rest,
    ...(by ? { by: by.nickname } : {}),
    ...(quote ? { quote: { nickname: quote.nickname, text: quote.text } } : {}),
    ...(reactions ? { reactions: reactions.map((each) => ({ emoji: each.emoji, by: each.by.map(({ nickname }) => nickname) })) } : {}),
  };
}

test("a room comes whole from one server to another, by the command line", async (t) => {
  const text = await exportOfEverything(t);
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const before = lines.slice(1, -1);

  const server = await startParlor(t);
  const { max, ada } = await peopleOf(t, server, { max: "member", ada: "member" });
  const directory = await temporaryDirectory(t);
  const file = join(directory, "garden.jsonl");
  await writeFile(file, text);
  const stdout = await doneBy(admin(server, "import", file, "--host", "max"));
  assert.match(stdout, new RegExp(`^${before.length} events are in the private room "Orchard"\\. max is its host\\.`));

  await max.settled();
  const back = await person(t, server.url, undefined, { token: max.welcome.me.token });
  const found = back.welcome.rooms.find(({ name }) => name === "Orchard");
  assert.equal(found.kind, "private");
  assert.equal(found.host, true);
  assert.equal(found.unread, 0);
  const events = [];
  for (let after = 0; ; after = events.at(-1).seq) {
    const page = await done(back, "history", { room: found.room, after, limit: 200 });
    events.push(...page.events);
    if (!page.more) break;
  }
  assert.deepEqual(events.slice(0, before.length).map(told), before.map(told));
  assert.deepEqual(events.slice(before.length).map(({ type, nickname }) => [type, nickname]), [["member_joined", "max"], ["host", "max"]]);
  assert.ok(events.every(({ user }) => user !== ada.id), "nobody here wrote it");
  assert.equal((await ada.ask("history", { room: found.room })).error.code, "not_found");

  // It goes on, and survives a restart.
  await done(back, "message", { room: found.room, text: "and on" });
  await server.end("SIGKILL");
  await server.start();
  const again = await person(t, server.url, undefined, { token: max.welcome.me.token });
  const page = await done(again, "history", { room: found.room, limit: 1 });
  assert.equal(page.events[0].text, "and on");
  // The index follows the log, and may not have read all of it yet.
  await until(async () => (await done(again, "search", { query: "corn" })).hits.length === 1, "an imported message is found");
});

test("what is no whole export is refused, and nothing is made", async (t) => {
  const server = await startParlor(t);
  const { max } = await peopleOf(t, server, { max: "member" });
  const directory = await temporaryDirectory(t);
  const file = join(directory, "x.jsonl");
  const head = JSON.stringify({ type: "export", version: 1, room: { room: "r", name: "Garden", kind: "public", created: 1, head: 1 }, time: 1 });
  const message = JSON.stringify({ type: "message", seq: 1, time: 1, user: "u", nickname: "ada", text: "hello" });
  const end = JSON.stringify({ type: "end", events: 1 });
  for (const [text, why] of [
    ["", /no exported room/],
    ["hello", /Line 1 .* is no JSON/],
    [`${message}\n`, /no exported room/],
    [`${head}\n${message}\n`, /not whole/],
    [`${head}\n${end}\n`, /not whole/],
    [`${head}\n{"half`, /Line 2 .* is no JSON/],
  ]) {
    await writeFile(file, text);
    assert.match(await refusedBy(admin(server, "import", file, "--host", "max")), why);
  }
  assert.match(await refusedBy(admin(server, "import", join(directory, "none"), "--host", "max")), /Cannot read/);
  assert.match(await refusedBy(admin(server, "import", file)), /Something is missing/);
  await writeFile(file, `${head}\n${message}\n${end}\n`);
  assert.match(await refusedBy(admin(server, "import", file, "--host", "nemo")), /Nobody with an account/);
  assert.equal((await person(t, server.url, undefined, { token: max.welcome.me.token })).welcome.rooms.length, 1);
  await doneBy(admin(server, "import", file, "--host", "max", "--name", "Shed"));
  const rooms = (await person(t, server.url, undefined, { token: max.welcome.me.token })).welcome.rooms;
  assert.deepEqual(rooms.map(({ name }) => name).sort(), ["Lobby", "Shed"]);
});

test("over REST it is for those in charge", async (t) => {
  const server = await startParlor(t);
  const people = await peopleOf(t, server, { olga: "owner", adam: "admin", mona: "moderator", max: "member", gus: "guest" });
  const rest = new Rest(server.url);
  const ask = (who, resource, body) => rest.ask("POST", `admin/imports${resource}`, { token: people[who].welcome.me.token, body });
  for (const who of ["mona", "max", "gus"]) assert.deepEqual(refusalOf(await ask(who, "", { name: "Den" })), [403, "forbidden"], who);
  const events = [{ type: "message", seq: 1, time: 1, user: "u", nickname: "ada", text: "hello" }];
  for (const who of ["olga", "adam"]) {
    const begun = await ask(who, "", { name: "Den" });
    assert.equal(begun.status, 201, who);
    const { room } = begun.body.room;
    for (const other of ["mona", "max"]) assert.deepEqual(refusalOf(await ask(other, `/${room}/events`, { events })), [403, "forbidden"]);
    assert.deepEqual((await ask(who, `/${room}/events`, { events })).body, { head: 1 });
    assert.deepEqual((await ask(who, `/${room}/events`, { events })).body, { head: 1 }, "again is the same");
    assert.deepEqual(refusalOf(await ask(who, `/${room}/events`, { events: [{ ...events[0], seq: 3 }] })), [400, "import_invalid"]);
    assert.equal((await ask(who, `/${room}/end`, {})).status, 200);
    assert.deepEqual(refusalOf(await ask(who, `/${room}/end`, {})), [404, "not_found"]);
    const seen = await done(people[who], "history", { room });
    assert.deepEqual(seen.events.map(({ type }) => type), ["message", "member_joined", "host"]);
  }
  assert.deepEqual(refusalOf(await ask("olga", "/lobby/events", { events })), [404, "not_found"]);
});
