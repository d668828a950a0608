// Random octets at every layer, the same from the same seed.
import { test } from "node:test";
import { leavesMemoryAsItWas } from "../support_js/memory.mjs";
import { exchange, PollingSession } from "../support_js/polling.mjs";
import { Random, seedFor } from "../support_js/random.mjs";
import { RawSocket } from "../support_js/raw_socket.mjs";
import { RawWebSocket } from "../support_js/raw_websocket.mjs";
import { inTurns } from "../support_js/turns.mjs";
import { standsUnharmed, targets, underAttack } from "../support_js/targets.mjs";
import { frame, openingRequest, opcodes, socketIoPath } from "../support_js/websocket_codec.mjs";

const count = 400;

/** A good text with some octets changed, left out or put in. */
function mutated(random, good) {
  const octets = [...Buffer.from(good)];
  for (let changes = random.between(1, 8); changes > 0; --changes) {
    const at = random.between(0, octets.length);
    const how = random.between(0, 2);
    if (how === 0) octets[at] = random.between(0, 255);
    else if (how === 1) octets.splice(at, random.between(0, 10));
    else octets.splice(at, 0, ...random.octets(random.between(1, 10)));
  }
  return Buffer.from(octets);
}

const json = (random, depth = 0) => {
  const kind = random.between(0, depth > 4 ? 5 : 7);
  if (kind === 0) return null;
  if (kind === 1) return random.fraction() < 0.5;
  if (kind === 2) return random.pick([0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e308, random.between(0, 1000)]);
  if (kind === 3) return random.pick(["lobby", "", "\0", "x".repeat(5_000), "\u{1f642}", "../..", "__proto__"]);
  if (kind === 4) return random.octets(random.between(0, 40)).toString("utf8");
  if (kind === 5) return { _placeholder: true, num: random.between(-2, 2) };
  const items = Array.from({ length: random.between(0, 5) }, () => json(random, depth + 1));
  if (kind === 6) return items;
  const keys = ["room", "text", "nonce", "before", "after", "around", "limit", "seq", "name", "cursors", "x"];
  return Object.fromEntries(items.map((item) => [random.pick(keys), item]));
};

const events = ["message", "history", "typing", "read", "join", "leave", "create", "rooms", "members", "nonsense", "chat message"];

const layers = {
  async "octets as HTTP"(port, random) {
    const raw = await RawSocket.open(port);
    await raw.sent(random.octets(random.between(1, 3_000)));
    raw.destroy();
  },
  async "broken HTTP"(port, random) {
    const raw = await RawSocket.open(port);
    const good = random.pick([
      openingRequest(socketIoPath),
      "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n",
      "POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n4ab",
      "OPTIONS /socket.io/ HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nAccess-Control-Request-Method: POST\r\n\r\n",
    ]);
    await raw.sent(mutated(random, good));
    raw.destroy();
  },
  async "octets as WebSocket frames"(port, random) {
    const socket = await RawWebSocket.open(port);
    await socket.sent(random.octets(random.between(1, 3_000)));
    socket.destroy();
  },
  async "octets as Engine.IO packets"(port, random) {
    const socket = await RawWebSocket.open(port);
    for (let i = 0; i < 5; ++i) {
      const opcode = random.pick([opcodes.text, opcodes.binary]);
      const type = random.pick(["", "0", "1", "2", "3", "4", "5", "6", "7", "b"]);
      await socket.sent(frame(opcode, Buffer.concat([Buffer.from(type), random.octets(random.between(0, 300))])));
    }
    socket.destroy();
  },
  async "octets as polling payloads"(port, random) {
    const session = await PollingSession.open(port);
    const good = "40{\"nickname\":\"x\"}\u001e42[\"message\",\"x\"]\u001ebAQID\u001e3";
    await session.post(random.fraction() < 0.5 ? mutated(random, good) : random.octets(random.between(0, 1_000)));
  },
  async "broken query strings"(port, random) {
    const target = mutated(random, "EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAA&t=x").toString("latin1");
    await exchange(port, "GET", `/socket.io/?${encodeURI(target).replaceAll("%25", "%")}`);
  },
  async "broken Socket.IO packets"(port, random) {
    const socket = await RawWebSocket.connected(port);
    const good = random.pick([
      '42["message",{"room":"lobby","text":"x","nonce":"n"}]',
      '4217["history",{"room":"lobby"}]',
      '451-["message",{"_placeholder":true,"num":0}]',
      '40/custom,{"a":1}',
      '41/custom,',
      '431[{"ok":true}]',
      '461-1[{"_placeholder":true,"num":0}]',
    ]);
    await socket.sent(frame(opcodes.text, mutated(random, good).toString("utf8")));
    await socket.sent(frame(opcodes.binary, random.octets(random.between(0, 50))));
    socket.destroy();
  },
  async "events of any shape"(port, random) {
    const socket = await RawWebSocket.connected(port);
    for (let id = 0; id < 10; ++id) {
      const packet = [random.pick(events), ...Array.from({ length: random.between(0, 3) }, () => json(random))];
      socket.say(`42${id}${JSON.stringify(packet)}`);
    }
    await socket.isAlive();
    socket.destroy();
  },
  async "CONNECT of any shape"(port, random) {
    const socket = await RawWebSocket.open(port);
    const auth = random.pick([{}, { nickname: json(random) }, { token: json(random) }, { nickname: "n", cursors: json(random) }, json(random)]);
    await socket.sent(frame(opcodes.text, `40${JSON.stringify(auth)}`));
    await socket.answersOrCloses((text) => text.startsWith("40") || text.startsWith("44"));
    socket.destroy();
  },
};

for (const name of Object.keys(targets)) {
  for (const [layer, throwOne] of Object.entries(layers)) {
    test(`${name} takes ${layer} and stays as it was`, async (t) => {
      const seed = seedFor(layer);
      const situation = await underAttack(t, name);
      const { port, pid } = situation.server;
      await leavesMemoryAsItWas(pid, async () => {
        await inTurns(count, 10, (index) =>
          throwOne(port, new Random(seed + index)).catch((error) => {
            throw new Error(`number ${index} of seed ${seed}: ${error.message}`, { cause: error });
          }),
        );
      });
      await standsUnharmed(situation);
    });
  }
}
