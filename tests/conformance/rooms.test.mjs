// Private and direct rooms, hosts, topics, archives and bans, as the official client sees them: docs/protocol/events.md.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener, fails, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

const named = (who) => ({ user: who.id, nickname: who.welcome.me.nickname });
const profile = (who) => {
  const { token: _, ...me } = who.welcome.me;
  return me;
};
const namesOf = (people) => people.map(({ nickname }) => nickname);

async function scene(t, names = { ada: "member", bob: "guest", cleo: "guest" }) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  return { server, ...(await peopleOf(t, server, names)) };
}

test("a private room is made with a topic, and people are added to it in all their tabs", async (t) => {
  const { server, ada, bob } = await scene(t);
  const created = (await done(ada, "create", { name: "Cellar", kind: "private", topic: " What ages " })).room;
  assert.deepEqual(created, {
    room: created.room, name: "Cellar", kind: "private", head: 1, read: 1, unread: 0, present: 1, topic: "What ages", host: true,
  });
  const { room } = created;
  await done(ada, "message", { room, text: "for later" });

  const tab = new Listener(t, server.url, { token: bob.welcome.me.token });
  await tab.next("welcome");
  const added = await done(ada, "add", { room, user: bob.id });
  assert.deepEqual([added.room, added.seq], [room, 3]);
  const joined = await ada.next("member_joined", ({ seq }) => seq === 3);
  assert.deepEqual(joined, { room, seq: 3, ...named(bob), time: added.time, present: 2, by: named(ada) });
  for (const each of [bob, tab]) {
    const change = await each.next("room");
    assert.equal(change.change, "joined");
    assert.deepEqual(change.by, named(ada));
    const { read, unread, ...rest } = change.room;
    assert.deepEqual(rest, { room, name: "Cellar", kind: "private", head: 2, present: 2, topic: "What ages" });
    assert.deepEqual(await each.next("member_joined", ({ seq }) => seq === 3), joined, "what follows that head comes live");
  }
  const { events } = await done(bob, "history", { room });
  assert.deepEqual(events.map(({ type }) => type), ["member_joined", "message", "member_joined"], "all of its history");
  assert.deepEqual(events[2].by, named(ada));
  await done(bob, "message", { room, text: "thanks" });
  assert.equal((await tab.next("message")).text, "thanks");

  assert.equal((await done(ada, "add", { room, user: bob.id })).seq, 4, "a second time nothing happens");
  await fails(ada.ask("add", { room, user: "nobody" }), "no_such_person");
});

test("somebody who is away is added, and finds the room when they come", async (t) => {
  const { server, ada, bob } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Cellar", kind: "private" })).room;
  bob.socket.disconnect();
  await ada.next("member_left", ({ user }) => user === bob.id);
  await done(ada, "add", { room, user: bob.id });
  const again = await person(t, server.url, undefined, { token: bob.welcome.me.token });
  const found = again.welcome.rooms.find((each) => each.room === room);
  assert.deepEqual([found.name, found.kind, found.head], ["Cellar", "private", 2]);
  await done(ada, "message", { room, text: "welcome" });
  assert.equal((await again.next("message")).text, "welcome");
});

test("who was kicked may come again, who is banned may not until the ban is lifted or over", async (t) => {
  const { ada, bob } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(bob, "join", { room });
  const kicked = await done(ada, "kick", { room, user: bob.id });
  const { change, room: left, by } = await bob.next("room", (payload) => payload.change === "left");
  assert.deepEqual([change, left.room, by], ["left", room, named(ada)]);
  assert.deepEqual((await ada.next("member_left", ({ seq }) => seq === kicked.seq)).by, named(ada));
  await fails(bob.ask("message", { room, text: "x" }), "not_a_member");
  await fails(ada.ask("kick", { room, user: bob.id }), "no_such_person");
  await done(bob, "join", { room });

  const until = ada.welcome.server.time + 86_400_000;
  assert.deepEqual(await done(ada, "ban", { room, user: bob.id, until, reason: " shouting " }), { ok: true });
  await fails(bob.ask("join", { room }), "banned");
  await fails(ada.ask("add", { room, user: bob.id }), "banned");
  const { bans } = await done(ada, "bans", { room });
  assert.deepEqual(bans, [{ ...named(bob), by: named(ada), time: bans[0].time, until, reason: "shouting" }]);
  const past = await fails(ada.ask("ban", { room, user: bob.id, until: 1 }), "invalid_payload");
  assert.match(past.message, /until/);
  await done(ada, "ban", { room, user: bob.id });
  const [forEver, ...others] = (await done(ada, "bans", { room })).bans;
  assert.deepEqual([forEver.until, forEver.reason, others], [undefined, undefined, []], "another ban takes the place of the first");

  assert.deepEqual(await done(ada, "unban", { room, user: bob.id }), { ok: true });
  assert.deepEqual(await done(ada, "unban", { room, user: bob.id }), { ok: true }, "of nobody banned");
  assert.deepEqual((await done(ada, "bans", { room })).bans, []);
  await done(bob, "join", { room });
});

