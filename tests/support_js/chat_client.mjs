/**
 * A good client of Parlor, on the official library: a nonce for each message, retries with the same nonce, cursors
 * and catch-up, changes sent again until they are answered. It keeps what it was told, so that a test can hold the server to it.
 */
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";
import { RoomLog } from "./room_log.mjs";
import { after, within } from "./until.mjs";

const ackTimeoutMs = 20_000;
const retryDelayMs = 50;
const troubleKept = 5;

export class ChatClient {
  nickname;
  socket;
  me;
  token;
  logs = new Map();
  /** One for each message that was acknowledged: {room, nonce, text, seq}. */
  acknowledged = [];
  /** One for each change of a message that was acknowledged: {event, room, target, ..., seq}. */
  changes = [];
  movingCount = 0;
  connectCount = 0;
  refusals = [];
  #violations = [];
  #outbox = new Map();
  #onWelcome = [];

  constructor(url, nickname, options = {}) {
    this.nickname = nickname;
    this.logs.set("lobby", new RoomLog("lobby"));
    this.socket = io(url, {
      auth: (send) => send(this.#auth()),
      forceNew: true,
      reconnectionDelay: 40,
      reconnectionDelayMax: 200,
      transports: ["websocket"],
      ...options,
    });
    this.socket.io.on("open", () => this.socket.io.engine.on("upgradeError", ({ message }) => this.#keepTrouble(message)));
    this.socket.on("welcome", (welcome) => this.#welcomed(welcome));
    for (const type of ["message", "edited", "deleted", "reacted", "renamed", "topic", "archived", "restored", "host", "pinned", "muted", "slow_mode", "retention", "expired"]) {
      this.socket.on(type, (event) => this.#live({ type, ...event }));
    }
    for (const type of ["member_joined", "member_left"]) {
      this.socket.on(type, (event) => {
        if (event.seq !== undefined) this.#live({ type, ...event });
      });
    }
    this.socket.on("catchup", (catchup) => {
      this.log(catchup.room).catchup(catchup, this.#history, this.#catchupBytes);
      this.#catchupBytes += Buffer.byteLength(JSON.stringify(catchup.events));
    });
    this.socket.on("moving", () => ++this.movingCount);
    this.socket.on("connect_error", (error) => {
      this.#keepTrouble(error.message);
      if (error.data === undefined) return; // no server there: the library tries again
      this.refusals.push(error.data);
      setTimeout(() => this.#connect(), retryDelayMs);
    });
    this.socket.on("disconnect", (reason) => {
      this.#keepTrouble(reason);
      this.#isWelcome = false;
      if (reason === "io server disconnect") this.#connect();
    });
  }

  #isWelcome = false;
  /** Why a connection ended or did not come about, lately. */
  #trouble = [];
  /** Of the catch-ups that came since the welcome. */
  #catchupBytes = 0;

  get isWelcome() {
    return this.socket.connected && this.#isWelcome;
  }

  /** What the server did wrong, in words. */
  get violations() {
    return [...this.#violations, ...[...this.logs.values()].flatMap((log) => log.violations)].map(
      (what) => `${this.nickname}: ${what}`,
    );
  }
  /** What the messages that are not acknowledged were refused with last. */
  get waiting() {
    return [...this.#outbox.values()].map(({ text, refusal }) => ({ text, refusal }));
  }
  /** How it stands with the server, for the words of a failure. */
  get state() {
    const { connected, io: { engine } } = this.socket;
    return {
      nickname: this.nickname, isWelcome: this.isWelcome, isConnected: connected, connectCount: this.connectCount,
      session: engine?.id, transport: engine?.transport?.name, isUpgrading: engine?.upgrading, trouble: this.#trouble, refused: this.refusals.at(-1),
    };
  }
  get unacknowledgedCount() {
    return this.#outbox.size;
  }

  log(room) {
    if (!this.logs.has(room)) this.logs.set(room, new RoomLog(room));
    return this.logs.get(room);
  }

  /** Resolves with the next welcome, or at once when it is already here. */
  welcome() {
    if (this.isWelcome) return Promise.resolve(this.me);
    return within(new Promise((resolve) => this.#onWelcome.push(resolve)), () => ["a welcome", this.state]);
  }

  /**
   * Sends until it is acknowledged, over as many connections as that takes; resolves with the acknowledgement.
   * What answers a message that is gone is said all the same.
   */
  say(room, text, { nonce = randomUUID(), reply_to } = {}) {
    return new Promise((resolve) => {
      const entry = { room, text, nonce, reply_to, resolve };
      this.#outbox.set(nonce, entry);
      if (this.isWelcome) void this.#send(entry);
    });
  }

  /** Asks once, on this connection. */
  ask(event, payload) {
    return this.socket.timeout(ackTimeoutMs).emitWithAck(event, payload);
  }

  /** Asks until it is answered, over as many connections as that takes. */
  async insist(event, payload) {
    for (;;) {
      await this.welcome();
      try {
        return await this.ask(event, payload);
      } catch {
        // The connection went; the next one is asked again.
      }
    }
  }

  /**
   * Edits, deletes or reacts, over as many connections as that takes.
   *
   * returns  whether it was done; false: the message is gone
   */
  async change(event, payload) {
    for (;;) {
      const answer = await this.insist(event, payload);
      if (answer.ok) {
        this.changes.push({ event, ...payload, seq: answer.seq });
        return true;
      }
      if (answer.error.code === "no_such_message") return false;
      if (answer.error.retry_after_ms === undefined) throw new Error(`${event}: ${JSON.stringify(answer.error)}`);
      await after(answer.error.retry_after_ms);
    }
  }

  /** Becomes a member, over as many connections as that takes, and has the room's whole log then. */
  async join(room) {
    await this.log(room).fill(this.#history, async () => {
      const answer = await this.insist("join", { room });
      if (!answer.ok) throw new Error(`join ${room}: ${JSON.stringify(answer.error)}`);
    });
  }

  /** Reads from history what the log of `room` lacks. */
  async fill(room) {
    await this.log(room).fill(this.#history);
  }
  #history = (request) => this.insist("history", request);

  #keepTrouble(why) {
    this.#trouble.push(why);
    if (this.#trouble.length > troubleKept) this.#trouble.shift();
  }

  close() {
    this.#isClosed = true;
    this.socket.disconnect();
  }
  #isClosed = false;
  #connect() {
    if (!this.#isClosed) this.socket.connect();
  }

  #auth() {
    const cursors = Object.fromEntries([...this.logs].map(([room, log]) => [room, log.announce()]));
    // With the nickname beside it, a token that is over would make somebody new of a person who is to stay one.
    return this.token ? { token: this.token, cursors } : { nickname: this.nickname, cursors };
  }

  #welcomed(welcome) {
    if (this.me && this.me.user !== welcome.me.user) {
      this.#violations.push(`was ${this.me.user} and is ${welcome.me.user} now`);
    }
    this.me = welcome.me;
    this.token = welcome.me.token;
    this.#catchupBytes = 0;
    this.#isWelcome = true;
    ++this.connectCount;
    for (const resolve of this.#onWelcome.splice(0)) resolve(this.me);
    for (const entry of this.#outbox.values()) void this.#send(entry);
  }

  async #send(entry) {
    const { room, text, nonce, reply_to } = entry;
    let answer;
    try {
      answer = await this.ask("message", { room, text, nonce, reply_to });
    } catch {
      // Gone with the connection, then the next welcome sends it again; or nobody answers for long.
      if (this.isWelcome && this.#outbox.has(nonce)) void this.#send(entry);
      return;
    }
    if (!answer.ok) {
      entry.refusal = answer.error;
      if (answer.error.code === "no_such_message") entry.reply_to = undefined;
      setTimeout(() => this.isWelcome && this.#outbox.has(nonce) && this.#send(entry), answer.error.retry_after_ms ?? retryDelayMs);
      return;
    }
    if (!this.#outbox.delete(nonce)) return; // a repeat was answered before
    this.acknowledged.push({ room, nonce, text, seq: answer.seq });
    entry.resolve(answer);
  }

  #live(event) {
    this.log(event.room).live(event);
  }
}
