/** A WebSocket whose every octet is the test's: the client of attackers. */
import assert from "node:assert/strict";
import { RawSocket } from "./raw_socket.mjs";
import { until } from "./until.mjs";
import { frame, openingRequest, opcodes, socketIoPath, takeFrames } from "./websocket_codec.mjs";

let peers = 0; // for names that nobody present has

export class RawWebSocket {
  #raw;
  #rest = Buffer.alloc(0);
  #pings = 0;
  /** Payloads of the messages that came, as text. */
  messages = [];
  /** Payloads of the pongs that came. */
  pongs = [];
  /** The status of the close frame that came; 0 when it had none. */
  closeCode;

  constructor(raw) {
    this.#raw = raw;
  }

  /** Opens a WebSocket, with more `fields` in its request; the Engine.IO open packet has come when this returns. */
  static async open(port, { path = socketIoPath, fields = "" } = {}) {
    const raw = await RawSocket.open(port);
    raw.send(openingRequest(path, fields));
    assert.equal(await raw.status(), 101, raw.text);
    await until(() => raw.received.includes("\r\n\r\n"), "the end of the answer's head");
    const socket = new RawWebSocket(raw);
    const octets = raw.take();
    socket.#rest = octets.subarray(octets.indexOf("\r\n\r\n") + 4);
    await socket.message((text) => text.startsWith("0{"));
    return socket;
  }

  /** Opens one and joins namespace `/`, as somebody new. */
  static async connected(port, auth = { nickname: `peer ${++peers}` }) {
    const socket = await RawWebSocket.open(port);
    socket.say(`40${JSON.stringify(auth)}`);
    await socket.message((text) => text.startsWith("40"));
    return socket;
  }

  /** Parlor's own: connected, and welcome. */
  static async welcome(port) {
    const socket = await RawWebSocket.connected(port);
    await socket.message((text) => text.startsWith('42["welcome"'));
    return socket;
  }

  get isClosed() {
    return this.#raw.isClosed;
  }

  send(octets) {
    this.#raw.send(octets);
  }
  sent(octets) {
    return this.#raw.sent(octets);
  }
  say(text) {
    this.send(frame(opcodes.text, text));
  }

  /** Reads what came up to now into `messages`, `pongs` and `closeCode`. */
  read() {
    const { frames, rest } = takeFrames(Buffer.concat([this.#rest, this.#raw.take()]));
    this.#rest = rest;
    for (const { opcode, payload } of frames) {
      if (opcode === opcodes.close) this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 0;
      else if (opcode === opcodes.pong) this.pongs.push(payload);
      else this.messages.push(payload.toString());
    }
  }

  /** The first message so far that fits; waits for one. */
  message(fits) {
    return until(
      () => {
        this.read();
        return this.messages.find(fits);
      },
      () => ({ why: "no such message", messages: this.messages.slice(-5), isClosed: this.isClosed, closeCode: this.closeCode }),
    );
  }

  /** A message that fits came, or the server closed. */
  answersOrCloses(fits) {
    return until(
      () => {
        this.read();
        return this.isClosed || this.closeCode !== undefined || this.messages.some(fits);
      },
      () => ({ why: "neither answer nor close", messages: this.messages.slice(-5) }),
    );
  }

  /** The server closes; returns the status of its close frame, 0 for one without, undefined for none. */
  async closes() {
    await until(
      () => {
        this.read();
        return this.isClosed || this.closeCode !== undefined;
      },
      () => ({ why: "the server does not close", messages: this.messages.slice(-5) }),
    );
    this.destroy();
    return this.closeCode;
  }

  /** It goes on: a ping is answered, after everything that was sent before it. */
  async isAlive() {
    const word = `alive ${++this.#pings}`;
    this.send(frame(opcodes.ping, word));
    await until(
      () => {
        this.read();
        return this.pongs.some((pong) => pong.equals(Buffer.from(word)));
      },
      () => ({ why: "no pong", isClosed: this.isClosed, closeCode: this.closeCode }),
    );
  }

  pause() {
    this.#raw.pause();
  }
  resume() {
    this.#raw.resume();
  }
  destroy() {
    this.#raw.destroy();
  }
}
