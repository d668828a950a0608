// Nothing acknowledged is lost, nothing is shown twice, everyone sees the same order: while the server is killed at
// random moments and people write, edit, delete, react, answer and come back, make accounts and change their names,
// ignore others, and a host changes what a room is called and about, who is in it, and who may not write there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Avoider } from "../support_js/avoider.mjs";
import { ChatClient } from "../support_js/chat_client.mjs";
import { readStore } from "../support_js/database.mjs";
import { Host } from "../support_js/host.mjs";
import { Random, seedFor } from "../support_js/random.mjs";
import { Resident } from "../support_js/resident.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { after, until } from "../support_js/until.mjs";

const clientCount = 20;
const settleMs = 60_000;
/** Those who make an account begin their names so. */
const residentWords = ["alder", "birch", "cedar", "hazel", "rowan"];
const lodgerCount = 4;
const messageKind = 1;
const emoji = ["👍", "🎉", "❤️", "👍🏽"];

const transportsOf = (index) => {
  if (index % 10 === 3) return ["polling"];
  if (index % 10 === 7) return ["polling", "websocket"];
  return ["websocket"];
};

/** Writes one message after the other, at a person's random pace, until told to stop; half of them do things to messages. */
class Writer {
  #client;
  #random;
  #doesChanges;
  #isStopped = false;
  #done;
  rooms = ["lobby"];
  sent = 0;

  constructor(client, random, { doesChanges }) {
    this.#client = client;
    this.#random = random;
    this.#doesChanges = doesChanges;
    this.#done = this.#write();
  }