test("a ban ends by itself", async (t) => {
  const { ada, bob } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  // Asked until it is in the future of the server's clock when it comes there.
  for (let patience = 50; ; patience *= 2) {
    const answer = await ada.ask("ban", { room, user: bob.id, until: Date.now() + patience });
    if (answer.ok) break;
    assert.equal(answer.error.code, "invalid_payload");
  }
  await until(async () => (await bob.ask("join", { room })).ok, "bob may come in again");
  assert.deepEqual((await done(ada, "bans", { room })).bans, []);
});

test("a new name and topic are told, kept and listed, and free the old name", async (t) => {
  const { server, ada, bob } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden", topic: "What grows" })).room;
  await done(bob, "join", { room });
  const renamed = await done(ada, "rename", { room, name: " Orchard " });
  assert.deepEqual(await bob.next("renamed"), { room, seq: renamed.seq, ...named(ada), name: "Orchard", time: renamed.time });
  const topic = await done(ada, "topic", { room, topic: "What hangs" });
  assert.deepEqual(await bob.next("topic"), { room, seq: topic.seq, ...named(ada), topic: "What hangs", time: topic.time });
  const bare = await done(ada, "topic", { room, topic: "" });
  assert.deepEqual(await bob.next("topic", ({ seq }) => seq === bare.seq), { room, seq: bare.seq, ...named(ada), time: bare.time });
  assert.equal((await done(ada, "topic", { room, topic: " " })).seq, bare.seq, "what is so already takes no place in the log");
  assert.equal((await done(ada, "rename", { room, name: "Orchard" })).seq, bare.seq);

  await done(ada, "topic", { room, topic: "What falls" });
  await server.restart("SIGKILL");
  const again = await person(t, server.url, "eve");
  const listed = (await done(again, "rooms", { query: "orch" })).rooms;
  assert.deepEqual(listed, [{ room, name: "Orchard", kind: "public", present: 0, joined: false, topic: "What falls" }]);
  assert.deepEqual((await done(again, "rooms", { query: "garden" })).rooms, []);
  await done(again, "create", { name: "Garden" });
  await fails(again.ask("create", { name: "orchard" }), "name_taken");
});

test("names and topics have a form", async (t) => {
  const { ada } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(ada, "create", { name: "Orchard" });
  await fails(ada.ask("rename", { room, name: " " }), "name_invalid");
  await fails(ada.ask("rename", { room, name: "x".repeat(49) }), "name_invalid");
  await fails(ada.ask("rename", { room, name: "ORCHARD" }), "name_taken");
  await fails(ada.ask("topic", { room, topic: "x".repeat(251) }), "topic_too_long");
  await fails(ada.ask("create", { name: "Meadow", topic: "x".repeat(251) }), "topic_too_long");
  await done(ada, "topic", { room, topic: "🙂".repeat(250) });
});

test("an archived room is read and left, nothing more, until it is restored", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(bob, "join", { room });
  const { seq: target } = await done(bob, "message", { room, text: "hello", nonce: "n1" });
  const archived = await done(ada, "archive", { room });
  assert.deepEqual(await bob.next("archived"), { room, seq: archived.seq, ...named(ada), time: archived.time });

  const refused = {
    message: { text: "x" }, edit: { target, text: "x" }, delete: { target }, react: { target, emoji: "👍" }, typing: {},
  };
  for (const [event, payload] of Object.entries(refused)) await fails(bob.ask(event, { room, ...payload }), "archived");
  for (const [event, payload] of Object.entries({ rename: { name: "X1" }, topic: { topic: "x" }, add: { user: cleo.id }, host: { user: bob.id, on: true } })) {
    await fails(ada.ask(event, { room, ...payload }), "archived");
  }
  await fails(cleo.ask("join", { room }), "archived");
  assert.deepEqual(await done(bob, "message", { room, text: "hello", nonce: "n1" }), await done(bob, "message", { room, text: "hello", nonce: "n1" }), "what was acknowledged stays so");
  assert.equal((await done(bob, "history", { room })).events.length, archived.seq);
  await done(bob, "read", { room, seq: archived.seq });
  assert.deepEqual((await done(cleo, "rooms", { query: "Garden" })).rooms, [], "not listed to who is not in it");
  assert.equal((await done(bob, "rooms", { query: "Garden" })).rooms[0].archived, true);
  const again = new Listener(t, server.url, { token: bob.welcome.me.token });
  assert.equal((await again.next("welcome")).rooms.find((each) => each.room === room).archived, true);
  assert.equal((await done(ada, "archive", { room })).seq, archived.seq, "archived already");

  const restored = await done(ada, "restore", { room });
  assert.equal((await bob.next("restored")).seq, restored.seq);
  await done(bob, "message", { room, text: "again" });
  await done(ada, "archive", { room });
  await done(bob, "leave", { room });
  await fails(bob.ask("history", { room }), "not_a_member");
});

