// One person at one server: connects, keeps connected, and lets everything that comes change the state.
//
// Elsewhere:  what the server sends is incoming.ts, pages and repairs are room_loader.ts, sending is sender.ts,
//             what happens to messages is changer.ts, read markers are read_marker.ts.
import { createStore, type StoreApi } from "zustand/vanilla";
import { parseAnswer, parseConnectRefusal } from "../protocol/parse.ts";
import type { Parser } from "../protocol/shape.ts";
import type { ConnectRefusal, Failure, Welcome } from "../protocol/types.ts";
import * as changes from "../state/changes.ts";
import { initialState, type JoinProblem, type State } from "../state/model.ts";
import { Changer } from "./changer.ts";
import { forgetIdentity, keepIdentity, keptIdentity } from "./identity.ts";
import { Incoming } from "./incoming.ts";
import type { Ports } from "./ports.ts";
import { ReadMarker } from "./read_marker.ts";
import { RoomLoader } from "./room_loader.ts";
import { Rooms } from "./rooms.ts";
import { Sender } from "./sender.ts";

export const retryDelayMinMs = 500;
export const retryDelayMaxMs = 5_000;
/** Connected, but no welcome by then: that server is no use. */
const welcomeWithinMs = 10_000;
/** A server that moves is away for so many tries before anybody is told. */
const quietAttempts = 4;
const cursorsMax = 1_000;
const typingEveryMs = 3_000;

export class Session {
  readonly store: StoreApi<State>;
  readonly loader: RoomLoader;
  readonly sender: Sender;
  readonly changer: Changer;
  readonly marker: ReadMarker;
  readonly rooms: Rooms;
  readonly #ports: Ports;
  readonly #incoming: Incoming;
  /** The nickname asked for in the form, while nothing better is known. */
  #nickname: string | null = null;
  #token: string | null = null;
  #attempt = 0;
  #isQuiet = false;
  #movingAtMs = 0;
  #typedAtMs = new Map<string, number>();
  #cancelRetry = () => {};
  #cancelWelcome = () => {};

