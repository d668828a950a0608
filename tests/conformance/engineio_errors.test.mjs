// Each error answer of Engine.IO v4: status, code, message and headers, as octets on the wire.
import assert from "node:assert/strict";
import { test } from "node:test";
import { exchange, PollingSession } from "../support_js/polling.mjs";
import { briskFlags, PacketSocket } from "../support_js/protocol_client.mjs";
import { RawSocket, request } from "../support_js/raw_socket.mjs";
import { startEchoServer } from "../support_js/server_process.mjs";

const path = "/engine.io/";
const webSocketFields = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
};
const messages = [
  "Transport unknown", "Session ID unknown", "Bad handshake method", "Bad request", "Forbidden", "Unsupported protocol version",
];

function isRefusal(answer, code, why) {
  assert.equal(answer.status, 400, why);
  assert.equal(answer.headers["content-type"], "application/json", why);
  assert.equal(answer.headers["access-control-allow-origin"], "*", why);
  assert.deepEqual(JSON.parse(answer.text), { code, message: messages[code] }, why);
}

test("requests are refused with the code of the first rule they break", async (t) => {
  const server = await startEchoServer(t);
  const session = await PollingSession.open(server.port, { base: path });
  const cases = [
    [0, "no transport", "GET", "?EIO=4"],
    [0, "an unknown transport", "GET", "?EIO=4&transport=abc"],
    [0, "an unknown transport with a sid", "GET", `?EIO=4&transport=abc&sid=${session.sid}`],
    [0, "an unknown transport by POST", "POST", "?EIO=4&transport=abc"],
    [1, "an unknown sid", "GET", "?EIO=4&transport=polling&sid=abc"],
    [1, "an unknown sid by POST", "POST", "?EIO=4&transport=polling&sid=abc"],
    [1, "an unknown sid with a method nobody knows", "DELETE", "?EIO=4&transport=polling&sid=abc"],
    [1, "an unknown sid before a wrong version", "GET", "?EIO=3&transport=polling&sid=abc"],
    [1, "a sid with another character", "GET", `?EIO=4&transport=polling&sid=${session.sid.replace(/.$/, "_")}`],
    [2, "a handshake by POST", "POST", "?EIO=4&transport=polling"],
    [2, "a handshake by PUT", "PUT", "?EIO=4&transport=polling"],
    [2, "a handshake by DELETE", "DELETE", "?EIO=4&transport=polling"],
    [3, "a WebSocket without an upgrade", "GET", "?EIO=4&transport=websocket"],
    [3, "a WebSocket without an upgrade, with a sid", "GET", `?EIO=4&transport=websocket&sid=${session.sid}`],
    [5, "no version", "GET", "?transport=polling"],
    [5, "version 3", "GET", "?EIO=3&transport=polling"],
    [5, "version 5", "GET", "?EIO=5&transport=polling"],
    [5, "a version that is no number", "GET", "?EIO=abc&transport=polling"],
  ];
  for (const [code, why, method, query] of cases) {
    isRefusal(await exchange(server.port, method, path + query), code, why);
  }
  const held = session.poll();
  assert.equal((await session.post("4still there")).text, "ok");
  assert.equal((await held).text, "4still there", "the refusals did the session no harm");
});

test("a WebSocket is refused in HTTP before the switch, and its connection ends", async (t) => {
  const server = await startEchoServer(t);
  const cases = [
    [0, "?EIO=4&transport=abc"],
    [1, "?EIO=4&transport=websocket&sid=abc"],
    [3, "?EIO=4&transport=polling"],
    [5, "?EIO=3&transport=websocket"],
    [5, "?transport=websocket"],
  ];
  for (const [code, query] of cases) {
    const answer = await exchange(server.port, "GET", path + query, { headers: webSocketFields });
    isRefusal(answer, code, query);
    assert.equal(answer.headers.connection, "close", query);
  }
  const socket = await new PacketSocket(`ws://127.0.0.1:${server.port}${path}?EIO=4&transport=websocket&sid=abc`).opened();
  assert.equal(socket.refusedWith, 400);
  assert.equal(JSON.parse(socket.refusal).code, 1);
});

test("an Origin that no header may hold is refused", async (t) => {
  const server = await startEchoServer(t);
  const answer = await request(
    server.port,
    `GET ${path}?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nOrigin: http://a\x01b\r\n\r\n`,
  );
  assert.equal(answer.status, 400);
});

/** A POST whose body the server has begun to read: it says so by asking for the rest. */
async function beginPost(port, target, fields) {
  const raw = await RawSocket.open(port);
  raw.send(`POST ${target} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n${fields}\r\n\r\n`);
  assert.equal(await raw.status(), 100);
  raw.take();
  return raw;
}

