// Whoever is not in a private or direct room learns nothing of it, whatever they ask, and whatever happens in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener, fails } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

/** Words of the rooms that nobody outside may see. */
const secrets = {
  name: "Zanzibar",
  newName: "Timbuktu",
  topic: "ultramarine",
  text: "xylophone",
  edit: "marzipan",
  direct: "quicksilver",
  reason: "obstreperous",
};

/** ada, bob and cleo share a private room; ada and bob a conversation. eve and an admin are in neither. */
async function scene(t) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--leave-grace-ms", "0"] });
  const people = await peopleOf(t, server, { ada: "member", bob: "guest", cleo: "guest", eve: "guest", overseer: "admin" });
  const { ada, bob, cleo } = people;
  const { room } = (await done(ada, "create", { name: secrets.name, kind: "private", topic: secrets.topic })).room;
  for (const { id } of [bob, cleo]) await done(ada, "add", { room, user: id });
  const direct = (await done(bob, "direct", { users: [ada.id] })).room.room;
  return { server, ...people, outsiders: [people.eve, people.overseer], room, direct };
}

/** Everything that can happen in a private room and in a conversation. */
async function liveIn({ ada, bob, cleo, room, direct }) {
  const { seq } = await done(bob, "message", { room, text: `the ${secrets.text}` });
  await done(bob, "edit", { room, target: seq, text: `the ${secrets.text} and ${secrets.edit}` });
  await done(ada, "react", { room, target: seq, emoji: "🎉" });
  await done(ada, "message", { room, text: "an answer", reply_to: seq });
  const gone = await done(bob, "message", { room, text: `no ${secrets.text}` });
  await done(ada, "delete", { room, target: gone.seq });
  await done(cleo, "typing", { room });
  await done(cleo, "read", { room, seq });
  await done(ada, "host", { room, user: bob.id, on: true });
  await done(ada, "rename", { room, name: secrets.newName });
  await done(ada, "topic", { room, topic: `${secrets.topic} and more` });
  await done(bob, "kick", { room, user: cleo.id });
  await done(bob, "add", { room, user: cleo.id });
  await done(cleo, "leave", { room });
  await done(ada, "ban", { room, user: cleo.id, reason: secrets.reason });
  await done(ada, "bans", { room });
  await done(ada, "unban", { room, user: cleo.id });
  await done(ada, "add", { room, user: cleo.id });
  const { link } = await done(ada, "invite_link", { room });
  await done(ada, "invite_links", { room });
  await done(ada, "revoke_invite_link", { room, id: link.id });
  await done(ada, "room_audit", { room });
  await done(ada, "archive", { room });
  await done(ada, "restore", { room });
  await done(ada, "message", { room: direct, text: secrets.direct });
  await done(bob, "typing", { room: direct });
  await done(bob, "react", { room: direct, target: 1, emoji: "👍" });
}

const mentions = (what, words) => words.filter((word) => JSON.stringify(what).toLowerCase().includes(word.toLowerCase()));

test("nothing that happens in a private or direct room is told to anybody outside", async (t) => {
  const all = await scene(t);
  await liveIn(all);
  for (const outsider of all.outsiders) {
    await outsider.settled();
    const words = [...Object.values(secrets), all.room, all.direct];
    assert.deepEqual(mentions(outsider.heard, words), [], outsider.welcome.me.nickname);
    assert.deepEqual(outsider.heard.filter(({ event }) => event === "room"), [], "of no room at all");
  }
  // What the outsiders did not hear there was to hear.
  await all.ada.settled();
  const { reason, name, ...told } = secrets;
  assert.deepEqual(mentions(all.ada.heard, Object.values(told)), Object.values(told), "those inside were told");
});

test("no list, search or page shows it to anybody outside", async (t) => {
  const all = await scene(t);
  const { ada, bob, room, direct } = all;
  await liveIn(all);
  const found = (who, query) => async () => (await who.ask("search", { query })).hits?.length > 0;
  for (const query of [secrets.edit, secrets.direct, `in:${secrets.newName}`]) await until(found(ada, query), `ada finds ${query}`);

  const nothing = { ok: true, hits: [], more: false };
  const today = new Date(ada.welcome.server.time).toISOString().slice(0, 10);
  for (const outsider of all.outsiders) {
    const answers = [];
    const ask = async (event, payload) => {
      const answer = await outsider.ask(event, payload);
      answers.push(answer);
      return answer;
    };
    for (const query of [undefined, "", ...Object.values(secrets)]) {
      const { rooms } = await ask("rooms", query === undefined ? {} : { query });
      assert.ok(rooms.every((each) => each.room === "lobby"), query);
    }
    for (const word of Object.values(secrets)) assert.deepEqual(await ask("search", { query: word }), nothing, word);
    const filters = [
      `in:${secrets.newName}`, `in:${secrets.name}`, `in:${room}`, `in:${direct}`, "from:ada", "from:bob", `on:${today}`,
      `${secrets.text.slice(0, 4)}*`, `"the ${secrets.text}"`, `from:bob in:${secrets.newName} ${secrets.edit}`,
    ];
    for (const query of filters) assert.deepEqual(await ask("search", { query }), nothing, query);
    for (const query of ["", "a", secrets.newName]) {
      for (const { user, nickname, role, ...more } of (await ask("find_people", { query })).people) {
        assert.deepEqual(more, {}, `of ${nickname} nothing but who they are`);
      }
    }
    await ask("people", { users: [ada.id, bob.id] });
    await ask("members", { room: "lobby" });
    await ask("roster", { room: "lobby" });
    await ask("history", { room: "lobby" });
    assert.deepEqual(mentions(answers, [...Object.values(secrets), room, direct]), []);
    // A message there has this number; here there is none of it.
    await fails(outsider.ask("message", { text: "x", reply_to: 4 }), "no_such_message");
    await fails(outsider.ask("react", { room: "lobby", target: 4, emoji: "👍" }), "no_such_message");
  }
  assert.deepEqual((await ada.ask("history", { room })).events[3].type, "message", "there is a message of that number");
});