  constructor(ports: Ports) {
    this.#ports = ports;
    this.store = createStore<State>(() => initialState);
    this.loader = new RoomLoader(this.store, this);
    this.sender = new Sender(this.store, this, ports);
    this.changer = new Changer(this.store, this, ports.clock);
    this.marker = new ReadMarker(this.store, this, ports.clock);
    this.rooms = new Rooms(this.store, this, this.loader);
    this.#incoming = new Incoming(this, ports.clock, {
      welcomed: (welcome) => this.#welcomed(welcome),
      moving: (delayMs) => this.#moving(delayMs),
    });
  }

  /** Goes on as the person this browser was, if it was one. */
  start(): void {
    const identity = keptIdentity(this.#ports.keep);
    if (identity === null) return;
    this.#token = identity.token;
    this.#nickname = identity.nickname;
    this.change((state) => ({ ...state, connection: { state: "joining" }, entry: "kept" }));
    this.#open();
  }

  join(nickname: string): void {
    this.#token = null;
    this.#nickname = nickname;
    this.change((state) => ({ ...state, connection: { state: "joining" }, entry: "form" }));
    this.#open();
  }

  signOut(): void {
    forgetIdentity(this.#ports.keep);
    this.#toJoinScreen(null);
  }

  /** Another tab gave this person up. */
  signedOutElsewhere(): void {
    if (this.store.getState().connection.state === "signed_out") return;
    this.#toJoinScreen({
      code: "signed_out_elsewhere",
      nickname: this.#nickname ?? "",
      suggestions: [],
    });
  }

  /** "Try now", the network is back, or the tab is looked at again. */
  tryNow(): void {
    if (this.store.getState().connection.state === "waiting") this.#open();
  }

  /** Someone writes in this room. */
  typing(room: string): void {
    const now = this.#ports.clock.nowMs();
    if (now - (this.#typedAtMs.get(room) ?? Number.NEGATIVE_INFINITY) < typingEveryMs) return;
    this.#typedAtMs.set(room, now);
    if (this.isOnline()) this.#ports.wire.tell("typing", { room });
  }

  stoppedTyping(room: string): void {
    this.#typedAtMs.delete(room);
  }

  isOnline(): boolean {
    return this.store.getState().connection.state === "online";
  }

  after(delayMs: number, call: () => void): () => void {
    return this.#ports.clock.after(delayMs, call);
  }

  /** Brings a message into view, wherever in its room's log it is. */
  show(room: string, seq: number): void {
    this.change((state) => changes.jumping(state, { room, seq }));
    this.loader.ensureShown(room, seq);
  }

  change(change: (state: State) => State): void {
    const before = this.store.getState();
    const after = change(before);
    if (after !== before) this.store.setState(after, true);
  }

  /** Asks the server. Null: no answer came, and whether it was done is unknown. */
  async ask<T extends { ok: true }>(
    event: string,
    payload: object,
    parser: Parser<T>,
  ): Promise<T | Failure | null> {
    if (!this.isOnline()) return null;
    try {
      return parseAnswer(parser, await this.#ports.wire.ask(event, payload));
    } catch {
      return null;
    }
  }

  #open(): void {
    this.#cancelRetry();
    this.#attempt += 1;
    const { known, entry } = this.store.getState();
    if (known || (entry === "kept" && this.#attempt > 1)) {
      const attempt = this.#attempt;
      const quiet = this.#isQuiet;
      this.change((state) => ({ ...state, connection: { state: "reconnecting", attempt, quiet } }));
    }
    this.#ports.wire.open(() => this.#auth(), {
      connected: () => {
        this.#cancelWelcome = this.#ports.clock.after(welcomeWithinMs, () => this.#lost());
      },
      refused: (error) => this.#refused(error),
      disconnected: () => this.#lost(),
      received: (event, payload) => this.#incoming.receive(event, payload),
    });
  }

  #auth(): object {
    const cursors: Record<string, number> = {};
    for (const { room, log } of [...this.store.getState().rooms.values()].slice(0, cursorsMax)) {
      if (log?.following) cursors[room] = log.last;
    }
    return {
      ...(this.#token !== null ? { token: this.#token } : {}),
      ...(this.#nickname !== null ? { nickname: this.#nickname } : {}),
      cursors,
    };
  }

  #lost(): void {
    this.#ports.wire.close();
    this.#cancelWelcome();
    this.#incoming.flush();
    this.change(changes.disconnected);
    const untilMoveMs = this.#movingAtMs - this.#ports.clock.nowMs();
    this.#retryIn(Math.max(untilMoveMs, this.#backoffMs()));
  }

  #backoffMs(): number {
    const full = Math.min(retryDelayMaxMs, retryDelayMinMs * 2 ** Math.min(this.#attempt, 10));
    // Everybody comes back after a restart: half of the delay is chance, so that they do not all come at once.
    return full * (0.5 + this.#ports.random() * 0.5);
  }

  #retryIn(delayMs: number): void {
    const retryAtMs = this.#ports.clock.nowMs() + delayMs;
    const attempt = this.#attempt;
    const quiet = this.#isQuiet && attempt < quietAttempts;
    this.change((state) => ({
      ...state,
      connection: { state: "waiting", retryAtMs, attempt, quiet },
    }));
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(delayMs, () => this.#open());
  }

  #refused(error: unknown): void {
    const refusal = readRefusal(error);
    this.#cancelWelcome();
    if (refusal === null) {
      const { known, entry } = this.store.getState();
      if (!known && entry === "form") this.#toJoinScreen(this.#problem("unreachable", []));
      else this.#lost();
      return;
    }
    const { code, suggestions = [], retry_after_ms: retryAfterMs = 0 } = refusal.data;
    switch (code) {
      case "rate_limited":
      case "server_full":
      case "unavailable":
        if (!this.store.getState().known && this.store.getState().entry === "form") {
          this.#toJoinScreen(this.#problem(code, []));
        } else {
          this.#ports.wire.close();
          this.#retryIn(Math.max(retryAfterMs, this.#backoffMs()));
        }
        return;
      case "auth_invalid":
      case "nickname_invalid":
      case "nickname_taken":
      case "token_expired":
        forgetIdentity(this.#ports.keep);
        this.#toJoinScreen(this.#problem(code, suggestions));
    }
  }

  #problem(code: JoinProblem["code"], suggestions: readonly string[]): JoinProblem {
    return { code, nickname: this.#nickname ?? "", suggestions };
  }

  #toJoinScreen(problem: JoinProblem | null): void {
    this.#ports.wire.close();
    this.#cancelRetry();
    this.#cancelWelcome();
    this.#incoming.clear();
    this.#token = null;
    this.#attempt = 0;
    this.#isQuiet = false;
    this.change((state) => ({
      ...initialState,
      active: state.active,
      jump: state.jump,
      connection: { state: "signed_out", problem },
    }));
  }

  #welcomed(welcome: Welcome): void {
    this.#cancelWelcome();
    this.#attempt = 0;
    this.#isQuiet = false;
    this.#movingAtMs = 0;
    this.#token = welcome.me.token;
    this.#nickname = welcome.me.nickname;
    keepIdentity(this.#ports.keep, welcome.me);
    this.change((state) => changes.welcomed(state, welcome));
    this.sender.setServerTime(welcome.server.time);
    this.sender.adoptKept();
    this.sender.flush();
    this.changer.flush();
    this.loader.welcomed();
    this.marker.schedule();
  }

  /** The server goes away soon: be elsewhere by then, and say nothing about it. */
  #moving(delayMs: number): void {
    this.#isQuiet = true;
    this.#movingAtMs = this.#ports.clock.nowMs() + delayMs;
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(delayMs, () => {
      this.change(changes.disconnected);
      this.#open();
    });
  }
}

function readRefusal(error: unknown): ConnectRefusal | null {
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  const { message } = error;
  const data = "data" in error ? error.data : undefined;
  try {
    return parseConnectRefusal({ message, data });
  } catch {
    return null;
  }
}
