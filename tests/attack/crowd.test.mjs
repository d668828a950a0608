// Thousands at once: handshakes that never end, everybody coming back together, more than there are files for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { leavesMemoryAsItWas } from "../support_js/memory.mjs";
import { exchange } from "../support_js/polling.mjs";
import { RawSocket, request } from "../support_js/raw_socket.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { standsUnharmed, underAttack } from "../support_js/targets.mjs";
import { until } from "../support_js/until.mjs";
import { Worker } from "../support_js/worker.mjs";

const crowdCount = 5_000;
const patienceMs = 60_000;

/** Somebody new comes, says something and is heard by themselves. */
async function chats(server, nickname) {
  const client = new ChatClient(server.url, nickname);
  try {
    await client.welcome();
    const { seq } = await client.say("lobby", "hello");
    await until(() => client.log("lobby").cursor >= seq, "the newcomer hears themselves");
    assert.deepEqual(client.violations, []);
  } finally {
    client.close();
  }
}

test("5,000 half-open handshakes keep nobody out", async (t) => {
  const situation = await underAttack(t, "parlor");
  const { server } = situation;
  const crowd = new Worker(t, "half_open_crowd.mjs");
  let round = 0;
  await leavesMemoryAsItWas(server.pid, async () => {
    ++round;
    await crowd.ask("open", { port: server.port, count: crowdCount });
    await chats(server, `newcomer ${round}`);
    await crowd.ask("leave");
    await exchange(server.port, "GET", "/healthz");
  });
  await standsUnharmed(situation);
});

/** Says the numbers `first` to `last` in the lobby. */
async function count(speaker, first, last) {
  const texts = [];
  for (let number = first; number <= last; ++number) {
    texts.push(`number ${number}`);
    await speaker.say("lobby", texts.at(-1));
  }
  return texts;
}

test("5,000 who come back at once after a crash all get what they missed, once", async (t) => {
  const server = await startParlor(t);
  const crowd = new Worker(t, "reconnecting_crowd.mjs");
  await crowd.ask("come", { port: server.port, count: crowdCount });
  const speaker = new ChatClient(server.url, "speaker");
  t.after(() => speaker.close());
  await speaker.welcome();
  const texts = await count(speaker, 1, 5);

  await server.restart("SIGKILL");
  texts.push(...(await count(speaker, 6, 15)));
  await until(
    async () => {
      const report = await crowd.ask("report", { texts });
      assert.deepEqual(report.faults, []);
      return report.welcomesMin >= 2 && report.heardAll === crowdCount;
    },
    "everybody is back and has heard everything",
    patienceMs,
  );
  assert.deepEqual(speaker.violations, []);
  await crowd.ask("leave");
});

test("5,000 whose network drops come back at once and disturb nobody", async (t) => {
  const situation = await underAttack(t, "parlor");
  const { server } = situation;
  const crowd = new Worker(t, "reconnecting_crowd.mjs");
  await crowd.ask("come", { port: server.port, count: crowdCount });
  const speaker = new ChatClient(server.url, "speaker");
  t.after(() => speaker.close());
  await speaker.welcome();

  let round = 1;
  await leavesMemoryAsItWas(server.pid, async () => {
    ++round;
    await crowd.ask("forgetTexts");
    await crowd.ask("drop");
    const texts = await count(speaker, 1, 10);
    await until(
      async () => {
        const report = await crowd.ask("report", { texts });
        assert.deepEqual(report.faults, []);
        return report.welcomesMin >= round && report.welcome === crowdCount && report.heardAll === crowdCount;
      },
      "everybody is back and has heard everything",
      patienceMs,
    );
  });
  await crowd.ask("leave");
  await standsUnharmed(situation);
});

/** Asks for something that needs no store; the connection stays open. */
async function ask(server) {
  const peer = await RawSocket.open(server.port);
  peer.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  return { peer, status: await peer.status() };
}

test("those for whom there are no files left are told so, and the server goes on", async (t) => {
  const situation = await underAttack(t, "parlor", { wrapper: ["prlimit", "--nofile=200:200"] });
  const { server } = situation;
  const peers = [];
  t.after(() => peers.forEach((peer) => peer.destroy()));
  await leavesMemoryAsItWas(server.pid, async () => {
    for (let isFull = false; !isFull; ) {
      const { peer, status } = await ask(server);
      assert.ok([200, 503].includes(status), `peer ${peers.length} got ${status}`);
      peers.push(peer);
      isFull = status === 503;
      assert.ok(peers.length < 200, "there are no more than 200 files");
    }
    assert.ok(peers.length > 100, `${peers.length} have room`);

    for (let i = 0; i < 100; ++i) {
      const { peer, status } = await ask(server);
      peer.destroy();
      assert.equal(status, 503, "whoever comes then is told that there is no room");
    }
    // Of many at once not all are told; they are closed, and none waits.
    const many = await Promise.all(Array.from({ length: 200 }, () => ask(server)));
    for (const { peer, status } of many) {
      peer.destroy();
      assert.ok([0, 503].includes(status), `one of many got ${status}`);
    }

    for (const peer of peers.splice(0)) peer.destroy();
    await until(async () => (await request(server.port, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")).status === 200, "there is room again");
  });
  await chats(server, "newcomer");
  await standsUnharmed(situation);
});
