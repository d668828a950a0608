/** One TCP connection with nothing above it: what a hostile peer sends, cut where it likes. */
import { connect } from "node:net";
import { until, within } from "./until.mjs";

export class RawSocket {
  #socket;
  #received = [];
  /** Resolves when both directions are over, however that came about. */
  closed;
  isClosed = false;

  constructor(socket) {
    this.#socket = socket;
    socket.on("data", (octets) => this.#received.push(octets));
    socket.on("error", () => {}); // a reset is one way to be refused
    this.closed = new Promise((resolve) => {
      socket.once("close", () => {
        this.isClosed = true;
        resolve();
      });
    });
  }

  static async open(port) {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const raw = new RawSocket(socket);
    await within(new Promise((resolve) => socket.once("connect", resolve).once("close", resolve)), "a TCP connection");
    return raw;
  }

  /** Everything that came and was not taken. */
  get received() {
    return Buffer.concat(this.#received);
  }
  get text() {
    return this.received.toString("latin1");
  }

  /** Returns what came, and forgets it. */
  take() {
    const octets = this.received;
    this.#received = [];
    return octets;
  }

  /** Writes without waiting; after the end of the connection nothing happens. */
  send(octets) {
    if (!this.#socket.destroyed && this.#socket.writable) this.#socket.write(octets);
  }

  /** Writes, and waits until the kernel took it or the connection is over. */
  async sent(octets) {
    if (this.#socket.destroyed || !this.#socket.writable) return this.closed;
    await Promise.race([new Promise((resolve) => this.#socket.write(octets, resolve)), this.closed]);
  }

  /** The first status line that comes, as a number; 0 when the connection ends without one. */
  async status() {
    await until(() => this.isClosed || /^HTTP\/1\.1 \d{3} .*\r\n/.test(this.text), "an HTTP answer", 60_000);
    return Number(/^HTTP\/1\.1 (\d{3}) /.exec(this.text)?.[1] ?? 0);
  }

  /** The peer ends the connection. */
  async endsByPeer(withinMs = 60_000) {
    await within(this.closed, "the server ends the connection", withinMs);
  }

  pause() {
    this.#socket.pause();
  }
  resume() {
    this.#socket.resume();
  }
  destroy() {
    this.#socket.destroy();
  }
}

/** Sends the octets of one request on a connection of its own, and returns everything that comes until the end. */
export async function request(port, octets) {
  const raw = await RawSocket.open(port);
  raw.send(octets);
  const status = await raw.status();
  raw.destroy();
  return { status, text: raw.text };
}
