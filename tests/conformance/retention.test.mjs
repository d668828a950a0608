// How long a room keeps its messages: what is too old goes for everybody and for good, and the log keeps its numbers.
import assert from "node:assert/strict";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { Listener, person } from "../support_js/listener.mjs";
import { done, peopleOf } from "../support_js/ranks.mjs";
import { runParlor, startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";
import { until } from "../support_js/until.mjs";

const day = 86_400_000;

/** A server with a room whose messages are as old as said, of which ada is the host and bob a member. */
async function oldRoom(t, messages) {
  const server = await startParlor(t);
  const people = await peopleOf(t, server, { ada: "member", bob: "member" });
  const { ada, bob } = people;
  const now = Date.now();
  const lines = [
    { type: "export", version: 1, room: { room: "r", name: "Garden", kind: "private", created: now, head: messages.length }, time: now },
    ...messages.map(({ text, days }, index) => ({ type: "message", room: "r", seq: index + 1, ordinal: index + 1, user: "u", nickname: "old friend", text, time: now - days * day, nonce: `n${index}` })),
    { type: "end", events: messages.length },
  ];
  const file = join(await temporaryDirectory(t), "garden.jsonl");
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join("\n") + "\n");
  const { code, stderr } = await runParlor(["admin", "--data", server.data, "import", file, "--host", "ada"]);
  assert.equal(code, 0, stderr);
  const { room } = (await ada.next("room", ({ change }) => change === "joined")).room;
  await done(ada, "add", { room, user: bob.id });
  await bob.next("room", (told) => told.room.room === room);
  return { server, room, ada, bob };
}

const texts = async (who, room) => {
  const { events, more } = await done(who, "history", { room, limit: 200 });
  assert.equal(more, false);
  return events.filter(({ type }) => type === "message").map(({ text }) => text);
};

/** Whether the octets of `word` are in a file of the directory. */
async function isOnDisk(directory, word) {
  for (const name of await readdir(directory)) {
    const octets = await readFile(join(directory, name)).catch(() => Buffer.alloc(0));
    if (octets.includes(word)) return name;
  }
  return null;
}

test("what is too old goes for everybody, for who is away too, and stays away", async (t) => {
  const { server, room, ada, bob } = await oldRoom(t, [
    { text: "marigold in spring", days: 40 },
    { text: "dandelion in summer", days: 20 },
    { text: "aster in autumn", days: 2 },
  ]);
  assert.deepEqual(await texts(bob, room), ["marigold in spring", "dandelion in summer", "aster in autumn"]);
  await done(bob, "message", { room, text: "which one?", reply_to: 1 });
  await done(ada, "pin", { room, target: 2, on: true });
  const cursor = (await done(bob, "history", { room })).events.at(-1).seq;
  await until(async () => (await done(bob, "search", { query: "dandelion" })).hits.length === 1, "it is found");
  bob.socket.disconnect();

  const { seq } = await done(ada, "retention", { room, days: 7 });
  const told = await ada.next("retention");
  assert.deepEqual([told.seq, told.nickname, told.days], [seq, "ada", 7]);
  const gone = await ada.next("expired");
  assert.deepEqual([gone.room, gone.up_to], [room, 2]);
  assert.deepEqual(await texts(ada, room), ["aster in autumn", "which one?"]);
  assert.deepEqual((await done(ada, "pins", { room })).pins, []);
  await until(async () => (await done(ada, "search", { query: "dandelion" })).hits.length === 0, "it is not found any more");
  const answer = (await done(ada, "history", { room })).events.find(({ text }) => text === "which one?");
  assert.deepEqual(answer.quote?.text ?? "", "");

  const back = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { [room]: cursor } });
  const { events, reset } = await back.next("catchup", (each) => each.room === room);
  assert.equal(reset, false);
  assert.deepEqual(events.map(({ type }) => type).filter((type) => /retention|expired/.test(type)), ["retention", "expired"]);
  const late = new Listener(t, server.url, { token: bob.welcome.me.token, cursors: { [room]: 1 } });
  assert.equal((await late.next("catchup", (each) => each.room === room)).reset, true, "a part of what followed is gone");
  const view = (await late.next("welcome")).rooms.find((each) => each.room === room);
  assert.deepEqual([view.retention, view.expired], [7, 2]);

  await server.restart("SIGKILL");
  const after = await person(t, server.url, undefined, { token: ada.welcome.me.token });
  assert.deepEqual(await texts(after, room), ["aster in autumn", "which one?"]);
  assert.equal((await after.ask("edit", { room, target: 2, text: "again" })).ok, false);
  const { entries } = await done(after, "room_audit", { room });
  assert.ok(entries.some(({ deed, detail }) => deed === "retention_set" && detail === "7"), JSON.stringify(entries));
  await server.end("SIGTERM");
  assert.equal(await isOnDisk(server.data, "marigold"), null, "the words are nowhere on the disk");
});

test("a room of thousands of old messages loses them while others talk", async (t) => {
  const { room, ada, bob } = await oldRoom(
    t,
    Array.from({ length: 3000 }, (_, index) => ({ text: `old ${index}`, days: 30 })),
  );
  const asked = done(ada, "retention", { room, days: 1 });
  for (let index = 0; index < 50; ++index) await done(bob, "message", { room, text: `new ${index}` });
  await asked;
  assert.equal((await bob.next("expired")).up_to, 3000);
  assert.equal(bob.count("expired"), 1);
  const left = await texts(bob, room);
  assert.deepEqual([left.length, left[0], left.at(-1)], [50, "new 0", "new 49"]);
});

test("what is no number of days is refused, and so is who is no host", async (t) => {
  const { room, ada, bob } = await oldRoom(t, [{ text: "old", days: 9 }]);
  for (const days of [-1, 3651, 1.5, "7", undefined]) {
    const answer = await ada.ask("retention", { room, days });
    assert.equal(answer.error?.code, "invalid_payload", String(days));
  }
  assert.equal((await bob.ask("retention", { room, days: 1 })).error.code, "forbidden");
  assert.equal((await ada.ask("retention", { room: "none", days: 1 })).error.code, "not_found");
  await done(ada, "retention", { room, days: 0 });
  assert.deepEqual(await texts(bob, room), ["old"]);
});
