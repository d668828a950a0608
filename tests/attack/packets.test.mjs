// Socket.IO packets that are not what they claim, and messages that come again and again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { io } from "socket.io-client";
import { ChatClient } from "../support_js/chat_client.mjs";
import { leavesMemoryAsItWas } from "../support_js/memory.mjs";
import { exchange, PollingSession } from "../support_js/polling.mjs";
import { RawWebSocket } from "../support_js/raw_websocket.mjs";
import { startEchoServer, startParlor } from "../support_js/server_process.mjs";
import { standsUnharmed, targets, underAttack } from "../support_js/targets.mjs";
import { until, within } from "../support_js/until.mjs";
import { frame, opcodes } from "../support_js/websocket_codec.mjs";

const placeholder = (num) => `{"_placeholder":true,"num":${num}}`;
const octets = frame(opcodes.binary, Buffer.from([1, 2, 3]));
const packet = (text) => frame(opcodes.text, `4${text}`);

const lies = [
  ["num beyond the attachments", [packet(`51-["message",${placeholder(1)}]`), octets]],
  ["num far beyond", [packet(`51-["message",${placeholder(1e15)}]`), octets]],
  ["num beyond all integers", [packet(`51-["message",${placeholder("1e400")}]`), octets]],
  ["num negative", [packet(`51-["message",${placeholder(-1)}]`), octets]],
  ["num a fraction", [packet(`51-["message",${placeholder(0.5)}]`), octets]],
  ["num a text", [packet(`51-["message",${placeholder('"0"')}]`), octets]],
  ["num the name of a property", [packet(`51-["message",${placeholder('"length"')}]`), octets]],
  ["num null", [packet(`51-["message",${placeholder("null")}]`), octets]],
  ["num an array", [packet(`51-["message",${placeholder("[0]")}]`), octets]],
  ["num missing", [packet('51-["message",{"_placeholder":true}]'), octets]],
  ["an attachment nobody refers to", [packet('51-["message","x"]'), octets]],
  ["one attachment twice and the other never", [packet(`52-["message",${placeholder(0)},${placeholder(0)}]`), octets, octets]],
  ["more attachments than may be", [packet(`51000-["message",${placeholder(0)}]`)]],
  ["attachments without number", [packet(`5-["message",${placeholder(0)}]`)]],
  ["attachments without end", [packet(`5${"9".repeat(400)}-["message",${placeholder(0)}]`)]],
  ["a negative number of attachments", [packet(`5-1-["message",${placeholder(0)}]`)]],
  ["text while an attachment is due", [packet(`51-["message",${placeholder(0)}]`), packet('2["message","x"]')]],
  ["an attachment when none is due", [octets]],
  ["an attachment after an event without any", [packet('2["message","x"]'), octets]],
  ["a CONNECT_ERROR from a client", [packet('4{"message":"no"}')]],
  ["an unknown type", [packet('7["message"]')]],
  ["an empty packet", [packet("")]],
  ["an event that is no array", [packet('2{"message":1}')]],
  ["an event without name", [packet("2[]")]],
  ["an event whose name is an object", [packet("2[{}]")]],
  ["a reserved event", [packet('2["disconnect"]')]],
  ["JSON that ends too early", [packet('2["message",{"a":')]],
  ["JSON and something behind it", [packet('2["message"]]')]],
  ["JSON nested without end", [packet(`2["message",${"[".repeat(100_000)}`)]],
  ["JSON nested deeply", [packet(`2["message",${"[".repeat(5_000)}${"]".repeat(5_000)}]`)]],
  ["an ack id that is no number", [packet('21x["message"]')]],
  ["an ack id beyond all numbers", [packet(`2${"9".repeat(400)}["message"]`)]],
  ["a namespace without end", [packet(`2/${"n".repeat(100_000)}`)]],
  ["an event for a namespace not joined", [packet('2/custom,["message","x"]')]],
  ["a second CONNECT", [packet('0{"nickname":"again"}')]],
  ["an Engine.IO ping from a client", [frame(opcodes.text, "2")]],
  ["an unknown Engine.IO packet", [frame(opcodes.text, "9")]],
  ["an empty message", [frame(opcodes.text, "")]],
];

