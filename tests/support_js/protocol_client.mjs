/** Engine.IO and Socket.IO spoken packet by packet over a raw WebSocket of the `ws` package. */
import { WebSocket } from "ws";
import { until, within } from "./until.mjs";

/** Short times, so that timeouts can be seen. */
export const briskFlags = [
  "--ping-interval-ms", "300", "--ping-timeout-ms", "200", "--connect-timeout-ms", "1000", "--max-payload-bytes", "1000000",
];

export class PacketSocket {
  #socket;
  #heard = [];
  isClosed = false;
  /** The status of the HTTP answer that refused the upgrade, 0 when there was none. */
  refusedWith = 0;
  refusal = "";

  constructor(url) {
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = "nodebuffer";
    this.#socket.on("message", (data, isBinary) => this.#heard.push(isBinary ? data : data.toString()));
    this.#socket.on("error", () => {});
    this.#socket.on("unexpected-response", (_request, response) => {
      this.refusedWith = response.statusCode;
      response.on("data", (chunk) => (this.refusal += chunk));
      response.on("end", () => (this.isClosed = true));
      response.on("error", () => (this.isClosed = true));
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on("close", (code) => {
        this.isClosed = true;
        this.closeCode = code;
        resolve(code);
      });
    });
  }

  /** An Engine.IO WebSocket; `query` is put behind EIO=4&transport=websocket. */
  static async open(server, { base = "/engine.io/", query = "" } = {}) {
    const socket = new PacketSocket(`ws://127.0.0.1:${server.port}${base}?EIO=4&transport=websocket${query}`);
    await socket.opened();
    return socket;
  }

  async opened() {
    await until(() => this.#socket.readyState === WebSocket.OPEN || this.isClosed, "the WebSocket is open or refused");
    return this;
  }

  say(packet) {
    this.#socket.send(packet);
  }

  /** The next packet, pings included. */
  async next(what = "a packet") {
    await until(() => this.#heard.length > 0 || this.isClosed, what);
    if (this.#heard.length === 0) throw new Error(`closed (${this.closeCode}) instead of ${what}`);
    return this.#heard.shift();
  }
  /** The next one that is no ping; pings are answered. */
  async nextMessage(what = "a message") {
    for (;;) {
      const packet = await this.next(what);
      if (packet !== "2") return packet;
      this.say("3");
    }
  }
  async isClosedByServer(what = "the server closes the WebSocket") {
    await within(this.closed, what);
  }
  close() {
    this.#socket.close();
  }
  terminate() {
    this.#socket.terminate();
  }
}

/** A WebSocket session whose open packet was read. */
export async function openSession(t, server, options = {}) {
  const socket = await PacketSocket.open(server, options);
  t.after(() => socket.terminate());
  socket.handshake = JSON.parse((await socket.next("the open packet")).slice(1));
  return socket;
}

/** The same, joined to Socket.IO's main namespace of an echo server. */
export async function openSocket(t, server) {
  const socket = await openSession(t, server, { base: "/socket.io/" });
  socket.say("40");
  await socket.nextMessage("the answer to CONNECT");
  await socket.nextMessage("the auth event");
  return socket;
}
