// Protocol version 1, event by event, as the official client sees it: docs/protocol/events.md.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { io } from "socket.io-client";
import { Listener, fails, person, refused } from "../support_js/listener.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { within } from "../support_js/until.mjs";

test("the smallest client of the documentation works as written", async (t) => {
  const server = await startParlor(t);
  const shown = new Promise((resolve) => {
    const show = (nickname, text) => resolve([nickname, text]);
    const socket = io(server.url, { auth: { nickname: "ada" } });
    t.after(() => socket.disconnect());
    socket.on("message", (m) => show(m.nickname, m.text));
    socket.emit("message", "hello");
  });
  assert.deepEqual(await within(shown, "the message"), ["ada", "hello"]);
});

for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
  test(`two people talk over ${transports.join(" and ")}`, async (t) => {
    const server = await startParlor(t);
    const ada = new Listener(t, server.url, { nickname: "ada" }, { transports });
    const { me, rooms, server: about } = await ada.next("welcome");
    assert.equal(me.nickname, "ada");
    assert.equal(me.role, "guest");
    assert.ok(me.token.length >= 20);
    assert.deepEqual(rooms, [{ room: "lobby", name: "Lobby", kind: "public", head: 0, read: 0, unread: 0, present: 1 }]);
    assert.equal(about.name, "Parlor");
    assert.deepEqual(about.limits, { text_characters_max: 4000, room_name_characters_max: 48, history_events_max: 200, topic_characters_max: 250 });

    const bob = new Listener(t, server.url, { nickname: "bob" }, { transports });
    await bob.next("welcome");
    const came = await ada.next("member_joined");
    assert.equal(came.nickname, "bob");
    assert.equal(came.present, 2);
    assert.equal(came.seq, undefined, "a notice, not an event of the log");

    const ack = await ada.ask("message", { room: "lobby", text: "hello", nonce: "n1" });
    assert.deepEqual(Object.keys(ack).sort(), ["ok", "room", "seq", "time"]);
    assert.equal(ack.seq, 1);
    for (const listener of [ada, bob]) {
      const { user, ...rest } = await listener.next("message");
      assert.equal(user, me.user);
      assert.deepEqual(rest, { room: "lobby", seq: 1, ordinal: 1, nickname: "ada", text: "hello", time: ack.time, nonce: "n1" });
    }
  });
}

test("a repeated nonce is the same message, answered alike and delivered once", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const first = await ada.ask("message", { room: "lobby", text: "once", nonce: "n" });
  assert.deepEqual(await ada.ask("message", { room: "lobby", text: "another text", nonce: "n" }), first);
  await ada.settled();
  assert.equal(ada.count("message"), 1);
  const { events } = await ada.ask("history", { room: "lobby" });
  assert.deepEqual(events.map((event) => event.text), ["once"]);
});

test("what cannot be sent is refused with a code and a sentence, and the connection goes on", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  await fails(ada.ask("message", { text: " \n\t " }), "text_empty");
  await fails(ada.ask("message", ""), "text_empty");
  await fails(ada.ask("message", "x".repeat(4001)), "text_too_long");
  await fails(ada.ask("message", { room: "nowhere", text: "x" }), "not_found");
  await fails(ada.ask("message", { room: "not an id", text: "x" }), "invalid_payload");
  await fails(ada.ask("history", { room: "nowhere" }), "not_found");
  await fails(ada.ask("join", { room: "nowhere" }), "not_found");
  await fails(ada.ask("leave", { room: "lobby" }), "forbidden");
  await fails(ada.ask("create", { name: " " }), "name_invalid");
  await fails(ada.ask("create", { name: "x".repeat(49) }), "name_invalid");
  const unknown = await fails(ada.ask("dance", {}), "unknown_event");
  assert.match(unknown.message, /dance/);
  assert.equal((await ada.ask("message", "🙂".repeat(4000))).ok, true, "characters are counted, not octets");
});