test("hosts are made and unmade, and may step down", async (t) => {
  const { ada, bob } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  await done(bob, "join", { room });
  await fails(bob.ask("rename", { room, name: "Orchard" }), "forbidden");
  const made = await done(ada, "host", { room, user: bob.id, on: true });
  assert.deepEqual(await bob.next("host"), { room, seq: made.seq, ...named(bob), on: true, time: made.time, by: named(ada) });
  assert.equal((await done(ada, "host", { room, user: bob.id, on: true })).seq, made.seq, "a host already");
  const isHost = async () => (await done(ada, "members", { room })).members.filter(({ host }) => host).map(({ user }) => user);
  assert.deepEqual(await isHost(), [ada.id, bob.id]);
  assert.equal((await done(bob, "join", { room })).room.host, true);
  await done(bob, "rename", { room, name: "Orchard" });
  await fails(bob.ask("host", { room, user: ada.id, on: false }), "forbidden");
  const down = await done(bob, "host", { room, user: bob.id, on: false });
  assert.deepEqual(await ada.next("host", ({ on }) => !on), { room, seq: down.seq, ...named(bob), on: false, time: down.time });
  assert.deepEqual(await isHost(), [ada.id]);
  await fails(bob.ask("rename", { room, name: "Garden" }), "forbidden");
  await fails(ada.ask("host", { room, user: "nobody", on: true }), "no_such_person");
});

test("a conversation is one and the same, whoever begins it and however often", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  const { room: mine } = await done(ada, "direct", { users: [bob.id, ada.id, bob.id] });
  assert.deepEqual(mine, { room: mine.room, name: "", kind: "direct", head: 0, read: 0, unread: 0, present: 2, people: [profile(bob)] });
  const told = await bob.next("room");
  assert.deepEqual([told.change, told.room.room, told.by, told.room.people], ["joined", mine.room, named(ada), [profile(ada)]]);
  assert.equal((await done(bob, "direct", { users: [ada.id] })).room.room, mine.room);
  await done(ada, "message", { room: mine.room, text: "hello" });
  assert.equal((await bob.next("message")).room, mine.room);
  const { events } = await done(bob, "history", { room: mine.room });
  assert.deepEqual(events.map(({ type, seq }) => [type, seq]), [["message", 1]], "it begins with what is said");

  const { room: three } = await done(cleo, "direct", { users: [ada.id, bob.id] });
  assert.notEqual(three.room, mine.room);
  assert.deepEqual(namesOf(three.people), ["ada", "bob"]);
  assert.equal((await done(ada, "direct", { users: [cleo.id, bob.id] })).room.room, three.room);

  await server.restart("SIGKILL");
  const again = await person(t, server.url, undefined, { token: bob.welcome.me.token });
  const people = Object.fromEntries(again.welcome.rooms.filter(({ kind }) => kind === "direct").map((each) => [each.room, namesOf(each.people)]));
  assert.deepEqual(people, { [mine.room]: ["ada"], [three.room]: ["ada", "cleo"] });
  assert.equal((await done(again, "direct", { users: [ada.id] })).room.room, mine.room);

  await fails(again.ask("direct", { users: [bob.id] }), "no_such_person");
  await fails(again.ask("direct", { users: ["nobody"] }), "no_such_person");
  await fails(again.ask("leave", { room: mine.room }), "forbidden");
});

test("two who begin a conversation at once begin one", async (t) => {
  const { ada, bob } = await scene(t);
  const [one, other] = await Promise.all([done(ada, "direct", { users: [bob.id] }), done(bob, "direct", { users: [ada.id] })]);
  assert.equal(one.room.room, other.room.room);
});

test("a conversation has nine people at most", async (t) => {
  const names = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`p${index}`, "guest"]));
  const { server: _, ...people } = await scene(t, names);
  const [first, ...others] = Object.values(people);
  const users = others.map(({ id }) => id);
  await fails(first.ask("direct", { users }), "too_many_people");
  const { room } = await done(first, "direct", { users: users.slice(1) });
  assert.equal(room.people.length, 8);
});

test("a roster has everybody, page by page", async (t) => {
  const { ada, bob, cleo } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  for (const each of [bob, cleo]) await done(each, "join", { room });
  cleo.socket.disconnect();
  await ada.next("member_left", ({ user }) => user === cleo.id);
  const pages = [];
  for (let after; ; ) {
    const page = await done(bob, "roster", { room, limit: 1, ...(after && { after }) });
    pages.push(...page.members);
    if (!page.more) break;
    after = page.members.at(-1).user;
  }
  const expected = [{ ...profile(ada), host: true, here: true }, { ...profile(bob), here: true }, profile(cleo)];
  const byName = (list) => list.toSorted((a, b) => a.nickname.localeCompare(b.nickname));
  assert.deepEqual(byName(pages), byName(expected));
  assert.deepEqual((await done(bob, "roster", { room })).members, pages, "in the same order");
});