  async #write() {
    while (!this.#isStopped) {
      ++this.sent;
      const room = this.#random.pick(this.rooms);
      const reply_to = this.#doesChanges && this.#random.fraction() < 0.3 ? this.#someMessage(room) : undefined;
      await this.#client.say(room, `${this.#client.nickname} says ${this.sent}`, { reply_to });
      if (this.#doesChanges) await this.#change(this.#random.pick(this.rooms));
      await after(this.#random.between(0, 60));
    }
  }

  /** One of the last that this client knows, or of its own; undefined when there is none. */
  #someMessage(room, isMine = false) {
    const own = this.#client.acknowledged.filter((message) => message.room === room).map(({ seq }) => seq);
    const known = isMine ? own : [...this.#client.log(room).messages.keys()];
    return known.length > 0 ? this.#random.pick(known.slice(-15)) : undefined;
  }

  async #change(room) {
    const what = this.#random.fraction();
    const event = what < 0.35 ? "edit" : what < 0.45 ? "delete" : "react";
    const target = this.#someMessage(room, event !== "react");
    if (target === undefined) return;
    const payload = { room, target };
    if (event === "edit") payload.text = `${this.#client.nickname} edits ${this.#client.changes.length}`;
    if (event === "react") Object.assign(payload, { emoji: this.#random.pick(emoji), on: this.#random.fraction() < 0.7 });
    await this.#client.change(event, payload);
  }

  async stop() {
    this.#isStopped = true;
    await this.#done;
  }
}

/** What of an event never changes. */
const written = ({ type, seq, user, nonce, target, reply_to, emoji, on, until, time, name, topic, by }) => ({
  type, seq, user, nonce, target, reply_to, emoji, on, until, time, name, topic, by,
});

/** What each client holds: every room's log, each the same, and messages that stand alike. */
function compareClients(clients) {
  const [first, ...others] = clients;
  for (const [room, log] of first.logs) {
    assert.deepEqual(log.events.map((event) => event.seq), log.events.map((_, index) => index + 1), `no gap in ${room}`);
    for (const other of others) {
      assert.deepEqual(other.log(room).events.map(written), log.events.map(written), `${other.nickname} and ${first.nickname} see the same ${room}`);
      assert.deepEqual(other.log(room).messages, log.messages, `messages of ${room} stand alike for ${other.nickname} and ${first.nickname}`);
    }
  }
}

/** The client's logs by room, with messages as they stand. */
function logsOf(client) {
  const standing = ({ events, messages }) => events.map((event) => ({ ...event, ...messages.get(event.seq) }));
  const logs = new Map([...client.logs].map(([room, log]) => [room, standing(log)]));
  return (room) => logs.get(room);
}

const loggedTypes = { edit: "edited", delete: "deleted", react: "reacted" };

/** Each acknowledged change is in the log at its place, or was there before when it changed nothing; and shows. */
function checkChanges(clients, reader) {
  for (const client of clients) {
    const { user } = client.me;
    const texts = new Map(client.acknowledged.map(({ room, seq, text }) => [`${room} ${seq}`, text]));
    const deleted = new Set();
    const marks = new Map();
    for (const { event, room, target, seq, text, emoji: mark, on } of client.changes) {
      const isIt = (found) =>
        found.type === loggedTypes[event] && found.target === target && found.user === user && found.emoji === mark && found.on === on;
      const { events } = reader.log(room);
      const there = events[seq - 1];
      assert.ok(there && (there.seq === target || there.target === target), `${seq} of ${room} is about ${target}`);
      // Sent again after a crash it may have been answered with a later change; what was not marked needs no taking back.
      if (!isIt(there) && on !== false) assert.ok(events.slice(0, seq).some(isIt), `${event} of ${target} of ${room} was done at ${seq} or before`);
      if (event === "edit") texts.set(`${room} ${target}`, text);
      if (event === "delete") deleted.add(`${room} ${target}`);
      if (event === "react") marks.set(`${room} ${target} ${mark}`, { room, target, mark, on });
    }
    for (const { room, seq } of client.acknowledged) {
      const message = reader.log(room).messages.get(seq);
      assert.equal(message.deleted, deleted.has(`${room} ${seq}`), `only its author deleted ${seq} of ${room}`);
      assert.equal(message.text, message.deleted ? "" : texts.get(`${room} ${seq}`), `${seq} of ${room} reads as it was written last`);
    }
    for (const { room, target, mark, on } of marks.values()) {
      const message = reader.log(room).messages.get(target);
      const isMarked = message.reactions.some((each) => each.emoji === mark && each.by.some((person) => person.user === user));
      assert.equal(isMarked, on && !message.deleted, `${client.nickname}'s ${mark} at ${target} of ${room}`);
    }
  }
}

/** Each acknowledged message stands in the log exactly once, where its acknowledgement said. */
function checkAcknowledged(clients, eventsOf, where) {
  const targetsOf = (kind) =>
    new Set(clients.flatMap((client) => client.changes.filter(({ event }) => event === kind).map(({ room, target }) => `${room} ${target}`)));
  const [edited, deleted] = [targetsOf("edit"), targetsOf("delete")];
  for (const client of clients) {
    for (const { room, nonce, text, seq } of client.acknowledged) {
      const event = eventsOf(room)[seq - 1];
      assert.equal(event?.seq, seq, `${where} has ${seq} of ${room}`);
      assert.equal(event.nonce, nonce, `${where} has at ${seq} of ${room} what was acknowledged there`);
      if (deleted.has(`${room} ${seq}`)) assert.equal(event.text, "", `${where} has no words of the deleted ${seq} of ${room}`);
      else if (!edited.has(`${room} ${seq}`)) assert.equal(event.text, text);
    }
  }
  for (const room of clients[0].logs.keys()) {
    const messages = eventsOf(room).filter((event) => event.nonce);
    const people = new Set(messages.map((event) => event.nonce));
    assert.equal(people.size, messages.length, `${where} has no message of ${room} twice`);
  }
}

/** Ids of people who were here once. */
async function makeLodgers(url) {
  const lodgers = Array.from({ length: lodgerCount }, (_, index) => new ChatClient(url, `lodger-${index}`));
  try {
    return await Promise.all(lodgers.map(async (lodger) => (await lodger.welcome()).user));
  } finally {
    for (const lodger of lodgers) lodger.close();
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
  const writers = clients.map((client, index) => new Writer(client, new Random(seed + index + 1), { doesChanges: index % 2 === 1 }));
  const residents = residentWords.map(
    (word, index) => new Resident(clients[index * 4], server.url, new Random(seed + clientCount + index + 1), word),
  );

  const lodgers = await makeLodgers(server.url);
  const avoider = new Avoider(clients[2], new Random(seed + 3 * clientCount), lodgers);
  const progress = [];
  let [room, host] = [];
  for (let round = 0; round < rounds; ++round) {
    if (round === Math.floor(rounds / 5)) {
      // In the middle of it somebody opens a room, and everybody enters it, over whatever crashes come.
      room = await openRoom(clients[0], "Garden");
      void Promise.all(
        clients.map(async (client, index) => {
          await client.join(room);
          writers[index].rooms.push(room);
          // The first one made the room.
          if (index === 0) host = new Host(client, room, new Random(seed + 2 * clientCount), lodgers);
        }),
      ).catch((error) => progress.push(error));
    }
    await after(random.between(100, 600));
    const ended = await server.restart(signal);
    if (signal === "SIGTERM") assert.deepEqual(ended, { code: 0, signal: null }, `round ${round}`);
  }
  await Promise.all(clients.map((client) => client.welcome()));
  await until(() => writers.every((writer) => writer.rooms.includes(room)), "everybody is in the new room", settleMs);
  await Promise.all([...writers, ...residents, avoider, host].map((person) => person.stop()));
  assert.deepEqual(progress, []);

  // All is quiet; one message more for each room, so that everybody has something to wait for.
  for (const name of ["lobby", room]) {
    const last = await clients[0].say(name, "the last word");
    await until(() => clients.every((client) => client.log(name).cursor >= last.seq), "everybody has the last word", settleMs);
  }
  return { server, clients, writers, residents, avoider, host, room };
}

async function checkEverything({ server, clients, writers, residents, avoider, host, room }) {
  assert.deepEqual(clients.flatMap((client) => client.violations), []);
  for (const [index, client] of clients.entries()) {
    assert.equal(client.unacknowledgedCount, 0);
    assert.ok(client.acknowledged.length >= writers[index].sent, "whatever was written was acknowledged in the end");
  }
  compareClients(clients);
  checkAcknowledged(clients, logsOf(clients[0]), "every client's log");

  await server.restart("SIGKILL");
  const reader = new ChatClient(server.url, "reader");
  try {
    await reader.welcome();
    await reader.join(room);
    await reader.fill("lobby");
    assert.deepEqual(reader.violations, []);
    checkAcknowledged(clients, logsOf(reader), "history");
    checkChanges(clients, reader);
    for (const resident of residents) await resident.check(reader);
    await avoider.check();
    await host.check(reader);
    for (const name of ["lobby", room]) assert.deepEqual(reader.log(name).messages, clients[0].log(name).messages, `history of ${name} is folded as its clients fold it`);
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
  const sumOf = (list) => clients.reduce((sum, client) => sum + client[list].length, 0);
  assert.ok(sumOf("changes") > clients.length, "messages were changed, too");
  const looks = residents.reduce((sum, resident) => sum + resident.changeCount, 0);
  assert.ok(looks > residents.length, "people changed, too");
  console.log(`# ${sumOf("acknowledged")} messages acknowledged, ${messages} of them in the lobby; ${sumOf("changes")} changes of them, ${looks} of people, ${host.deeds.length} of a room`);
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
