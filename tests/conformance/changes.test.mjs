// What happens to a message, as the official client sees it: edit, delete, react, reply (docs/protocol/events.md).
import assert from "node:assert/strict";
import { test } from "node:test";
import { executeSql } from "../support_js/database.mjs";
import { Listener, fails, person } from "../support_js/listener.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const room = "lobby";

async function twoPeople(t, flags) {
  const server = await startParlor(t, flags ? { flags } : {});
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  return { server, ada, bob };
}

const userOf = (listener) => listener.welcome.me.user;
const meOf = (listener) => ({ user: userOf(listener), nickname: listener.welcome.me.nickname });

async function history(listener, request = {}) {
  const answer = await listener.ask("history", { room, ...request });
  assert.equal(answer.ok, true, JSON.stringify(answer));
  return answer.events;
}

test("an edit, a reaction, an answer and a deletion are told to both, the one who does it included", async (t) => {
  const { ada, bob } = await twoPeople(t);
  const { seq: target } = await ada.ask("message", { room, text: "helo", nonce: "n1" });

  const edited = await ada.ask("edit", { room, target, text: " hello " });
  assert.deepEqual(Object.keys(edited).sort(), ["ok", "room", "seq", "time"]);
  assert.deepEqual([edited.room, edited.seq], [room, 2]);
  const reacted = await bob.ask("react", { room, target, emoji: "👍🏽" });
  assert.equal(reacted.seq, 3);
  const answered = await bob.ask("message", { room, text: "hi", nonce: "n2", reply_to: target });
  const taken = await bob.ask("react", { room, target, emoji: "👍🏽", on: false });
  const deleted = await ada.ask("delete", { room, target });
  assert.equal(deleted.seq, 6);

  for (const listener of [ada, bob]) {
    await listener.settled();
    assert.deepEqual(await listener.next("edited"), { room, seq: 2, target, ...meOf(ada), text: "hello", time: edited.time });
    assert.deepEqual(await listener.next("reacted"), { room, seq: 3, target, ...meOf(bob), emoji: "👍🏽", on: true, time: reacted.time });
    assert.deepEqual(await listener.next("message", (m) => m.nonce === "n2"), {
      room, seq: 4, ordinal: 2, ...meOf(bob), text: "hi", time: answered.time, nonce: "n2",
      reply_to: target, quote: { ...meOf(ada), text: "hello" },
    });
    assert.deepEqual(await listener.next("reacted", (change) => !change.on), { room, seq: 5, target, ...meOf(bob), emoji: "👍🏽", on: false, time: taken.time });
    assert.deepEqual(await listener.next("deleted"), { room, seq: 6, target, ...meOf(ada), time: deleted.time });
    assert.deepEqual(
      listener.heard.filter(({ payload }) => payload?.seq !== undefined).map(({ payload }) => payload.seq),
      [1, 2, 3, 4, 5, 6],
      "in the order of the log, each once",
    );
  }
});