for (const name of Object.keys(targets)) {
  test(`${name} closes on packets that lie, and on nothing else`, async (t) => {
    const situation = await underAttack(t, name);
    for (const [why, frames] of lies) {
      const socket = await RawWebSocket.connected(situation.server.port);
      for (const each of frames) socket.send(each);
      await socket.closes().catch((error) => assert.fail(`${why}: ${error.message}`));
    }
    await standsUnharmed(situation);
  });

  test(`${name} keeps nothing of hundreds of packets whose attachments never come`, async (t) => {
    const situation = await underAttack(t, name);
    const { server } = situation;
    const filler = "x".repeat(200_000);
    await leavesMemoryAsItWas(server.pid, async () => {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => RawWebSocket.connected(server.port)));
      for (const socket of sockets) socket.send(packet(`52-["message",${placeholder(0)},${placeholder(1)},"${filler}"]`));
      await Promise.all(sockets.map((socket) => socket.isAlive()));
      for (const socket of sockets) socket.destroy();
    });
    await standsUnharmed(situation);
  });
}

for (const [name, start] of [["echo_server", startEchoServer], ["parlor", startParlor]]) {
  test(`clients of ${name} recover by themselves when a restart made their session unknown`, async (t) => {
    const server = await start(t);
    const session = await PollingSession.open(server.port);
    const clients = [["polling"], ["polling", "websocket"], ["websocket"]].map((transports, index) =>
      io(server.url, { forceNew: true, transports, auth: { nickname: `survivor ${index}` }, reconnectionDelay: 50, reconnectionDelayMax: 200 }),
    );
    t.after(() => clients.forEach((client) => client.disconnect()));
    await until(() => clients.every((client) => client.connected), "everybody is connected");
    const again = clients.map((client) => new Promise((resolve) => client.once("disconnect", () => client.once("connect", resolve))));

    await server.restart("SIGKILL");
    const unknown = await exchange(server.port, "GET", session.path);
    assert.equal(unknown.status, 400);
    assert.deepEqual(JSON.parse(unknown.text), { code: 1, message: "Session ID unknown" });
    await within(Promise.all(again), "everybody is connected again", 60_000);
    for (const client of clients) {
      const answer = await client.timeout(20_000).emitWithAck(name === "parlor" ? "rooms" : "message-with-ack", {});
      assert.ok(answer !== undefined);
    }
  });
}

test("parlor keeps one message however often it is sent", async (t) => {
  const situation = await underAttack(t, "parlor");
  const { server } = situation;
  const reader = new ChatClient(server.url, "reader");
  const author = new ChatClient(server.url, "author");
  t.after(() => [reader, author].forEach((client) => client.close()));
  await Promise.all([reader.welcome(), author.welcome()]);
  const tab = io(server.url, { forceNew: true, transports: ["websocket"], auth: { token: author.token } });
  t.after(() => tab.disconnect());
  await within(new Promise((resolve) => tab.once("welcome", resolve)), "the second tab is welcome");

  const repeat = { room: "lobby", text: "once", nonce: "the-same" };
  const sendMany = (socket) => Promise.all(Array.from({ length: 500 }, () => socket.timeout(20_000).emitWithAck("message", repeat)));
  const answers = (await Promise.all([sendMany(author.socket), sendMany(tab)])).flat();
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  assert.ok(answers[0].ok);
  const end = await author.say("lobby", "the end");
  await until(() => reader.log("lobby").cursor >= end.seq, "the reader has everything");
  assert.equal(reader.log("lobby").events.filter((event) => event.text === "once").length, 1);
  assert.deepEqual(reader.violations, []);
  await standsUnharmed(situation);

  // The nonce outlives the process.
  await server.restart("SIGKILL");
  await until(() => author.isWelcome && reader.isWelcome, "both are back");
  const later = await author.ask("message", repeat);
  assert.deepEqual(later, answers[0]);
  // Another's nonce of the same letters is another message.
  const theirs = await reader.ask("message", repeat);
  assert.ok(theirs.ok);
  assert.ok(theirs.seq > end.seq);
});
