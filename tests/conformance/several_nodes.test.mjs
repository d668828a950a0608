// The official client and two servers behind a balancer that knows no sticky sessions: each request is the next server's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { io } from "socket.io-client";
import { Balancer, Door } from "../support_js/balancer.mjs";
import { PollingSession, exchange } from "../support_js/polling.mjs";
import { startEchoServer } from "../support_js/server_process.mjs";
import { until, within } from "../support_js/until.mjs";

const names = ["a", "b"];

/** Two servers that know each other, and their balancer. `doors` are where they relay to. */
async function startNodes(t, flags = []) {
  const doors = {};
  for (const name of names) doors[name] = await Door.open(t);
  const nodes = {};
  for (const name of names) {
    const peers = names.filter((other) => other !== name).flatMap((other) => ["--peer", `${other}=127.0.0.1:${doors[other].port}`]);
    nodes[name] = await startEchoServer(t, { flags: ["--loops", "2", "--node", name, ...peers, ...flags] });
    doors[name].leadTo(nodes[name].port);
  }
  const balancer = await Balancer.start(t, names.map((name) => nodes[name].url));
  return { nodes, doors, balancer };
}

function client(t, url, options = {}) {
  const socket = io(url, { forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200, ...options });
  t.after(() => socket.disconnect());
  return socket;
}
const event = (socket, name) =>
  within(new Promise((resolve) => socket.once(name, (...args) => resolve(args))), `the event ${name}`);
const acknowledged = (socket, ...args) =>
  within(new Promise((resolve) => socket.emit("message-with-ack", ...args, (...answer) => resolve(answer))), "an acknowledgement");
const relayed = (doors) => names.reduce((sum, name) => sum + doors[name].connections, 0);

const ways = {
  "polling only": { options: { transports: ["polling"] }, ends: "polling" },
  "polling, then an upgrade": { options: {}, ends: "websocket" },
  "websocket only": { options: { transports: ["websocket"] }, ends: "websocket" },
};

for (const [way, { options, ends }] of Object.entries(ways)) {
  test(`${way}: several clients talk, none of them to one server`, async (t) => {
    const { nodes, doors, balancer } = await startNodes(t);
    const sockets = [1, 2, 3, 4].map((number) => client(t, balancer.url, { ...options, auth: { number } }));
    let closes = 0;
    for (const socket of sockets) socket.io.on("close", () => (closes += 1));
    await Promise.all(sockets.map((socket) => event(socket, "auth")));
    await until(() => sockets.every((socket) => socket.io.engine.transport.name === ends), `all are on ${ends}`);

    for (let round = 0; round < 5; ++round) {
      await Promise.all(sockets.map(async (socket, number) => {
        const args = [{ round, number }, Buffer.alloc(50_000, number), "\u00fc"];
        assert.deepEqual(await acknowledged(socket, ...args), args);
      }));
    }
    for (const name of names) assert.ok(balancer.given.get(nodes[name].url) > 0, `${name} was given requests`);
    if (way === "websocket only") assert.equal(relayed(doors), 0);
    else assert.ok(relayed(doors) > 0, "requests were relayed");
    assert.equal(closes, 0);
  });
}

test("messages of both transports arrive whole and in order across a relayed upgrade", async (t) => {
  const total = 3_000;
  const { nodes, doors, balancer } = await startNodes(t);
  balancer.choose = ({ headers, url }) => {
    if (headers.upgrade === undefined) return undefined;
    return url.includes("sid=a.") ? nodes.b.url : nodes.a.url;
  };
  await Promise.all([1, 2, 3].map(async () => {
    const socket = client(t, balancer.url, { reconnection: false });
    const heard = [];
    socket.on("message-back", (number) => heard.push(number));
    await event(socket, "connect");
    let next = 0;
    const burst = () => {
      for (let i = 0; i < 10 && next < total; ++i) socket.emit("message", next++);
      if (next < total) setImmediate(burst);
    };
    burst();
    await until(() => heard.length >= total, () => ({ heard: heard.length, next }), 60_000);
    assert.deepEqual(heard, Array.from({ length: total }, (_, i) => i));
    await until(() => socket.io.engine.transport.name === "websocket", "the upgrade");
  }));
  await until(() => names.reduce((sum, name) => sum + doors[name].open, 0) === 3, "what stays open are the three upgrades");
});

test("a client whose server dies has a new session on the other one at once", async (t) => {
  const { nodes, balancer } = await startNodes(t);
  const sockets = [1, 2, 3, 4].map(() => client(t, balancer.url, { transports: ["polling"] }));
  await Promise.all(sockets.map((socket) => event(socket, "connect")));
  assert.ok(sockets.some((socket) => socket.io.engine.id.startsWith("a.")));
  await nodes.a.end("SIGKILL");
  balancer.urls = [nodes.b.url];
  await until(
    () => sockets.every((socket) => socket.connected && socket.io.engine.id.startsWith("b.")),
    "all are on b",
  );
  await Promise.all(sockets.map(async (socket) => assert.deepEqual(await acknowledged(socket, 1), [1])));
});

test("a server that the other cannot reach is as one that is gone", async (t) => {
  const { nodes, doors } = await startNodes(t);
  const session = await PollingSession.open(nodes.a.port);
  assert.match(session.sid, /^a\.[\w-]{26}$/);
  const throughB = () => exchange(nodes.b.port, "GET", session.path);
  await session.post("40");
  assert.match((await throughB()).text, /^40/);
  doors.a.close();
  const { status, text } = await throughB();
  assert.deepEqual([status, JSON.parse(text)], [400, { code: 1, message: "Session ID unknown" }]);
  assert.equal((await session.post("41")).text, "ok");
});

test("made-up sids cost the other server one request each, and nobody anything more", async (t) => {
  const { nodes, doors } = await startNodes(t);
  const made = (sid) => exchange(nodes.b.port, "GET", `/socket.io/?EIO=4&transport=polling&sid=${sid}`);
  const id = "A".repeat(26);
  for (const sid of [`c.${id}`, `b.${id}`, id, `127.0.0.1:${nodes.a.port}.${id}`, `a.${id}A`, `a..${id}`, `A.${id}`]) {
    assert.equal((await made(sid)).status, 400, sid);
  }
  assert.equal(relayed(doors), 0);
  const answers = await Promise.all(Array.from({ length: 50 }, () => made(`a.${id}`)));
  assert.ok(answers.every(({ status }) => status === 400));
  assert.equal(doors.a.connections, 50);
  assert.equal((await PollingSession.open(nodes.b.port)).sid.slice(0, 2), "b.");
});