test("the server answers every example of the protocol as the examples say", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const path = new URL("../../docs/protocol/examples.json", import.meta.url);
  const examples = JSON.parse(await readFile(path, "utf8")).filter((example) => example.direction === "client");
  assert.ok(examples.length > 40);
  for (const { event, payload, valid } of examples) {
    if (event === "connect") {
      const listener = new Listener(t, server.url, payload);
      const heard = await Promise.race([listener.next("welcome").then(() => "in"), listener.next("connect_error").then((data) => data.code)]);
      listener.socket.disconnect();
      assert.equal(heard === "auth_invalid", !valid, JSON.stringify({ payload, heard }));
      continue;
    }
    const answer = await ada.ask(event, payload);
    assert.equal(answer.error?.code === "invalid_payload", !valid, JSON.stringify({ event, payload, answer }));
  }
});

test("nicknames are one person's at a time", async (t) => {
  const server = await startParlor(t);
  await person(t, server.url, "ada");
  const taken = await refused(t, server.url, { nickname: "ada" });
  assert.equal(taken.payload.code, "nickname_taken");
  assert.match(taken.message, /^ada is here already\. Try \S+\.$/);
  assert.ok(taken.payload.suggestions.length > 0);
  for (const lookalike of ["ADA", "аdа", "ad\u200Ba", " ada "]) {
    assert.equal((await refused(t, server.url, { nickname: lookalike })).payload.code, "nickname_taken", lookalike);
  }
  await person(t, server.url, taken.payload.suggestions[0]);
  for (const nickname of ["", " ", "!!!", "x".repeat(33)]) {
    assert.equal((await refused(t, server.url, { nickname })).payload.code, "nickname_invalid", nickname);
  }
  assert.equal((await refused(t, server.url, {})).payload.code, "auth_invalid");
  assert.equal((await refused(t, server.url, { token: "never given" })).payload.code, "token_expired");
  await person(t, server.url, "eve", { token: "never given" });
});

test("a token is the same person, in a second tab, after a reload and after a restart of the server", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const { user, token } = ada.welcome.me;

  const tab = new Listener(t, server.url, { token });
  assert.equal((await tab.next("welcome")).me.user, user);
  tab.socket.disconnect();
  ada.socket.disconnect();
  const reloaded = new Listener(t, server.url, { token });
  assert.equal((await reloaded.next("welcome")).me.nickname, "ada");
  await bob.settled();
  assert.equal(bob.count("member_joined") + bob.count("member_left"), 0, "a reload is silent");

  await server.restart("SIGKILL");
  const back = new Listener(t, server.url, { token });
  const { me } = await back.next("welcome");
  assert.deepEqual([me.user, me.nickname, me.token], [user, "ada", token]);
});

test("somebody who goes for good is said to have left", async (t) => {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "50"] });
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  bob.socket.disconnect();
  const left = await ada.next("member_left");
  assert.equal(left.nickname, "bob");
  assert.equal(left.present, 1);
  const { members, present } = await ada.ask("members", { room: "lobby" });
  assert.deepEqual(members.map((member) => member.nickname), ["ada"]);
  assert.equal(present, 1);
});

