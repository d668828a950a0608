// Socket.IO v5 packet by packet, as protocol.md has it: what public conformance suites look at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { briskFlags, openSession, openSocket } from "../support_js/protocol_client.mjs";
import { startEchoServer } from "../support_js/server_process.mjs";

const brisk = (t) => startEchoServer(t, { flags: briskFlags });
const openEngine = (t, server) => openSession(t, server, { base: "/socket.io/" });

for (const [nsp, prefix] of [["/", ""], ["/custom", "/custom,"]]) {
  test(`connect to ${nsp}, with and without a payload`, async (t) => {
    const server = await brisk(t);
    for (const [payload, auth] of [["", {}], ['{"token":"123"}', { token: "123" }]]) {
      const socket = await openEngine(t, server);
      socket.say(`40${prefix}${payload}`);
      const answer = await socket.nextMessage();
      assert.ok(answer.startsWith(`40${prefix}{`), answer);
      const { sid } = JSON.parse(answer.slice(2 + prefix.length));
      assert.ok(sid.length >= 20);
      assert.notEqual(sid, socket.handshake.sid, "an id of its own");
      assert.equal(await socket.nextMessage(), `42${prefix}["auth",${JSON.stringify(auth)}]`);
    }
  });
}

test("connect to a namespace without the comma at its end", async (t) => {
  const socket = await openEngine(t, await brisk(t));
  socket.say("40/custom");
  assert.match(await socket.nextMessage(), /^40\/custom,\{"sid":"/);
});

test("other namespaces are refused, and the session goes on", async (t) => {
  const socket = await openEngine(t, await brisk(t));
  socket.say("40/random");
  assert.equal(await socket.nextMessage(), '44/random,{"message":"Invalid namespace"}');
  socket.say("40");
  assert.match(await socket.nextMessage(), /^40\{/);
});

test("a client that breaks a rule is closed", async (t) => {
  const server = await brisk(t);
  const cases = [
    ["an event before CONNECT", false, '42["message"]'],
    ["garbage before CONNECT", false, "4abc"],
    ["CONNECT with a list", false, "40[]"],
    ["an unknown type", true, "4abc"],
    ["a type too high", true, '47["x"]'],
    ["CONNECT twice", true, "40"],
    ["CONNECT_ERROR", true, '44{"message":"x"}'],
    ["an event for a namespace not joined", true, '42/custom,["x"]'],
    ["an event that is an object", true, "42{}"],
    ["an empty event", true, "42[]"],
    ["an event named by an object", true, "42[{}]"],
    ["a reserved name", true, '42["disconnect"]'],
    ["an ack id that is no number", true, '42abc["message-with-ack",1,"2",{"3":[false]}]'],
    ["DISCONNECT with a payload", true, '41{"x":1}'],
    ["an ack that is no list", true, "431{}"],
    ["a count without end", true, `45${"9".repeat(300)}-["x"]`],
    ["too many attachments", true, '4511-["x"]'],
    ["a placeholder out of range", true, '451-["x",{"_placeholder":true,"num":1}]'],
    ["binary nobody announced", true, Buffer.from([1, 2, 3])],
  ];
  for (const [why, joined, packet] of cases) {
    const socket = await (joined ? openSocket : openEngine)(t, server);
    socket.say(packet);
    await socket.isClosedByServer(why);
  }
});

test("text while attachments are due closes", async (t) => {
  const socket = await openSocket(t, await brisk(t));
  socket.say('451-["message",{"_placeholder":true,"num":0}]');
  socket.say('42["message"]');
  await socket.isClosedByServer();
});

test("who joins nothing in time is closed", async (t) => {
  const socket = await openEngine(t, await brisk(t));
  await assert.rejects(async () => {
    for (;;) await socket.nextMessage();
  }, /closed/);
});

test("disconnect from one namespace and go on in the other", async (t) => {
  const server = await brisk(t);
  const socket = await openSocket(t, server);
  socket.say("40/custom");
  await socket.nextMessage();
  await socket.nextMessage();
  socket.say("41/custom,");
  socket.say('42["message","message to main namespace"]');
  assert.equal(await socket.nextMessage(), '42["message-back","message to main namespace"]');

  socket.say("41");
  socket.say('42["message"]');
  await socket.isClosedByServer("an event for a namespace it left");
});

test("a session that ends leaves its namespaces", async (t) => {
  const socket = await openSocket(t, await brisk(t));
  socket.close();
  await socket.isClosedByServer();
});

test("plain text events", async (t) => {
  const socket = await openSocket(t, await brisk(t));
  socket.say('42["message",1,"2",{"3":[true]}]');
  assert.equal(await socket.nextMessage(), '42["message-back",1,"2",{"3":[true]}]');
});

test("binary events", async (t) => {
  const socket = await openSocket(t, await brisk(t));
  const packet = '["message",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]';
  socket.say(`452-${packet}`);
  socket.say(Buffer.from([1, 2, 3]));
  socket.say(Buffer.from([4, 5, 6]));
  assert.equal(await socket.nextMessage(), `452-${packet.replace("message", "message-back")}`);
  assert.deepEqual(await socket.nextMessage(), Buffer.from([1, 2, 3]));
  assert.deepEqual(await socket.nextMessage(), Buffer.from([4, 5, 6]));
});

test("acknowledgements, plain and binary", async (t) => {
  const socket = await openSocket(t, await brisk(t));
  socket.say('42456["message-with-ack",1,"2",{"3":[false]}]');
  assert.equal(await socket.nextMessage(), '43456[1,"2",{"3":[false]}]');
  socket.say('452-789["message-with-ack",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
  socket.say(Buffer.from([1, 2, 3]));
  socket.say(Buffer.from([4, 5, 6]));
  assert.equal(await socket.nextMessage(), '462-789[{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]');
  assert.deepEqual(await socket.nextMessage(), Buffer.from([1, 2, 3]));
  assert.deepEqual(await socket.nextMessage(), Buffer.from([4, 5, 6]));
});

test("an acknowledgement nobody waits for harms nobody", async (t) => {
  const socket = await openSocket(t, await brisk(t));
  socket.say('4399["x"]');
  socket.say('42["message"]');
  assert.equal(await socket.nextMessage(), '42["message-back"]');
});

test("load events: chat message to everyone, room message to the room", async (t) => {
  const server = await startEchoServer(t, { flags: ["--loops", "3"] });
  const sockets = [];
  for (let i = 0; i < 9; ++i) sockets.push(await openSocket(t, server));
  sockets[0].say('42["chat message","m1"]');
  for (const socket of sockets) assert.equal(await socket.nextMessage(), '42["chat message","m1"]');

  const members = sockets.slice(0, 5);
  for (const socket of members) {
    socket.say('42["join","r"]');
    socket.say('42["message"]'); // its answer tells that the join was done
    await socket.nextMessage();
  }
  sockets[8].say('42["room message","r",{"a":1}]');
  for (const socket of members) assert.equal(await socket.nextMessage(), '42["room message",{"a":1}]');
  sockets[8].say('42["chat message","m2"]');
  for (const socket of sockets) assert.equal(await socket.nextMessage(), '42["chat message","m2"]');
});