test("whoever was away gets messages as they stand and the changes, in order", async (t) => {
  const { server, ada, bob } = await twoPeople(t);
  await ada.ask("message", { text: "one", nonce: "n1" });
  await bob.next("message");
  bob.socket.disconnect();
  await ada.ask("edit", { room, target: 1, text: "one and a half" });
  await ada.ask("message", { text: "two", nonce: "n3" });
  await ada.ask("react", { room, target: 3, emoji: "🎉" });
  await ada.ask("message", { text: "a secret", nonce: "n5" });
  await ada.ask("edit", { room, target: 5, text: "a bigger secret" });
  await ada.ask("message", { text: "what?", nonce: "n7", reply_to: 5 });
  await ada.ask("delete", { room, target: 5 });

  const expected = [
    ["edited", 2, 1, "one and a half"],
    ["message", 3, undefined, "two"],
    ["reacted", 4, 3, undefined],
    ["message", 5, undefined, ""],
    ["edited", 6, 5, ""],
    ["message", 7, undefined, "what?"],
    ["deleted", 8, 5, undefined],
  ];
  const check = async (from) => {
    const back = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { lobby: 1 } });
    const catchup = await back.next("catchup");
    assert.deepEqual([catchup.head, catchup.reset], [8, false]);
    assert.deepEqual(catchup.events.map(({ type, seq, target, text }) => [type, seq, target, text]), expected, from);
    const [, two, , secret, , answer] = catchup.events;
    assert.deepEqual([two.version, two.reactions], [4, [{ emoji: "🎉", by: [meOf(ada)] }]]);
    assert.deepEqual([secret.version, secret.deleted, secret.reactions], [8, true, undefined]);
    assert.deepEqual([answer.reply_to, answer.quote], [5, { ...meOf(ada), text: "" }]);
    assert.doesNotMatch(JSON.stringify(catchup), /secret/);

    const events = await history(back, { after: 0 });
    assert.deepEqual(events.map(({ seq }) => seq), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual([events[0].text, events[0].version, events[0].edited], ["one and a half", 2, events[1].time]);
    assert.deepEqual(events.slice(1), catchup.events, "history and catch-up say the same");
    assert.deepEqual(await history(back, { around: 5, limit: 200 }), events, "from the store as well");
    back.socket.disconnect();
  };
  await check("from memory");
  await server.restart("SIGKILL");
  await check("after a restart");
});

test("a change that was done before is acknowledged again and told to nobody", async (t) => {
  const { ada, bob } = await twoPeople(t);
  await ada.ask("message", { text: "hello", nonce: "n1" });
  const edited = await ada.ask("edit", { room, target: 1, text: "hallo" });
  assert.deepEqual(await ada.ask("edit", { room, target: 1, text: "hallo " }), edited);
  const reacted = await bob.ask("react", { room, target: 1, emoji: "👍", on: true });
  assert.deepEqual(await bob.ask("react", { room, target: 1, emoji: "👍" }), reacted);
  assert.deepEqual(await bob.ask("react", { room, target: 1, emoji: "🎉", on: false }), reacted);
  const deleted = await ada.ask("delete", { room, target: 1 });
  assert.deepEqual(await ada.ask("delete", { room, target: 1 }), deleted);
  await bob.settled();
  assert.deepEqual([bob.count("edited"), bob.count("reacted"), bob.count("deleted")], [1, 1, 1]);
  assert.equal((await history(bob)).length, 4);
});

test("what cannot be done to a message is refused, and nobody hears of it", async (t) => {
  const { ada, bob } = await twoPeople(t);
  const { room: garden } = (await ada.ask("create", { name: "Garden" })).room;
  await ada.ask("message", { room: garden, text: "among us", nonce: "g" });
  await ada.ask("message", { text: "hello", nonce: "n1" });
  await ada.ask("message", { text: "gone", nonce: "n2" });
  await ada.ask("delete", { room, target: 2 });
  await bob.settled();
  const before = bob.heard.length;

  await fails(bob.ask("edit", { room, target: 1, text: "mine" }), "forbidden");
  await fails(bob.ask("delete", { room, target: 1 }), "forbidden");
  await fails(ada.ask("edit", { room, target: 1, text: " \n" }), "text_empty");
  await fails(ada.ask("edit", { room, target: 1, text: "x".repeat(4001) }), "text_too_long");
  for (const emoji of ["", "x", "👍👍", "7", "👍 ", "<img>", "\u2764", "x".repeat(100_000)]) {
    await fails(ada.ask("react", { room, target: 1, emoji }), "emoji_invalid");
  }
  for (const target of [2, 3, 4, 9_007_199_254_740_991]) {
    const gone = await fails(ada.ask("edit", { room, target, text: "x" }), "no_such_message");
    assert.equal(gone.message, "That message is gone.");
    await fails(ada.ask("react", { room, target, emoji: "👍" }), "no_such_message");
    await fails(ada.ask("message", { room, text: "x", reply_to: target }), "no_such_message");
    if (target !== 2) await fails(ada.ask("delete", { room, target }), "no_such_message");
  }
  for (const [where, code] of [[garden, "not_a_member"], ["nowhere", "not_found"]]) {
    await fails(bob.ask("edit", { room: where, target: 2, text: "x" }), code);
    await fails(bob.ask("delete", { room: where, target: 2 }), code);
    await fails(bob.ask("react", { room: where, target: 2, emoji: "👍" }), code);
    await fails(bob.ask("message", { room: where, text: "x", reply_to: 2 }), code);
  }
  await fails(bob.ask("edit", { target: 1, text: "x" }), "invalid_payload");
  await bob.settled();
  assert.equal(bob.heard.length, before);
  assert.deepEqual((await history(ada)).map(({ type, text }) => [type, text]), [["message", "hello"], ["message", ""], ["deleted", undefined]]);
});