test("people are found by how their names begin", async (t) => {
  const { ada, bob, adam } = await scene(t, { ada: "member", bob: "guest", adam: "member" });
  adam.socket.disconnect();
  await ada.next("member_left", ({ user }) => user === adam.id);
  assert.deepEqual(namesOf((await done(ada, "find_people", { query: "A" })).people), ["adam"], "who is away, never oneself");
  assert.deepEqual(namesOf((await done(bob, "find_people", { query: "A" })).people), ["ada"], "a guest finds who is here");
  assert.deepEqual((await done(ada, "find_people", { query: "" })).people, [profile(bob)]);
  assert.deepEqual((await done(ada, "find_people", { query: "zz" })).people, []);
});

test("who was away is told everything that was done to the room, in order", async (t) => {
  const { server, ada, bob, cleo } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden", kind: "private" })).room;
  await done(ada, "add", { room, user: bob.id });
  bob.socket.disconnect();
  await ada.next("member_left", ({ user }) => user === bob.id);
  await done(ada, "rename", { room, name: "Orchard" });
  await done(ada, "topic", { room, topic: "What falls" });
  await done(ada, "add", { room, user: cleo.id });
  await done(ada, "host", { room, user: cleo.id, on: true });
  await done(cleo, "host", { room, user: cleo.id, on: false });
  await done(ada, "message", { room, text: "hello" });
  await done(ada, "kick", { room, user: cleo.id });
  await done(ada, "archive", { room });
  await done(ada, "restore", { room });
  const again = await person(t, server.url, undefined, { token: bob.welcome.me.token, cursors: { [room]: 2 } });
  const { events, head, reset } = await again.next("catchup");
  assert.deepEqual([head, reset], [11, false]);
  assert.deepEqual(events.map(({ seq, type, name, topic, on, by }) => [seq, type, name ?? topic ?? on ?? by?.nickname]), [
    [3, "renamed", "Orchard"],
    [4, "topic", "What falls"],
    [5, "member_joined", "ada"],
    [6, "host", true],
    [7, "host", false],
    [8, "message", undefined],
    [9, "member_left", "ada"],
    [10, "archived", undefined],
    [11, "restored", undefined],
  ]);
  const welcomed = again.welcome.rooms.find((each) => each.room === room);
  assert.deepEqual([welcomed.name, welcomed.topic, welcomed.unread], ["Orchard", "What falls", 1]);
  assert.deepEqual((await done(again, "history", { room, after: 2 })).events, events);
});

test("what is asked without an acknowledgement is done all the same", async (t) => {
  const { ada, bob, cleo } = await scene(t);
  const { room } = (await done(ada, "create", { name: "Garden" })).room;
  for (const each of [bob, cleo]) await done(each, "join", { room });
  ada.socket.emit("rename", { room, name: "Orchard" });
  ada.socket.emit("topic", { room, topic: "What falls" });
  ada.socket.emit("host", { room, user: cleo.id, on: true });
  // Somebody is looked up before they are a host; an archived room would have none.
  await ada.next("host");
  ada.socket.emit("archive", { room });
  ada.socket.emit("restore", { room });
  ada.socket.emit("kick", { room, user: "nobody" });
  ada.socket.emit("ban", { room, user: bob.id });
  await bob.next("room", ({ change }) => change === "left");
  await ada.next("member_left", ({ user }) => user === bob.id);
  for (const event of ["renamed", "topic", "archived", "restored"]) assert.equal((await ada.next(event)).room, room);
  assert.deepEqual((await done(ada, "bans", { room })).bans.map(({ user }) => user), [bob.id]);
  ada.socket.emit("direct", { users: [bob.id] });
  assert.equal((await bob.next("room", ({ change }) => change === "joined")).room.kind, "direct");
});

test("the lobby is everybody's", async (t) => {
  const { ada, bob, olga } = await scene(t, { ada: "member", bob: "guest", olga: "owner" });
  const room = "lobby";
  for (const [event, payload] of Object.entries({ leave: {}, archive: {}, kick: { user: bob.id }, ban: { user: bob.id } })) {
    await fails(olga.ask(event, { room, ...payload }), "forbidden");
  }
  await fails(ada.ask("rename", { room, name: "Hall" }), "forbidden");
  await done(olga, "rename", { room, name: "Hall" });
  await done(olga, "topic", { room, topic: "Everything" });
  assert.deepEqual((await bob.next("renamed")).name, "Hall");
});