test("rooms are made, found, joined and left, and their members alone hear them", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const made = await ada.ask("create", { name: "  Garden   & Tools " });
  assert.equal(made.ok, true);
  assert.equal(made.room.name, "Garden & Tools");
  const room = made.room.room;
  const created = await bob.next("room");
  assert.equal(created.change, "created");
  assert.equal(created.room.room, room);
  await fails(bob.ask("create", { name: "garden & tools" }), "name_taken");

  await fails(bob.ask("message", { room, text: "x" }), "not_a_member");
  await fails(bob.ask("history", { room }), "not_a_member");
  await ada.ask("message", { room, text: "among us" });
  await bob.settled();
  assert.equal(bob.count("message", (m) => m.room === room), 0);

  const listed = await bob.ask("rooms", {});
  assert.deepEqual(listed.rooms.find((entry) => entry.room === room), { room, name: "Garden & Tools", kind: "public", present: 1, joined: false });
  const joined = await bob.ask("join", { room });
  assert.equal(joined.ok, true);
  assert.equal(joined.room.unread, 0, "what was said before is not unread");
  assert.equal((await bob.ask("join", { room })).ok, true, "joining twice is no error");
  const change = await ada.next("member_joined", (change) => change.room === room && change.nickname === "bob");
  assert.ok(change.seq > 0, "an event of the log");
  await bob.ask("message", { room, text: "hello garden" });
  assert.equal((await ada.next("message", (m) => m.text === "hello garden")).room, room);

  assert.deepEqual(await bob.ask("leave", { room }), { ok: true });
  await ada.next("member_left", (change) => change.room === room);
  await ada.ask("message", { room, text: "bob is gone" });
  await bob.settled();
  assert.equal(bob.count("message", (m) => m.text === "bob is gone"), 0);
  const { events } = await ada.ask("history", { room });
  assert.deepEqual(
    events.map((event) => [event.seq, event.type, event.nickname]),
    [[1, "member_joined", "ada"], [2, "message", "ada"], [3, "member_joined", "bob"], [4, "message", "bob"], [5, "member_left", "bob"], [6, "message", "ada"]],
  );
});

test("a person's tabs agree on rooms and on what was read", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const tab = new Listener(t, server.url, { token: ada.welcome.me.token });
  await tab.next("welcome");

  const { room } = (await ada.ask("create", { name: "Garden" })).room;
  assert.equal((await tab.next("room", (change) => change.change === "joined")).room.room, room);
  await bob.ask("join", { room });
  for (const text of ["one", "two", "three"]) await bob.ask("message", { room, text });
  await tab.next("message", (m) => m.text === "three");

  const { seq } = await ada.next("message", (m) => m.text === "two");
  assert.deepEqual(await ada.ask("read", { room, seq }), { ok: true, seq, unread: 1, mentions: 0 });
  assert.deepEqual(await tab.next("read"), { room, seq, unread: 1, mentions: 0 });
  assert.deepEqual(await ada.ask("read", { room, seq: 1 }), { ok: true, seq, unread: 1, mentions: 0 }, "never backwards");
  const again = new Listener(t, server.url, { token: ada.welcome.me.token });
  const view = (await again.next("welcome")).rooms.find((entry) => entry.room === room);
  assert.deepEqual([view.read, view.unread], [seq, 1]);

  await ada.ask("leave", { room });
  assert.equal((await tab.next("room", (change) => change.change === "left")).room.room, room);
});

test("history comes in pages, in every direction", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  await Promise.all(Array.from({ length: 30 }, (_, i) => ada.ask("message", { text: `m${i + 1}`, nonce: `n${i + 1}` })));
  const page = async (request) => {
    const { events, more, more_after } = await ada.ask("history", { room: "lobby", ...request });
    return [events.map((event) => event.seq), more, more_after];
  };
  assert.deepEqual(await page({ limit: 3 }), [[28, 29, 30], true, undefined]);
  assert.deepEqual(await page({ before: 4 }), [[1, 2, 3], false, undefined]);
  assert.deepEqual(await page({ before: 4, limit: 2 }), [[2, 3], true, undefined]);
  assert.deepEqual(await page({ after: 28 }), [[29, 30], false, undefined]);
  assert.deepEqual(await page({ after: 0, limit: 2 }), [[1, 2], true, undefined]);
  assert.deepEqual(await page({ around: 15, limit: 4 }), [[13, 14, 15, 16], true, true]);
  assert.deepEqual(await page({ after: 30 }), [[], false, undefined]);
});

test("typing is told to the others in the room", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  assert.deepEqual(await ada.ask("typing", { room: "lobby" }), { ok: true });
  assert.deepEqual(await bob.next("typing"), { room: "lobby", user: ada.welcome.me.user, nickname: "ada" });
  await ada.settled();
  assert.equal(ada.count("typing"), 0);
});

