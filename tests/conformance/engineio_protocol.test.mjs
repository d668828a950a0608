// Engine.IO v4 packet by packet: what public conformance suites look at, with their short times (300/200 ms).
import assert from "node:assert/strict";
import { test } from "node:test";
import { PollingSession } from "../support_js/polling.mjs";
import { briskFlags, openSession, PacketSocket } from "../support_js/protocol_client.mjs";
import { RawSocket } from "../support_js/raw_socket.mjs";
import { startEchoServer } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

const base = "/engine.io/";
const brisk = (t) => startEchoServer(t, { flags: briskFlags });
const poller = (server) => PollingSession.open(server.port, { base });

/** The session is unknown, or about to be. */
const isGone = (session) => until(async () => (await session.poll()).status === 400, "the session is gone");

test("handshake over polling", async (t) => {
  const server = await brisk(t);
  const answer = await fetch(`${server.url}${base}?EIO=4&transport=polling`);
  assert.equal(answer.status, 200);
  const body = await answer.text();
  assert.equal(body[0], "0");
  const open = JSON.parse(body.slice(1));
  assert.deepEqual(Object.keys(open), ["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"]);
  assert.ok(open.sid.length >= 20);
  assert.deepEqual(open.upgrades, ["websocket"]);
  assert.equal(open.pingInterval, 300);
  assert.equal(open.pingTimeout, 200);
  assert.equal(open.maxPayload, 1_000_000);
});

test("handshake over a WebSocket", async (t) => {
  const socket = await openSession(t, await brisk(t));
  assert.deepEqual(socket.handshake.upgrades, []);
  assert.equal(socket.handshake.pingInterval, 300);
});

test("messages over polling: text, binary, and both in one payload", async (t) => {
  const server = await brisk(t);
  const session = await poller(server);
  assert.equal((await session.post("4hello")).text, "ok");
  assert.equal((await session.poll()).text, "4hello");
  assert.equal((await session.post("4test1\x1e4test2\x1ebAQIDBA==\x1e4\u20ac")).text, "ok");
  assert.equal((await session.poll()).text, "4test1\x1e4test2\x1ebAQIDBA==\x1e4\u20ac");
});

test("messages over a WebSocket: text and binary, empty and long", async (t) => {
  const socket = await openSession(t, await brisk(t));
  for (const text of ["4hello", "4", "4\u20ac", `4${"x".repeat(100_000)}`]) {
    socket.say(text);
    assert.equal(await socket.nextMessage(), text);
  }
  for (const size of [0, 4, 125, 126, 65_535, 65_536, 900_000]) {
    const data = Buffer.alloc(size, size & 0xff);
    socket.say(data);
    assert.ok(data.equals(await socket.nextMessage()));
  }
});

test("invalid packets close a polling session", async (t) => {
  const server = await brisk(t);
  for (const body of ["abc", "7", "", "4a\x1e\x1e4b", "b!", "2", "2probe"]) {
    const session = await poller(server);
    const answer = await session.post(body);
    assert.ok(answer.status === 400 || body.startsWith("2"), `${body}: ${answer.status}`);
    assert.equal((await session.poll()).status, 400, body);
  }
});

test("invalid packets close a WebSocket session", async (t) => {
  const server = await brisk(t);
  for (const packet of ["abc", "7", "", "2", "2probe"]) {
    const socket = await openSession(t, server);
    socket.say(packet);
    await socket.isClosedByServer(packet);
  }
});

test("a second poll while one is held: 400 for the second, and the session ends", async (t) => {
  const session = await poller(await brisk(t));
  const answers = await Promise.all([session.poll(), session.poll()]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 400]);
  assert.equal(answers.find((answer) => answer.status === 200).text, "1");
  assert.equal((await session.poll()).status, 400);
});

