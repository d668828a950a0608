// Long-polling peers: refused requests give back what they held, and no body is longer than allowed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { leavesMemoryAsItWas, peakResidentBytes, residentBytes } from "../support_js/memory.mjs";
import { exchange, PollingSession, pooled } from "../support_js/polling.mjs";
import { RawSocket, request } from "../support_js/raw_socket.mjs";
import { standsUnharmed, targets, underAttack } from "../support_js/targets.mjs";
import { inTurns } from "../support_js/turns.mjs";

const payloadBytesMax = 1_000_000;
const megabyte = 2 ** 20;
const handshake = "?EIO=4&transport=polling";
const handshakePath = `/socket.io/${handshake}`;
/** Where sessions are opened; the echo server has a bare Engine.IO endpoint besides. */
const endpoints = { "echo_server": ["/socket.io/", "/engine.io/"], "parlor": ["/socket.io/"] };

const postHead = (path, fields) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n${fields}\r\n\r\n`;

for (const name of Object.keys(targets)) {
  test(`${name} gives back what thousands of invalid POSTs held`, async (t) => {
    const situation = await underAttack(t, name);
    const { port, pid } = situation.server;
    const agent = pooled();
    t.after(() => agent.destroy());
    const ask = (method, path, options = {}) => exchange(port, method, path, { ...options, agent });
    const bodies = [
      [{ "Content-Type": "application/octet-stream" }, Buffer.from([0, 255, 1, 2, 3])],
      [{ "Content-Type": "application/octet-stream" }, Buffer.alloc(20_000, 0xff)],
      [{ "Content-Type": "text/plain" }, "b!!!! no base64 !!!!"],
      [{ "Content-Type": "text/plain" }, "9 no such packet"],
      [{ "Content-Type": "text/plain" }, Buffer.from([0xc0, 0xaf, 0x1e, 0xff])],
    ];
    await leavesMemoryAsItWas(pid, () =>
      inTurns(2_000, 16, async (index) => {
        const endpoint = endpoints[name][index % endpoints[name].length] + handshake;
        const opened = await ask("GET", endpoint);
        assert.equal(opened.status, 200);
        const path = `${endpoint}&sid=${JSON.parse(opened.text.slice(1)).sid}`;
        const [headers, body] = bodies[index % bodies.length];
        const refused = await ask("POST", path, { headers, body });
        assert.equal(refused.status, 400, refused.text);
        const gone = await ask("GET", path);
        assert.equal(gone.status, 400);
        assert.equal(JSON.parse(gone.text).code, 1, "the session went with its invalid POST");
      }),
    );
    await standsUnharmed(situation);
  });

  test(`${name} ends the held GET of a session that posts rubbish`, async (t) => {
    const situation = await underAttack(t, name);
    for (let i = 0; i < 50; ++i) {
      const session = await PollingSession.open(situation.server.port);
      const held = session.poll();
      const refused = await session.post(Buffer.from([1, 2, 3]), { "Content-Type": "application/octet-stream" });
      assert.equal(refused.status, 400);
      assert.ok((await held).status >= 200, "the held GET got an answer");
    }
    await standsUnharmed(situation);
  });

  test(`${name} refuses a body by its announced length, before it comes`, async (t) => {
    const situation = await underAttack(t, name);
    const { port, pid } = situation.server;
    await leavesMemoryAsItWas(pid, () =>
      inTurns(100, 20, async (index) => {
        const session = await PollingSession.open(port);
        const length = index % 2 === 0 ? payloadBytesMax + 1 : "99999999999999";
        const answer = await request(port, postHead(session.path, `Content-Length: ${length}`));
        assert.equal(answer.status, 413);
      }),
    );
    await standsUnharmed(situation);
  });

  test(`${name} cuts a chunked body without end`, async (t) => {
    const situation = await underAttack(t, name);
    const { port, pid } = situation.server;
    const before = residentBytes(pid);
    const chunk = Buffer.concat([Buffer.from("10000\r\n"), Buffer.alloc(65_536, "x"), Buffer.from("\r\n")]);
    await inTurns(20, 20, async () => {
      const session = await PollingSession.open(port);
      const raw = await RawSocket.open(port);
      raw.send(postHead(session.path, "Transfer-Encoding: chunked"));
      let sent = 0;
      while (!raw.isClosed && raw.text === "") {
        await raw.sent(chunk);
        sent += chunk.length;
        assert.ok(sent < 100 * megabyte, "the server reads on and on");
      }
      const status = await raw.status();
      assert.ok(status === 413 || status === 0, `refused with ${status}`);
      raw.destroy();
    });
    const grown = peakResidentBytes(pid) - before;
    assert.ok(grown < 20 * 4 * megabyte, `grew by ${grown}`);
    await standsUnharmed(situation);
  });

  test(`${name} refuses bodies whose length is a riddle`, async (t) => {
    const situation = await underAttack(t, name);
    const { port } = situation.server;
    const riddles = [
      ["two lengths", "Content-Length: 2\r\nContent-Length: 3"],
      ["a length and chunks", "Content-Length: 2\r\nTransfer-Encoding: chunked"],
      ["a negative length", "Content-Length: -1"],
      ["a length that is no number", "Content-Length: two"],
      ["a length beyond all numbers", `Content-Length: ${"9".repeat(40)}`],
      ["an encoding nobody knows", "Transfer-Encoding: gzip"],
    ];
    for (const [why, fields] of riddles) {
      const session = await PollingSession.open(port);
      const answer = await request(port, `${postHead(session.path, fields)}4x`);
      assert.ok([400, 413, 501].includes(answer.status), `${why}: ${answer.status}`);
    }
    await standsUnharmed(situation);
  });

  test(`${name} refuses heads without end`, async (t) => {
    const situation = await underAttack(t, name);
    const { port, pid } = situation.server;
    const heads = [
      `GET /${"x".repeat(200_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET ${handshakePath} HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(200_000)}\r\n\r\n`,
      `GET ${handshakePath} HTTP/1.1\r\nHost: x\r\n${"X: y\r\n".repeat(40_000)}\r\n`,
    ];
    await leavesMemoryAsItWas(pid, () =>
      inTurns(150, 20, async (index) => {
        const answer = await request(port, heads[index % heads.length]);
        assert.ok([0, 400, 414, 431].includes(answer.status), `refused with ${answer.status}`);
      }),
    );
    await standsUnharmed(situation);
  });
}
