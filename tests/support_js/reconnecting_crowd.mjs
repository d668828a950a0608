/** A worker: thousands of guests of Parlor, each on a bare WebSocket, who come back with token and cursor. */
import { connect } from "node:net";
import { inTurns } from "./turns.mjs";
import { frame, opcodes, openingRequest, socketIoPath, takeFrames } from "./websocket_codec.mjs";
import { serveParent } from "./worker.mjs";

const opening = openingRequest(socketIoPath);
const pong = frame(opcodes.text, "3");

class Guest {
  #port;
  #nickname;
  #socket;
  #rest;
  #isSwitched;
  #wanted = true;
  #attempt = 0;
  token;
  user;
  cursor;
  isWelcome = false;
  welcomeCount = 0;
  texts = [];
  faults = [];

  constructor(port, nickname) {
    this.#port = port;
    this.#nickname = nickname;
  }

  /** Connects until it is welcome once more. */
  come() {
    return new Promise((resolve) => {
      this.onWelcome = resolve;
      this.#connect();
    });
  }
  /** Drops the connection, as a network does; it comes back by itself. */
  drop() {
    this.#socket.destroy();
  }
  leave() {
    this.#wanted = false;
    this.#socket.destroy();
  }

  #connect() {
    if (!this.#wanted) return;
    this.isWelcome = false;
    this.#rest = Buffer.alloc(0);
    this.#isSwitched = false;
    const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => socket.write(opening));
    socket.on("data", (octets) => this.#receive(octets));
    socket.on("error", () => {});
    socket.on("close", () => {
      this.isWelcome = false;
      const delay = Math.random() * Math.min(100 * 2 ** this.#attempt++, 2_000);
      setTimeout(() => this.#connect(), delay);
    });
  }

  #receive(octets) {
    this.#rest = this.#rest.length === 0 ? octets : Buffer.concat([this.#rest, octets]);
    if (!this.#isSwitched) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      if (!this.#rest.subarray(0, 12).equals(Buffer.from("HTTP/1.1 101"))) return this.#socket.destroy();
      this.#isSwitched = true;
      this.#rest = this.#rest.subarray(end + 4);
      const auth = { nickname: this.#nickname, cursors: this.cursor === undefined ? {} : { lobby: this.cursor } };
      if (this.token) auth.token = this.token;
      this.#socket.write(frame(opcodes.text, `40${JSON.stringify(auth)}`));
    }
    const { frames, rest } = takeFrames(this.#rest);
    this.#rest = Buffer.from(rest);
    for (const { opcode, payload } of frames) {
      if (opcode === opcodes.text) this.#hear(payload.toString());
    }
  }

  #hear(text) {
    if (text === "2") return this.#socket.write(pong);
    if (text.startsWith("44")) return this.faults.push(`refused: ${text}`);
    if (!text.startsWith("42")) return;
    const [event, payload] = JSON.parse(text.slice(2));
    if (event === "welcome") this.#welcomed(payload);
    else if (event === "catchup") payload.events.forEach((each) => this.#apply(each));
    else if (event === "message" || event.startsWith("member_")) this.#apply(payload);
  }

  #welcomed({ me, rooms }) {
    if (this.user !== undefined && this.user !== me.user) this.faults.push(`was ${this.user}, is ${me.user}`);
    this.user = me.user;
    this.token = me.token;
    this.cursor ??= rooms.find((room) => room.room === "lobby").head;
    this.isWelcome = true;
    this.#attempt = 0;
    ++this.welcomeCount;
    this.onWelcome?.();
  }

  #apply(event) {
    if (event.room !== "lobby" || event.seq === undefined) return;
    if (event.seq !== this.cursor + 1) this.faults.push(`${event.seq} after ${this.cursor}`);
    this.cursor = event.seq;
    if (event.text !== undefined) this.texts.push(event.text);
  }
}

let guests = [];

serveParent({
  async come({ port, count }) {
    guests = Array.from({ length: count }, (_, index) => new Guest(port, `guest ${index}`));
    await inTurns(count, 200, (index) => guests[index].come());
  },
  drop() {
    for (const guest of guests) guest.drop();
  },
  /** How the crowd is: how many are welcome, how often all were at least, and what went wrong. */
  report({ texts }) {
    return {
      welcome: guests.filter((guest) => guest.isWelcome).length,
      welcomesMin: Math.min(...guests.map((guest) => guest.welcomeCount)),
      heardAll: guests.filter((guest) => JSON.stringify(guest.texts) === JSON.stringify(texts)).length,
      faults: guests.flatMap((guest) => guest.faults).slice(0, 5),
    };
  },
  forgetTexts() {
    for (const guest of guests) guest.texts = [];
  },
  leave() {
    for (const guest of guests) guest.leave();
    guests = [];
  },
});