test("a poll given up while held ends the session", async (t) => {
  const server = await brisk(t);
  const session = await poller(server);
  const raw = await RawSocket.open(server.port);
  await raw.sent(`GET ${session.path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  raw.destroy();
  await isGone(session);
});

test("heartbeat over polling: ping, pong, and an end for who is silent", async (t) => {
  const server = await brisk(t);
  const session = await poller(server);
  for (let i = 0; i < 3; ++i) {
    assert.equal((await session.poll()).text, "2");
    assert.equal((await session.post("3")).text, "ok");
  }
  assert.equal((await session.poll()).text, "2");
  assert.equal((await session.poll()).text, "1", "no pong: told to go");
  assert.equal((await session.poll()).status, 400);
});

test("heartbeat over a WebSocket: ping, pong, and an end for who is silent", async (t) => {
  const socket = await openSession(t, await brisk(t));
  for (let i = 0; i < 3; ++i) {
    assert.equal(await socket.next(), "2");
    socket.say("3");
  }
  assert.equal(await socket.next(), "2");
  await socket.isClosedByServer("no pong");
});

test("a session that never polls ends too", async (t) => {
  await isGone(await poller(await brisk(t)));
});

test("goodbye over polling answers the held poll", async (t) => {
  const session = await poller(await brisk(t));
  const [polled, posted] = await Promise.all([session.poll(), session.post("1")]);
  assert.equal(posted.status, 200);
  assert.ok(polled.status === 400 || polled.text === "6", "held, or too late to be held");
  assert.equal((await session.poll()).status, 400);
});

test("goodbye over a WebSocket", async (t) => {
  const socket = await openSession(t, await brisk(t));
  socket.say("1");
  await socket.isClosedByServer();
});

test("upgrade from polling to a WebSocket", async (t) => {
  const server = await brisk(t);
  const session = await poller(server);
  const socket = await PacketSocket.open(server, { query: `&sid=${session.sid}` });
  t.after(() => socket.terminate());
  socket.say("2probe");
  assert.equal(await socket.next(), "3probe");
  assert.equal((await session.poll()).text, "6", "a poll meanwhile is let go");
  socket.say("5");
  socket.say("4hello");
  assert.equal(await socket.nextMessage(), "4hello");
  for (const answer of [await session.poll(), await session.post("4x")]) {
    assert.equal(answer.status, 400);
    assert.equal(JSON.parse(answer.text).code, 3);
  }
  const second = await PacketSocket.open(server, { query: `&sid=${session.sid}` });
  await second.isClosedByServer("a second WebSocket of the session");
  socket.say("4still here");
  assert.equal(await socket.nextMessage(), "4still here");
});

test("a wrong probe ends its WebSocket only", async (t) => {
  const server = await brisk(t);
  const session = await poller(server);
  const socket = await PacketSocket.open(server, { query: `&sid=${session.sid}` });
  socket.say("4not a probe");
  await socket.isClosedByServer();
  await session.post("4still on polling");
  assert.equal((await session.poll()).text, "4still on polling");
});

test("requests of one session may come over any connection and loop", async (t) => {
  const server = await startEchoServer(t, { flags: ["--loops", "4"] });
  for (let i = 0; i < 20; ++i) {
    const session = await poller(server);
    for (let k = 0; k < 5; ++k) {
      await session.post(`4${i}/${k}`);
      assert.equal((await session.poll()).text, `4${i}/${k}`);
    }
    const socket = await PacketSocket.open(server, { query: `&sid=${session.sid}` });
    t.after(() => socket.terminate());
    socket.say("2probe");
    assert.equal(await socket.next(), "3probe");
    socket.say("5");
    socket.say("4over");
    assert.equal(await socket.nextMessage(), "4over");
  }
});

test("SIGTERM says goodbye to everyone and ends with 0", async (t) => {
  const server = await startEchoServer(t);
  const session = await poller(server);
  const socket = await openSession(t, server);
  const held = session.poll();
  await session.post("4on its way");
  await held;
  const waiting = session.poll().catch(() => undefined);
  assert.deepEqual(await server.end("SIGTERM"), { code: 0, signal: null });
  assert.equal(await socket.closed, 1012);
  await waiting;
});
