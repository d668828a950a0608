// 10,000 numbered messages across the upgrade from polling to WebSocket arrive whole and in order, both ways.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Socket as EngineSocket } from "engine.io-client";
import { io } from "socket.io-client";
import { startEchoServer } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

const total = 10_000;
const perBurst = 20;

/** Sends all numbers in bursts, as fast as the event loop turns, from before the upgrade to after it. */
function streamFrom(send, isUpgraded) {
  let next = 0;
  let upgradedAt = -1;
  const burst = () => {
    for (let i = 0; i < perBurst && next < total; ++i) send(next++);
    if (upgradedAt < 0 && isUpgraded()) upgradedAt = next;
    if (next < total) setImmediate(burst);
  };
  burst();
  return () => ({ sent: next, upgradedAt });
}

function isWholeAndInOrder(heard) {
  assert.equal(heard.length, total);
  for (let i = 0; i < total; ++i) assert.equal(heard[i], i);
}

test("Engine.IO: a stream and its echo", async (t) => {
  const server = await startEchoServer(t, { flags: ["--loops", "2"] });
  const heard = [];
  const socket = new EngineSocket(server.url, { path: "/engine.io/" });
  t.after(() => socket.close());
  socket.on("message", (text) => heard.push(Number(text)));
  const opened = new Promise((resolve) => socket.once("open", resolve));
  await opened;
  assert.equal(socket.transport.name, "polling");
  const progress = streamFrom((i) => socket.send(String(i)), () => socket.transport.name === "websocket");
  await until(() => heard.length >= total, () => ({ heard: heard.length, ...progress() }), 60_000);
  isWholeAndInOrder(heard);
  assert.equal(socket.transport.name, "websocket");
});

test("Socket.IO: a stream up, its echo and broadcasts down, with binary among them", async (t) => {
  const server = await startEchoServer(t, { flags: ["--loops", "2"] });
  const socket = io(server.url, { forceNew: true, reconnection: false });
  t.after(() => socket.disconnect());
  const echoed = [];
  const broadcast = [];
  socket.on("message-back", (number) => echoed.push(typeof number === "number" ? number : number.readUInt32BE(0)));
  socket.on("chat message", (number) => broadcast.push(number));
  await until(() => socket.connected, "connected");
  const progress = streamFrom(
    (i) => {
      const data = Buffer.alloc(4);
      data.writeUInt32BE(i);
      socket.emit("message", i % 100 === 50 ? data : i);
      socket.emit("chat message", i);
    },
    () => socket.io.engine.transport.name === "websocket",
  );
  await until(() => echoed.length >= total && broadcast.length >= total, () => ({ echoed: echoed.length, broadcast: broadcast.length, ...progress() }), 60_000);
  isWholeAndInOrder(echoed);
  isWholeAndInOrder(broadcast);
  assert.equal(socket.io.engine.transport.name, "websocket");
});

test("Socket.IO: a stream that comes from another client while this one upgrades", async (t) => {
  const server = await startEchoServer(t, { flags: ["--loops", "2"] });
  const sender = io(server.url, { forceNew: true, transports: ["websocket"] });
  t.after(() => sender.disconnect());
  await until(() => sender.connected, "the sender is connected");
  const receiver = io(server.url, { forceNew: true, reconnection: false });
  t.after(() => receiver.disconnect());
  const heard = [];
  receiver.on("chat message", (number) => heard.push(number));
  await until(() => receiver.connected, "the receiver is connected");
  await sender.timeout(10_000).emitWithAck("message-with-ack", "ready");
  const progress = streamFrom((i) => sender.emit("chat message", i), () => receiver.io.engine.transport.name === "websocket");
  await until(() => heard.length >= total, () => ({ heard: heard.length, ...progress() }), 60_000);
  isWholeAndInOrder(heard);
  assert.equal(receiver.io.engine.transport.name, "websocket");
});
