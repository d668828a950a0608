// Nothing acknowledged is lost, nothing is shown twice, everyone sees the same order: while the server is killed at
// random moments and people write and come back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { readStore } from "../support_js/database.mjs";
import { Random, seedFor } from "../support_js/random.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { after, until } from "../support_js/until.mjs";

const clientCount = 20;
const settleMs = 60_000;
const messageKind = 1;

const transportsOf = (index) => {
  if (index % 10 === 3) return ["polling"];
  if (index % 10 === 7) return ["polling", "websocket"];
  return ["websocket"];
};

/** Writes one message after the other, at a person's random pace, until told to stop. */
class Writer {
  #client;
  #random;
  #isStopped = false;
  #done;
  rooms = ["lobby"];
  sent = 0;

  constructor(client, random) {
    this.#client = client;
    this.#random = random;
    this.#done = this.#write();
  }

  async #write() {
    while (!this.#isStopped) {
      ++this.sent;
      await this.#client.say(this.#random.pick(this.rooms), `${this.#client.nickname} says ${this.sent}`);
      await after(this.#random.between(0, 60));
    }
  }

  async stop() {
    this.#isStopped = true;
    await this.#done;
  }
}

/** What each client holds: every room's log, each the same. */
function compareClients(clients) {
  const [first, ...others] = clients;
  for (const [room, log] of first.logs) {
    assert.deepEqual(log.events.map((event) => event.seq), log.events.map((_, index) => index + 1), `no gap in ${room}`);
    const expected = log.events.map(({ type, seq, user, text, nonce }) => ({ type, seq, user, text, nonce }));
    for (const other of others) {
      const found = other.log(room).events.map(({ type, seq, user, text, nonce }) => ({ type, seq, user, text, nonce }));
      assert.deepEqual(found, expected, `${other.nickname} and ${first.nickname} see the same ${room}`);
    }
  }
}

/** Each acknowledged message stands in the log exactly once, where its acknowledgement said. */
function checkAcknowledged(clients, eventsOf, where) {
  for (const client of clients) {
    for (const { room, nonce, text, seq } of client.acknowledged) {
      const event = eventsOf(room)[seq - 1];
      assert.equal(event?.seq, seq, `${where} has ${seq} of ${room}`);
      assert.equal(event.nonce, nonce, `${where} has at ${seq} of ${room} what was acknowledged there`);
      assert.equal(event.text, text);
    }
  }
  for (const room of clients[0].logs.keys()) {
    const messages = eventsOf(room).filter((event) => event.nonce);
    const people = new Set(messages.map((event) => event.nonce));
    assert.equal(people.size, messages.length, `${where} has no message of ${room} twice`);
  }
}

/** The room of that name, made now or just before the answer about it was lost in a crash. */
async function openRoom(client, name) {
  const created = await client.insist("create", { name });
  if (created.ok) return created.room.room;
  assert.equal(created.error.code, "name_taken");
  const { rooms } = await client.insist("rooms", {});
  return rooms.find((each) => each.name === name).room;
}

async function crashRounds(t, { signal, rounds, seed }) {
  const random = new Random(seed);
  const server = await startParlor(t);
  const clients = Array.from(
    { length: clientCount },
    (_, index) => new ChatClient(server.url, `person-${index}`, { transports: transportsOf(index) }),
  );
  t.after(() => clients.forEach((client) => client.close()));
  await Promise.all(clients.map((client) => client.welcome()));
  const writers = clients.map((client, index) => new Writer(client, new Random(seed + index + 1)));

  const progress = [];
  let room;
  for (let round = 0; round < rounds; ++round) {
    if (round === Math.floor(rounds / 5)) {
      // In the middle of it somebody opens a room, and everybody enters it, over whatever crashes come.
      room = await openRoom(clients[0], "Garden");
      void Promise.all(
        clients.map(async (client, index) => {
          await client.join(room);
          writers[index].rooms.push(room);
        }),
      ).catch((error) => progress.push(error));
    }
    await after(random.between(100, 600));
    const ended = await server.restart(signal);
    if (signal === "SIGTERM") assert.deepEqual(ended, { code: 0, signal: null }, `round ${round}`);
  }
  await Promise.all(clients.map((client) => client.welcome()));
  await until(() => writers.every((writer) => writer.rooms.includes(room)), "everybody is in the new room", settleMs);
  await Promise.all(writers.map((writer) => writer.stop()));
  assert.deepEqual(progress, []);

  // All is quiet; one message more for each room, so that everybody has something to wait for.
  for (const name of ["lobby", room]) {
    const last = await clients[0].say(name, "the last word");
    await until(() => clients.every((client) => client.log(name).cursor >= last.seq), "everybody has the last word", settleMs);
  }
  return { server, clients, writers, room };
}

async function checkEverything({ server, clients, writers, room }) {
  assert.deepEqual(clients.flatMap((client) => client.violations), []);
  for (const [index, client] of clients.entries()) {
    assert.equal(client.unacknowledgedCount, 0);
    assert.ok(client.acknowledged.length >= writers[index].sent, "whatever was written was acknowledged in the end");
  }
  compareClients(clients);
  checkAcknowledged(clients, (name) => clients[0].log(name).events, "every client's log");

  await server.restart("SIGKILL");
  const reader = new ChatClient(server.url, "reader");
  try {
    await reader.welcome();
    await reader.join(room);
    await reader.fill("lobby");
    assert.deepEqual(reader.violations, []);
    checkAcknowledged(clients, (name) => reader.log(name).events, "history");
  } finally {
    reader.close();
  }

  await server.end("SIGKILL");
  const store = await readStore(server.data);
  assert.deepEqual(store.integrity, ["ok"]);
  for (const name of ["lobby", room]) {
    assert.deepEqual(store.logs[name].map((event) => event.seq), store.logs[name].map((_, index) => index + 1), `no gap in ${name}`);
    assert.equal(store.heads[name], store.logs[name].length);
  }
  checkAcknowledged(clients, (name) => store.logs[name], "the store");
  const messages = store.logs.lobby.filter((event) => event.kind === messageKind).length;
  console.log(`# ${clients.reduce((sum, client) => sum + client.acknowledged.length, 0)} acknowledged, ${messages} of them in the lobby`);
}

test("fifty crashes at random moments lose, repeat and reorder nothing that was acknowledged", async (t) => {
  const finished = await crashRounds(t, { signal: "SIGKILL", rounds: 50, seed: seedFor("crashes") });
  assert.ok(finished.clients.every((client) => client.connectCount > 1));
  await checkEverything(finished);
});

test("eight restarts as asked lose nothing and tell everybody", async (t) => {
  const finished = await crashRounds(t, { signal: "SIGTERM", rounds: 8, seed: seedFor("restarts") });
  assert.ok(finished.clients.every((client) => client.movingCount > 0), "everybody was told that the server goes");
  await checkEverything(finished);
});
