// The official JavaScript clients against the echo server, on each way to connect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Socket as EngineSocket } from "engine.io-client";
import { io } from "socket.io-client";
import { briskFlags } from "../support_js/protocol_client.mjs";
import { startEchoServer } from "../support_js/server_process.mjs";
import { until, within } from "../support_js/until.mjs";

const ways = {
  "default transports": {},
  "websocket only": { transports: ["websocket"] },
  "polling only": { transports: ["polling"] },
};

function client(t, url, options = {}) {
  const socket = io(url, { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200, ...options });
  t.after(() => socket.disconnect());
  return socket;
}
const event = (socket, name) =>
  within(new Promise((resolve) => socket.once(name, (...args) => resolve(args))), `the event ${name}`);
async function connected(socket) {
  if (!socket.connected) await event(socket, "connect");
}

for (const [way, options] of Object.entries(ways)) {
  test(`${way}: connect, auth, echo, acknowledgements, binary`, async (t) => {
    const server = await startEchoServer(t);
    const socket = client(t, server.url, { ...options, auth: { token: "abc" } });
    const auth = event(socket, "auth");
    await connected(socket);
    assert.deepEqual(await auth, [{ token: "abc" }]);

    const cases = [
      [1, "two", { three: [null, true] }],
      ["\u00fc \u20ac \u{1f600}", ""],
      [Buffer.from([0, 1, 255])],
      [{ deep: [{ data: Buffer.from("abc") }] }, Buffer.alloc(100_000, 7), "text between"],
      [Buffer.alloc(0)],
    ];
    for (const args of cases) {
      const back = event(socket, "message-back");
      socket.emit("message", ...args);
      assert.deepEqual(await back, args);
      const acknowledged = await within(
        new Promise((resolve) => socket.emit("message-with-ack", ...args, (...answer) => resolve(answer))),
        "an acknowledgement",
      );
      assert.deepEqual(acknowledged, args);
    }
  });

  test(`${way}: namespaces`, async (t) => {
    const server = await startEchoServer(t);
    const main = client(t, server.url, options);
    const custom = main.io.socket("/custom", { auth: { who: "me" } });
    const unknown = main.io.socket("/x");
    const refused = event(unknown, "connect_error");
    await Promise.all([connected(main), connected(custom)]);
    assert.equal((await refused)[0].message, "Invalid namespace");
    assert.notEqual(main.id, custom.id);
    custom.disconnect();
    const back = event(main, "message-back");
    main.emit("message", "still here");
    assert.deepEqual(await back, ["still here"]);
  });

  test(`${way}: reconnects by itself when the server was killed`, async (t) => {
    // A client in the middle of its upgrade notices a sudden death only by the heartbeat.
    const server = await startEchoServer(t, { flags: briskFlags });
    const socket = client(t, server.url, options);
    await connected(socket);
    const first = socket.id;
    const gone = event(socket, "disconnect");
    await server.restart("SIGKILL");
    await gone;
    await connected(socket);
    assert.notEqual(socket.id, first);
    assert.equal(await socket.timeout(10_000).emitWithAck("message-with-ack", 5), 5);
  });

  test(`${way}: reconnects by itself when the server was stopped`, async (t) => {
    const server = await startEchoServer(t);
    const socket = client(t, server.url, options);
    await connected(socket);
    const gone = event(socket, "disconnect");
    assert.equal((await server.restart("SIGTERM")).code, 0);
    assert.ok(["transport close", "transport error"].includes((await gone)[0]));
    await connected(socket);
  });

  test(`${way}: stays through many heartbeats`, async (t) => {
    const server = await startEchoServer(t, { flags: briskFlags });
    const socket = client(t, server.url, options);
    let pings = 0;
    let losses = 0;
    socket.on("disconnect", () => ++losses);
    socket.io.on("ping", () => ++pings);
    await connected(socket);
    await until(() => pings >= 5, "five pings");
    assert.equal(losses, 0);
    assert.equal(await socket.timeout(5000).emitWithAck("message-with-ack", 1), 1);
  });

  test(`${way}: broadcasts reach everyone in order`, async (t) => {
    const server = await startEchoServer(t, { flags: ["--loops", "2"] });
    const sockets = Array.from({ length: 6 }, () => client(t, server.url, options));
    const heard = sockets.map((socket) => {
      const list = [];
      socket.on("chat message", (m) => list.push(m));
      return list;
    });
    await Promise.all(sockets.map(connected));
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    for (const i of numbers) sockets[0].emit("chat message", i);
    await until(() => heard.every((list) => list.length === numbers.length), () => heard.map((list) => list.length));
    for (const list of heard) assert.deepEqual(list, numbers);
  });
}

test("default transports end up on a WebSocket", async (t) => {
  const server = await startEchoServer(t);
  const socket = client(t, server.url);
  await connected(socket);
  await until(() => socket.io.engine.transport.name === "websocket", "the upgrade");
  const back = event(socket, "message-back");
  socket.emit("message", Buffer.from("over it"));
  assert.deepEqual(await back, [Buffer.from("over it")]);
});

test("a client whose messages are too long is closed and comes back", async (t) => {
  const server = await startEchoServer(t, { flags: ["--max-payload-bytes", "10000"] });
  for (const options of Object.values(ways)) {
    const socket = client(t, server.url, options);
    await connected(socket);
    const gone = event(socket, "disconnect");
    socket.emit("message", "x".repeat(20_000));
    await gone;
    await connected(socket);
  }
});

for (const transports of [["polling", "websocket"], ["websocket"], ["polling"]]) {
  test(`engine.io-client over ${transports}: echo of text and binary, then goodbye`, async (t) => {
    const server = await startEchoServer(t);
    const socket = new EngineSocket(server.url, { path: "/engine.io/", transports });
    t.after(() => socket.close());
    await event(socket, "open");
    for (const data of ["hello", "\u20ac", Buffer.from([1, 2, 3]), "x".repeat(200_000)]) {
      const back = event(socket, "message");
      socket.send(data);
      const [got] = await back;
      assert.deepEqual(typeof got === "string" ? got : Buffer.from(got), data);
    }
    const closed = event(socket, "close");
    socket.close();
    assert.equal((await closed)[0], "forced close");
  });
}
