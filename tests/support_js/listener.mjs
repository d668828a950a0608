/** The official client, as a test of the protocol uses it: what one connection hears, in order, and is answered. */
import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { within } from "./until.mjs";

/** One connection that keeps everything it hears, in order. */
export class Listener {
  heard = [];
  #waiting = [];

  constructor(t, url, auth, options = {}) {
    this.socket = io(url, { auth, forceNew: true, transports: ["websocket"], reconnection: false, ...options });
    this.socket.onAny((event, ...args) => this.#hear({ event, payload: args[0] }));
    this.socket.on("connect_error", (error) => this.#hear({ event: "connect_error", message: error.message, payload: error.data }));
    this.socket.on("disconnect", (reason) => this.#hear({ event: "disconnect", payload: reason }));
    t.after(() => this.socket.disconnect());
  }

  #hear(entry) {
    this.heard.push(entry);
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  /** The payload of the first `event`, heard or to come, that `fits`. */
  next(event, fits = () => true) {
    const find = () => this.heard.find((entry) => entry.event === event && fits(entry.payload));
    const found = new Promise((resolve) => {
      const look = () => {
        const entry = find();
        if (entry) resolve(entry);
        return entry !== undefined;
      };
      if (!look()) this.#waiting.push(look);
    });
    return within(found.then((entry) => entry.payload), `${event}; heard ${JSON.stringify(this.heard)}`);
  }

  count(event, fits = () => true) {
    return this.heard.filter((entry) => entry.event === event && fits(entry.payload)).length;
  }

  ask(event, payload) {
    return this.socket.timeout(10_000).emitWithAck(event, payload);
  }

  /** Everything the server said to this connection before this call has been heard. */
  async settled() {
    await this.ask("rooms", {});
  }
}

export async function person(t, url, nickname, auth = {}) {
  const listener = new Listener(t, url, { nickname, ...auth });
  listener.welcome = await listener.next("welcome");
  return listener;
}

export async function refused(t, url, auth) {
  const listener = new Listener(t, url, auth);
  await listener.next("connect_error");
  return listener.heard.find((entry) => entry.event === "connect_error");
}

/** The error of an answer that must be a refusal with that code. */
export const fails = async (asked, code) => {
  const answer = await asked;
  assert.equal(answer.ok, false, JSON.stringify(answer));
  assert.equal(answer.error.code, code);
  assert.match(answer.error.message, /^\S.* .*\.$/, "a sentence");
  return answer.error;
};
