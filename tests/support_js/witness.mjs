/**
 * Two people who talk while others attack: numbered messages, each said when the one before it was heard. Whatever
 * the attack does to the server, they miss nothing, and nothing disconnects them.
 */
import assert from "node:assert/strict";
import { io } from "socket.io-client";
import { ChatClient } from "./chat_client.mjs";
import { until } from "./until.mjs";

const rhythmMs = 20;

class Witness {
  #rhythmMs;
  #timer;
  #said = 0;
  #heard = [0, 0];
  #faults = [];

  constructor(rhythm) {
    this.#rhythmMs = rhythm;
  }

  /** How many numbers both have heard. */
  get progress() {
    return Math.min(...this.#heard);
  }

  begin() {
    this.#sayNext();
  }

  /** The talk is whole so far, and goes on: some more numbers are heard by both. */
  async isUnharmed() {
    const goal = this.progress + 3;
    await until(() => this.#faults.length > 0 || this.progress >= goal, () => `the witnesses hear ${goal}, and not ${this.#heard}`);
    assert.deepEqual(this.#faults, []);
  }

  async end() {
    try {
      await this.isUnharmed();
    } finally {
      this.#faults.push("ended");
      clearTimeout(this.#timer);
      this.close();
    }
  }

  hear(listener, text) {
    const number = Number(/^the witnesses say (\d+)$/.exec(text)?.[1]);
    if (!number) return; // somebody else's words
    if (number !== this.#heard[listener] + 1) this.fault(`heard ${number} after ${this.#heard[listener]}`);
    this.#heard[listener] = number;
    if (this.progress === this.#said) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#sayNext(), this.#rhythmMs);
    }
  }

  fault(what) {
    this.#faults.push(what);
  }

  #sayNext() {
    if (this.#faults.length > 0) return;
    ++this.#said;
    this.say(this.#said % 2, `the witnesses say ${this.#said}`);
  }
}

/** In Parlor, in a room of their own. */
class ParlorWitness extends Witness {
  #clients;
  #room;

  async enter(url) {
    this.#clients = ["witness-a", "witness-b"].map((nickname) => new ChatClient(url, nickname));
    for (const client of this.#clients) await client.welcome();
    const created = await this.#clients[0].ask("create", { name: "Witnesses" });
    assert.ok(created.ok, JSON.stringify(created));
    this.#room = created.room.room;
    for (const [index, client] of this.#clients.entries()) {
      await client.join(this.#room);
      client.socket.on("message", ({ room, text }) => room === this.#room && this.hear(index, text));
      client.socket.on("disconnect", (reason) => this.fault(`disconnected: ${reason}`));
    }
  }
  say(speaker, text) {
    void this.#clients[speaker].say(this.#room, text);
  }
  async isUnharmed() {
    await super.isUnharmed();
    assert.deepEqual(this.#clients.flatMap((client) => client.violations), []);
  }
  close() {
    for (const client of this.#clients) client.close();
  }
}

/** On the echo server, whose "chat message" reaches everybody. */
class EchoWitness extends Witness {
  #sockets;

  async enter(url) {
    this.#sockets = [0, 1].map(() => io(url, { forceNew: true, transports: ["websocket"] }));
    await until(() => this.#sockets.every((socket) => socket.connected), "the witnesses are connected");
    for (const [index, socket] of this.#sockets.entries()) {
      socket.on("chat message", (text) => this.hear(index, text));
      socket.on("disconnect", (reason) => this.fault(`disconnected: ${reason}`));
    }
  }
  say(speaker, text) {
    this.#sockets[speaker].emit("chat message", text);
  }
  close() {
    for (const socket of this.#sockets) socket.disconnect();
  }
}

/** Begins to talk; ends with the test `t`, and fails it when the talk was harmed. */
async function begun(t, witness, url) {
  await witness.enter(url);
  witness.begin();
  t.after(() => witness.close());
  return witness;
}

export const witnessParlor = (t, server, rhythm = rhythmMs) => begun(t, new ParlorWitness(rhythm), server.url);
export const witnessEcho = (t, server, rhythm = rhythmMs) => begun(t, new EchoWitness(rhythm), server.url);
