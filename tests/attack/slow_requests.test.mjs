// Peers who send slower than anybody needs to. They harm only themselves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { RawSocket } from "../support_js/raw_socket.mjs";
import { RawWebSocket } from "../support_js/raw_websocket.mjs";
import { standsUnharmed, targets, underAttack } from "../support_js/targets.mjs";
import { frame, opcodes } from "../support_js/websocket_codec.mjs";

const slowCount = 100;
const dripMs = 400;

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

test("slow requests are ended, and quick ones pass meanwhile", async (t) => {
  // On all servers at once: it takes as long as their patience.
  await Promise.all(
    Object.keys(targets).map(async (name) => {
      const situation = await underAttack(t, name);
      const { port } = situation.server;
      const attacks = slowPeers.flatMap(([why, quickly, slowly]) =>
        Array.from({ length: slowCount / slowPeers.length }, async () => {
          const status = await drip(port, quickly, slowly);
          assert.ok([0, 400, 408].includes(status), `${name}, ${why}: ${status}`);
        }),
      );
      await Promise.all(attacks);
      await standsUnharmed(situation);
    }),
  );
});

for (const name of Object.keys(targets)) {
  test(`${name} ends peers who stop in the middle of a frame`, async (t) => {
    const flags = ["--ping-interval-ms", "1000", "--ping-timeout-ms", "1000"];
    const situation = await underAttack(t, name, { flags: name === "parlor" ? [...flags, "--no-rate-limits"] : flags });
    const sockets = await Promise.all(Array.from({ length: 50 }, () => RawWebSocket.connected(situation.server.port)));
    for (const socket of sockets) socket.send(frame(opcodes.text, "4", { announcedBytes: 1000 }));
    await Promise.all(sockets.map((socket) => socket.closes()));
    await standsUnharmed(situation);
  });
}