test("a second POST while one is being read is refused and ends the session", async (t) => {
  const server = await startEchoServer(t);
  const seconds = {
    "whole": "Content-Length: 5\r\n\r\n4late",
    "only a part of it": "Content-Length: 5\r\n\r\n4l",
    "only its head": "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
    "in chunks": "Transfer-Encoding: chunked\r\n\r\n5\r\n4l",
  };
  // The kernel spreads connections over the server's loops, so each case meets several of them.
  for (let round = 0; round < 6; ++round) {
    for (const [why, rest] of Object.entries(seconds)) {
      const session = await PollingSession.open(server.port, { base: path });
      const first = await beginPost(server.port, session.path, "Content-Length: 6");
      const second = await request(server.port, `POST ${session.path} HTTP/1.1\r\nHost: x\r\n${rest}`);
      assert.equal(second.status, 400, why);
      assert.ok(second.text.endsWith(JSON.stringify({ code: 3, message: messages[3] })), `${why}: ${second.text}`);

      isRefusal(await session.poll(), 1, why);
      first.send("4first");
      assert.equal(await first.status(), 400, `${why}: the first one has no session either`);
      first.destroy();
    }
  }
});

test("a POST that is over, however it ended, is in nobody's way", async (t) => {
  const server = await startEchoServer(t);
  for (let round = 0; round < 6; ++round) {
    const session = await PollingSession.open(server.port, { base: path });
    const other = await PollingSession.open(server.port, { base: path });
    const elsewhere = await beginPost(server.port, other.path, "Content-Length: 6");
    const whole = await beginPost(server.port, session.path, "Content-Length: 6");
    whole.send("4first");
    assert.equal(await whole.status(), 200);
    whole.destroy();

    const broken = await beginPost(server.port, session.path, "Transfer-Encoding: chunked");
    broken.send("no chunk\r\n");
    assert.equal(await broken.status(), 400);
    broken.destroy();

    assert.equal((await session.post("4second")).text, "ok");
    assert.equal((await session.poll()).text, "4first\x1e4second");
    elsewhere.destroy();
  }
});

test("bodies over maxPayload are refused with 413", async (t) => {
  const server = await startEchoServer(t, { flags: ["--max-payload-bytes", "1000"] });
  const session = await PollingSession.open(server.port, { base: path });
  assert.equal((await session.post(`4${"x".repeat(1000)}`)).status, 413);
  const fits = await PollingSession.open(server.port, { base: path });
  assert.equal((await fits.post(`4${"x".repeat(999)}`)).status, 200);
});

test("both endpoints answer with and without the last slash, and nothing else does", async (t) => {
  const server = await startEchoServer(t);
  for (const served of ["/engine.io", "/engine.io/", "/socket.io", "/socket.io/"]) {
    assert.equal((await exchange(server.port, "GET", `${served}?EIO=4&transport=polling`)).status, 200, served);
  }
  for (const other of ["/", "/engine.iox/", "/engine.io/x", "/socket.io//"]) {
    assert.equal((await exchange(server.port, "GET", `${other}?EIO=4&transport=polling`)).status, 404, other);
  }
});

test("preflights are answered for everyone", async (t) => {
  const server = await startEchoServer(t);
  const answer = await exchange(server.port, "OPTIONS", `${path}?EIO=4&transport=polling`, {
    headers: { Origin: "http://other.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-mine" },
  });
  assert.equal(answer.status, 204);
  assert.equal(answer.text, "");
  assert.equal(answer.headers["access-control-allow-origin"], "*");
  assert.match(answer.headers["access-control-allow-methods"], /POST/);
  assert.equal(answer.headers["access-control-allow-headers"], "x-mine");
});

test("answers to polls and posts have the headers of the reference", async (t) => {
  const server = await startEchoServer(t);
  const session = await PollingSession.open(server.port, { base: path });
  const held = session.poll();
  const posted = await session.post("4x");
  assert.equal(posted.status, 200);
  assert.equal(posted.headers["content-type"], "text/html");
  const polled = await held;
  assert.equal(polled.headers["content-type"], "text/plain; charset=UTF-8");
  for (const answer of [posted, polled]) {
    assert.equal(answer.headers["cache-control"], "no-store");
    assert.equal(answer.headers["access-control-allow-origin"], "*");
  }
});

test("long answers are compressed for whom takes it", async (t) => {
  const server = await startEchoServer(t, { flags: briskFlags });
  const message = `4${"long ".repeat(1000)}`;
  for (const coding of ["gzip", "deflate"]) {
    const session = await PollingSession.open(server.port, { base: path });
    await session.post(message);
    const answer = await exchange(server.port, "GET", session.path, { headers: { "Accept-Encoding": coding } });
    assert.equal(answer.headers["content-encoding"], coding);
    assert.ok(Number(answer.headers["content-length"]) < 500);
    const decoded = await fetch(`${server.url}${(await PollingSession.open(server.port, { base: path })).path}`, { method: "POST", body: message });
    assert.equal(await decoded.text(), "ok");
  }
});
