// Three nodes, PostgreSQL, NATS, a balancer and thirty official clients, while each of them is killed, hung, restarted and cut
// off from others: nothing acknowledged is lost, nothing is seen twice, everybody sees one order without a gap.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { startCluster } from "../support_js/cluster.mjs";
import { Network } from "../support_js/network.mjs";
import { Random, seedFor } from "../support_js/random.mjs";
import { after, until, within } from "../support_js/until.mjs";
import { cuts, faults, longCuts } from "./faults.mjs";

const clientCount = 30;
/** Longer than an official client believes in a session that says nothing: 45 s. One whose upgrade breaks off may take that. */
const settleMs = 60_000;
/** What takes longer is told with whom it waits for. */
const slowMs = 10_000;
const randomRounds = Number(process.env.PARLOR_CHAOS_ROUNDS ?? 6);

const only = new RegExp(process.env.PARLOR_CHAOS_ONLY ?? "");

/** Of these faults those that shall be made: [name, what happens]. */
const wanted = (faults) => Object.entries(faults).filter(([name]) => only.test(name));

const transportsOf = (index) => {
  if (index % 10 === 3) return ["polling"];
  if (index % 10 === 7) return ["polling", "websocket"];
  return ["websocket"];
};

/** Writes at a person's random pace until told to stop, through whatever happens. */
class Writer {
  #isStopped = false;
  #done;
  sent = 0;

  constructor(client, random) {
    this.#done = this.#write(client, random);
  }
  async #write(client, random) {
    while (!this.#isStopped) {
      ++this.sent;
      await client.say("lobby", `${client.nickname} says ${this.sent}`);
      await after(random.between(20, 200));
    }
  }
  async stop() {
    this.#isStopped = true;
    await this.#done;
  }
}

/** Until a message of the client's is acknowledged and everybody has it. Returns how long that took. */
async function recovery(clients, client) {
  const began = performance.now();
  const { seq } = await within(client.say("lobby", "is everybody here?"), () => ["an acknowledgement", client.state], settleMs);
  const behind = () => clients.filter((each) => each.log("lobby").cursor < seq);
  const slow = setTimeout(() => console.log(`# still without it: ${JSON.stringify(behind().map(({ state }) => state))}`), slowMs);
  try {
    await until(() => behind().length === 0, () => behind().map((each) => [each.log("lobby").cursor, seq, each.state]), settleMs);
  } finally {
    clearTimeout(slow);
  }
  return performance.now() - began;
}

/** Who waits for what, for the words of a failure. */
const unacknowledged = (clients) =>
  clients.filter((client) => client.unacknowledgedCount > 0).map(({ state, waiting }) => ({ ...state, waiting }));

/** "p50 ..., p99 ..." of times in milliseconds. */
function percentiles(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}

/** A network whose connections can be cut; undefined where this process may not make one. */
async function ownNetwork() {
  try {
    return await Network.make();
  } catch (error) {
    console.log(`# the servers are not cut off from each other, as there can be no network of their own here: ${error.message}`);
    return undefined;
  }
}

const written = ({ type, seq, user, nonce, text }) => ({ type, seq, user, nonce, text });

function check(clients, log, where) {
  assert.deepEqual(log.events.map(({ seq }) => seq), log.events.map((_, index) => index + 1), `no gap in ${where}`);
  const nonces = log.events.filter(({ nonce }) => nonce).map(({ nonce }) => nonce);
  assert.equal(new Set(nonces).size, nonces.length, `nothing is twice in ${where}`);
  for (const client of clients) {
    for (const { nonce, text, seq } of client.acknowledged) {
      const event = log.events[seq - 1];
      assert.equal(event?.nonce, nonce, `${where} has at ${seq} what ${client.nickname} was acknowledged there`);
      assert.equal(event.text, text);
    }
  }
}

test("whatever is done to a cluster, nothing acknowledged is lost, repeated or out of order", async (t) => {
  const random = new Random(seedFor("chaos"));
  const network = await ownNetwork();
  const cluster = await startCluster(t, { network });
  const clients = Array.from(
    { length: clientCount },
    (_, index) => new ChatClient(cluster.url, `person-${index}`, { transports: transportsOf(index) }),
  );
  t.after(() => clients.forEach((client) => client.close()));
  const strangers = () => clients.filter((client) => !client.isWelcome);
  await until(() => strangers().length === 0, () => strangers().map(({ state }) => state), settleMs);
  const writers = clients.map((client) => new Writer(client, new Random(random.between(1, 2 ** 31))));

  const kinds = wanted(network ? { ...faults, ...cuts } : faults);
  const rounds = [...kinds, ...wanted(network ? longCuts : {})];
  if (kinds.length > 0) rounds.push(...Array.from({ length: randomRounds }, () => random.pick(kinds)));
  const recoveries = new Map(rounds.map(([name]) => [name, []]));
  for (const [name, happens] of rounds) {
    await happens(cluster, random);
    const ms = await recovery(clients, random.pick(clients));
    recoveries.get(name).push(ms);
    console.log(`# ${name}: everybody had a message ${Math.round(ms)} ms after it was over`);
  }
  const stopped = Promise.all(writers.map((writer) => writer.stop()));
  await until(() => clients.every((client) => client.unacknowledgedCount === 0), () => unacknowledged(clients), settleMs);
  await stopped;
  await recovery(clients, clients[0]);

  assert.deepEqual(clients.flatMap(({ violations }) => violations), []);
  for (const [index, client] of clients.entries()) {
    assert.equal(client.unacknowledgedCount, 0);
    assert.ok(client.acknowledged.length >= writers[index].sent, "whatever was written was acknowledged in the end");
    check(clients, client.log("lobby"), client.nickname);
    assert.deepEqual(client.log("lobby").events.map(written), clients[0].log("lobby").events.map(written));
  }
  // Each node reads the same from the store.
  for (const [index, node] of cluster.nodes.entries()) {
    const reader = new ChatClient(node.url, `reader-${index}`);
    try {
      await reader.welcome();
      await reader.fill("lobby");
      check(clients, reader.log("lobby"), `the store, as ${node.url} reads it,`);
    } finally {
      reader.close();
    }
  }
  const sum = clients.reduce((total, client) => total + client.acknowledged.length, 0);
  for (const [name, times] of recoveries) console.log(`# recovery: ${percentiles(times)}, ${times.length} times, ${name}`);
  console.log(`# recovery: ${percentiles([...recoveries.values()].flat())} of all; ${sum} messages`);
});