test("a moderator deletes what others said, and edits nothing", async (t) => {
  const { server, ada, bob } = await twoPeople(t);
  await ada.ask("message", { text: "something rude", nonce: "n1" });
  await server.end("SIGTERM");
  await executeSql(server.data, `UPDATE users SET role = 3 WHERE id = '${userOf(bob)}'`);
  await server.start();
  const moderator = new Listener(t, server.url, { token: bob.welcome.me.token });
  assert.equal((await moderator.next("welcome")).me.role, "moderator");
  const author = new Listener(t, server.url, { token: ada.welcome.me.token });
  await author.next("welcome");
  await fails(moderator.ask("edit", { room, target: 1, text: "something nice" }), "forbidden");
  assert.equal((await moderator.ask("delete", { room, target: 1 })).ok, true);
  assert.equal((await author.next("deleted")).user, userOf(bob));
});

test("a message holds two hundred reactions", async (t) => {
  const { ada } = await twoPeople(t);
  await ada.ask("message", { text: "hello", nonce: "n1" });
  const faces = Array.from({ length: 50 }, (_, index) => String.fromCodePoint(0x1f600 + index));
  for (const nickname of ["a", "b", "c", "d"]) {
    const somebody = await person(t, ada.socket.io.uri, `somebody ${nickname}`);
    const answers = await Promise.all(faces.map((emoji) => somebody.ask("react", { room, target: 1, emoji })));
    assert.ok(answers.every((answer) => answer.ok), JSON.stringify(answers.find((answer) => !answer.ok)));
  }
  await fails(ada.ask("react", { room, target: 1, emoji: "👍" }), "too_many_reactions");
  const [message] = await history(ada, { after: 0, limit: 1 });
  assert.equal(message.reactions.length, 50);
  assert.deepEqual(message.reactions[0].by.map(({ nickname }) => nickname), ["somebody a", "somebody b", "somebody c", "somebody d"]);
});

test("changes are no unread messages", async (t) => {
  const { server, ada, bob } = await twoPeople(t);
  await ada.ask("message", { text: "hello", nonce: "n1" });
  await bob.ask("read", { room, seq: 1 });
  await ada.ask("edit", { room, target: 1, text: "hallo" });
  await ada.ask("react", { room, target: 1, emoji: "👍" });
  const tab = new Listener(t, server.url, { token: bob.welcome.me.token });
  const [lobby] = (await tab.next("welcome")).rooms;
  assert.deepEqual([lobby.head, lobby.unread], [3, 0]);
});

test("a flood of changes is slowed down and leaves talking alone", async (t) => {
  const { ada } = await twoPeople(t, []);
  await ada.ask("message", { text: "hello", nonce: "n1" });
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => ada.ask("react", { room, target: 1, emoji: "👍", on: index % 2 === 0 })));
  const refusals = answers.filter((answer) => !answer.ok);
  assert.ok(refusals.length > 0 && refusals.length < 60);
  for (const { error } of refusals) {
    assert.equal(error.code, "rate_limited");
    assert.ok(error.retry_after_ms > 0);
  }
  assert.equal((await ada.ask("message", { text: "still talking", nonce: "n2" })).ok, true);
});