test("whoever comes back gets what they missed, in order, and then what is live", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  await ada.ask("message", { text: "1" });
  await bob.next("message");
  bob.socket.disconnect();
  for (const text of ["2", "3"]) await ada.ask("message", { text });

  const back = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { lobby: 1 } });
  const catchup = await back.next("catchup");
  assert.deepEqual(catchup.events.map((event) => [event.type, event.seq, event.text]), [["message", 2, "2"], ["message", 3, "3"]]);
  assert.deepEqual([catchup.room, catchup.head, catchup.reset], ["lobby", 3, false]);
  await ada.ask("message", { text: "4" });
  assert.equal((await back.next("message")).seq, 4);
  assert.deepEqual(back.heard.filter(({ event }) => ["welcome", "catchup", "message"].includes(event)).map(({ event }) => event), ["welcome", "catchup", "message"]);

  const current = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { lobby: 4 } });
  await current.next("welcome");
  await current.settled();
  assert.equal(current.count("catchup"), 0, "nothing was missed");

  const foreign = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { lobby: 400 } });
  const reset = await foreign.next("catchup");
  assert.equal(reset.reset, true, "a cursor beyond the head is of another life");
  assert.equal(reset.events.at(-1).seq, 4);
});

test("whoever missed more than a thousand events starts with the newest page", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  for (let block = 0; block < 11; ++block) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => ada.ask("message", { text: `m${block}.${i}`, nonce: `n${block}.${i}` })));
  }
  const near = new Listener(t, server.url, { token: ada.welcome.me.token, cursors: { lobby: 100 } });
  const missed = await near.next("catchup");
  assert.equal(missed.reset, false);
  assert.deepEqual(missed.events.map((event) => event.seq), Array.from({ length: 1000 }, (_, i) => 101 + i));
  const far = new Listener(t, server.url, { token: ada.welcome.me.token, cursors: { lobby: 99 } });
  const { reset, events, head } = await far.next("catchup");
  assert.equal(reset, true);
  assert.equal(head, 1100);
  assert.equal(events.at(-1).seq, 1100);
});

test("rate limits answer with when to come back", async (t) => {
  const server = await startParlor(t, { flags: [] });
  const ada = await person(t, server.url, "ada");
  const answers = await Promise.all(Array.from({ length: 150 }, (_, i) => ada.ask("message", { text: `${i}`, nonce: `${i}` })));
  const refusals = answers.filter((answer) => !answer.ok);
  assert.ok(refusals.length > 0 && refusals.length < 150);
  for (const { error } of refusals) {
    assert.equal(error.code, "rate_limited");
    assert.ok(error.retry_after_ms > 0);
  }
});

test("a page of another host needs to be allowed, one of this host does not", async (t) => {
  const server = await startParlor(t);
  const ask = (origin) => fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
  assert.equal((await ask("https://elsewhere.example")).status, 403);
  assert.equal((await ask(server.url)).status, 200);
  const open = await startParlor(t, { flags: ["--allowed-origins", "https://elsewhere.example"] });
  const answer = await fetch(`${open.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin: "https://elsewhere.example" } });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), "https://elsewhere.example");
});

test("the REST document and the server's facts are served", async (t) => {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--name", "The Garden"] });
  await person(t, server.url, "ada");
  const facts = await (await fetch(`${server.url}/api/v1/server`)).json();
  assert.equal(facts.name, "The Garden");
  assert.equal(facts.present, 1);
  const openapi = await (await fetch(`${server.url}/api/v1/openapi.json`)).json();
  for (const [path, operations] of Object.entries(openapi.paths)) {
    for (const [method, { responses }] of Object.entries(operations)) {
      const { status } = await fetch(server.url + path.replace(/\{\w+\}/, "x"), { method: method.toUpperCase() });
      assert.ok(Object.hasOwn(responses, status), `${method} ${path} answers ${status}, which the document does not tell`);
      assert.notEqual(status, 503);
    }
  }
  assert.equal((await fetch(`${server.url}/api/v1/nothing`)).status, 404);
});