test("a permalink or cursor of it leads nowhere", async (t) => {
  const all = await scene(t);
  await liveIn(all);
  for (const outsider of all.outsiders) {
    const { token } = outsider.welcome.me;
    for (const around of [1, 4, 100_000]) {
      for (const room of [all.room, all.direct]) {
        const there = await outsider.ask("history", { room, around });
        assert.deepEqual(there, await outsider.ask("history", { room: "nowhere", around }));
        assert.equal(there.error.code, "not_found");
      }
    }
    const come = async (cursors) => {
      const tab = new Listener(t, all.server.url, { token, cursors });
      const welcome = await tab.next("welcome");
      await tab.settled();
      assert.deepEqual(welcome.rooms.map(({ room }) => room), ["lobby"]);
      tab.socket.disconnect();
      return tab.heard.filter(({ event }) => event !== "disconnect" && event !== "welcome");
    };
    assert.deepEqual(await come({ [all.room]: 0, [all.direct]: 0 }), await come({ nowhere: 0 }));
    assert.deepEqual(await come({ [all.room]: 1_000_000 }), []);
  }
});

test("names of private rooms are free for everybody, and take nothing from public ones", async (t) => {
  const { ada, eve, room } = await scene(t);
  const { room: same } = await done(eve, "create", { name: secrets.name });
  assert.equal(same.name, secrets.name);
  await fails(ada.ask("create", { name: secrets.name.toUpperCase() }), "name_taken");
  await done(ada, "create", { name: secrets.name, kind: "private" });
  await done(ada, "rename", { room, name: "Lobby" });
  await done(ada, "rename", { room, name: secrets.newName });
  await done(eve, "rename", { room: same.room, name: secrets.newName });
});

test("who is removed knows it no longer, in any tab and after a return", async (t) => {
  const { server, ada, cleo, room } = await scene(t);
  const { token } = cleo.welcome.me;
  const tab = new Listener(t, server.url, { token });
  await tab.next("welcome");
  await done(ada, "kick", { room, user: cleo.id });
  for (const each of [cleo, tab]) {
    const { by } = await each.next("room", ({ change }) => change === "left");
    assert.deepEqual(by, { user: ada.id, nickname: "ada" });
    await each.settled();
    const mark = each.heard.length;
    await done(ada, "message", { room, text: secrets.text });
    await done(ada, "rename", { room, name: secrets.newName });
    await done(ada, "typing", { room });
    await each.settled();
    assert.deepEqual(each.heard.slice(mark), []);
    const refusal = await fails(each.ask("history", { room }), "not_found");
    assert.deepEqual(refusal, await fails(each.ask("history", { room: "nowhere" }), "not_found"));
  }
  const again = new Listener(t, server.url, { token, cursors: { [room]: 1 } });
  assert.deepEqual((await again.next("welcome")).rooms.map((each) => each.room), ["lobby"]);
  await again.settled();
  assert.equal(again.count("catchup"), 0);
  assert.deepEqual(mentions(again.heard, Object.values(secrets)), []);
  assert.deepEqual((await again.ask("search", { query: `in:${secrets.name}` })).hits, []);
});

test("another conversation with the same people is another one", async (t) => {
  const all = await scene(t);
  await liveIn(all);
  const { eve, ada, bob, direct } = all;
  const { room } = await done(eve, "direct", { users: [ada.id, bob.id] });
  assert.notEqual(room.room, direct);
  assert.deepEqual((await done(eve, "history", { room: room.room })).events, []);
  assert.deepEqual(room.people.map(({ nickname }) => nickname), ["ada", "bob"]);
  assert.equal((await done(bob, "direct", { users: [ada.id] })).room.room, direct, "theirs is still there, alone");
});
