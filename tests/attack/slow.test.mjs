// Peers who send slower than anybody needs to, and peers who never read. They harm only themselves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { leavesMemoryAsItWas, peakResidentBytes, residentBytes } from "../support_js/memory.mjs";
import { exchange } from "../support_js/polling.mjs";
import { RawSocket } from "../support_js/raw_socket.mjs";
import { RawWebSocket } from "../support_js/raw_websocket.mjs";
import { standsUnharmed, targets, underAttack } from "../support_js/targets.mjs";
import { until } from "../support_js/until.mjs";
import { frame, opcodes } from "../support_js/websocket_codec.mjs";

const slowCount = 100;
const dripMs = 400;
const megabyte = 2 ** 20;

/** Sends the octets one by one until the server has enough; resolves with the status it answered. */
async function drip(port, quickly, slowly) {
  const raw = await RawSocket.open(port);
  raw.send(quickly);
  let next = 0;
  const dripping = setInterval(() => raw.send(slowly[next++ % slowly.length]), dripMs);
  try {
    await raw.endsByPeer(60_000);
  } finally {
    clearInterval(dripping);
    raw.destroy();
  }
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(raw.text)?.[1] ?? 0);
}

const post = "POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
const slowPeers = [
  ["a slow request line", "G", "ET /socket.io/"],
  ["slow fields", "GET / HTTP/1.1\r\n", "X: y\r\n"],
  ["one endless field", "GET / HTTP/1.1\r\nX: ", "y"],
  ["a slow body", post, "4"],
  ["a slow body in chunks", post.replace("Content-Length: 100000", "Transfer-Encoding: chunked"), "1\r\nx\r\n"],
];

for (const name of Object.keys(targets)) {
  test(`${name} ends slow requests, and lets quick ones pass`, async (t) => {
    const situation = await underAttack(t, name);
    const { port } = situation.server;
    const attacks = slowPeers.flatMap(([why, quickly, slowly]) =>
      Array.from({ length: slowCount / slowPeers.length }, async () => {
        const status = await drip(port, quickly, slowly);
        assert.ok([0, 400, 408].includes(status), `${why}: ${status}`);
      }),
    );
    await Promise.all(attacks);
    await standsUnharmed(situation);
  });

  test(`${name} ends peers who stop in the middle of a frame`, async (t) => {
    const flags = ["--ping-interval-ms", "1000", "--ping-timeout-ms", "1000"];
    const situation = await underAttack(t, name, { flags: name === "parlor" ? [...flags, "--no-rate-limits"] : flags });
    const sockets = await Promise.all(Array.from({ length: 50 }, () => RawWebSocket.connected(situation.server.port)));
    for (const socket of sockets) socket.send(frame(opcodes.text, "4", { announcedBytes: 1000 }));
    await Promise.all(sockets.map((socket) => socket.closes()));
    await standsUnharmed(situation);
  });
}

/** How many readers were too slow so far. */
async function slowReaders(server) {
  const { text } = await exchange(Number(new URL(server.adminUrl).port), "GET", "/metrics");
  return Number(/^net_slow_readers_total (\d+)$/m.exec(text)?.[1] ?? 0);
}

test("a reader who never reads costs a bounded amount, is dropped, and delays nobody", async (t) => {
  const queueBytesMax = 256 * 1024;
  const readerCount = 20;
  const situation = await underAttack(t, "parlor", {
    flags: ["--no-rate-limits", "--send-queue-bytes-max", String(queueBytesMax)],
  });
  const { server } = situation;
  await until(() => server.adminUrl, "the log tells the admin address");
  const listener = new ChatClient(server.url, "listener");
  const speaker = new ChatClient(server.url, "speaker");
  t.after(() => [listener, speaker].forEach((client) => client.close()));
  await Promise.all([listener.welcome(), speaker.welcome()]);

  const text = "x".repeat(4_000);
  const before = residentBytes(server.pid);
  const flood = async () => {
    const droppedBefore = await slowReaders(server);
    const readers = await Promise.all(
      Array.from({ length: readerCount }, async () => {
        const socket = await RawWebSocket.welcome(server.port);
        socket.pause();
        return socket;
      }),
    );
    // The kernel's own buffers fill first, then the server's queue for each of them.
    let last = 0;
    let said = 0;
    while ((await slowReaders(server)) < droppedBefore + readerCount) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => speaker.say("lobby", text)));
      last = answers.at(-1).seq;
      said += answers.length * text.length;
      assert.ok(said < 64 * megabyte, "they are dropped in the end");
    }
    await until(() => [listener, speaker].every((client) => client.log("lobby").cursor >= last), "the others hear everything");
    for (const reader of readers) reader.resume();
    for (const reader of readers) assert.ok([undefined, 1013].includes(await reader.closes()));
  };
  // The store's caches, 64 and 16 MiB, are filled by what is said, too.
  await leavesMemoryAsItWas(server.pid, flood, { warmUps: 8 });
  assert.deepEqual([...listener.violations, ...speaker.violations], []);
  const grown = peakResidentBytes(server.pid) - before;
  assert.ok(grown < readerCount * 2 * queueBytesMax + 160 * megabyte, `grew by ${grown}`);
  await standsUnharmed(situation);
});
