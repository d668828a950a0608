// The world a client lives in, as the tests want it: a clock that is moved, a wire that is played, a memory.
import type {
  Clock,
  Desk,
  Keep,
  Notice,
  NoticePermission,
  Ports,
  RestAnswer,
  RestRequest,
  Wire,
  WireHandlers,
} from "../../src/client/ports.ts";
import { startMs } from "./events.ts";

export class ManualClock implements Clock {
  #nowMs = startMs;
  #waiting: { readonly atMs: number; readonly call: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }
  after(delayMs: number, call: () => void): () => void {
    const waiting = { atMs: this.#nowMs + Math.max(0, delayMs), call };
    this.#waiting.push(waiting);
    return () => {
      this.#waiting = this.#waiting.filter((each) => each !== waiting);
    };
  }
  beforePaint(call: () => void): void {
    this.after(0, call);
  }
  /** Lets time pass, and everything due happen, with what follows from it. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const next = this.#waiting
        .filter((each) => each.atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((each) => each !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.call();
      await settle();
    }
    this.#nowMs = untilMs;
  }
}

/** Lets every promise that can be kept be kept. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export class MemoryKeep implements Keep {
  readonly kept = new Map<string, string>();
  get(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  set(key: string, value: string): void {
    this.kept.set(key, value);
  }
  remove(key: string): void {
    this.kept.delete(key);
  }
  keys(): string[] {
    return [...this.kept.keys()];
  }
}

export interface Asked {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly answer: (ack: unknown) => void;
  readonly lose: () => void;
}

export class FakeWire implements Wire {
  opened = 0;
  auth: Readonly<Record<string, unknown>> = {};
  readonly asked: Asked[] = [];
  readonly told: { readonly event: string; readonly payload: object }[] = [];
  #handlers: WireHandlers | null = null;
  #getAuth: () => object = () => ({});

  open(auth: () => object, handlers: WireHandlers): void {
    this.opened += 1;
    this.#handlers = handlers;
    this.#getAuth = auth;
  }
  close(): void {
    this.#handlers = null;
    this.#loseAll();
  }
  ask(event: string, payload: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const asked: Asked = {
        event,
        payload: payload as Record<string, unknown>,
        answer: (ack) => {
          this.#forget(asked);
          resolve(ack);
        },
        lose: () => {
          this.#forget(asked);
          reject(new Error("no answer"));
        },
      };
      this.asked.push(asked);
    });
  }
  tell(event: string, payload: object): void {
    this.told.push({ event, payload });
  }

  get isOpen(): boolean {
    return this.#handlers !== null;
  }
  connect(): void {
    this.auth = this.#getAuth() as Record<string, unknown>;
    this.#handlers?.connected();
  }
  refuse(error: unknown): void {
    this.auth = this.#getAuth() as Record<string, unknown>;
    this.#handlers?.refused(error);
  }
  drop(): void {
    const handlers = this.#handlers;
    this.#loseAll();
    handlers?.disconnected();
  }
  receive(event: string, payload: unknown): void {
    this.#handlers?.received(event, payload);
  }
  /** The oldest unanswered question of this kind. */
  question(event: string): Asked {
    const found = this.asked.find((each) => each.event === event);
    if (found === undefined) throw new Error(`nobody asked ${event}`);
    return found;
  }
  count(event: string): number {
    return this.asked.filter((each) => each.event === event).length;
  }

  #forget(asked: Asked): void {
    this.asked.splice(this.asked.indexOf(asked), 1);
  }
  #loseAll(): void {
    for (const asked of [...this.asked]) asked.lose();
  }
}

export interface AskedRest extends RestRequest {
  readonly answer: (status: number, body?: unknown) => void;
  readonly refuse: (status: number, code: string, more?: object) => void;
  readonly lose: () => void;
}

export class FakeRest {
  readonly asked: AskedRest[] = [];
  readonly ask = (request: RestRequest): Promise<RestAnswer> =>
    new Promise((resolve, reject) => {
      const forget = () => this.asked.splice(this.asked.indexOf(asked), 1);
      const answer = (status: number, body: unknown = null) => {
        forget();
        resolve({ status, body });
      };
      const asked: AskedRest = {
        ...request,
        answer,
        refuse: (status, code, more = {}) =>
          answer(status, { error: { code, message: code, ...more } }),
        lose: () => {
          forget();
          reject(new Error("no answer"));
        },
      };
      this.asked.push(asked);
    });

  /** The oldest unanswered request of this kind: "POST login". */
  request(what: string): AskedRest {
    const found = this.asked.find((each) => `${each.method} ${each.path}` === what);
    if (found === undefined) throw new Error(`nobody asked ${what}`);
    return found;
  }
  count(what: string): number {
    return this.asked.filter((each) => `${each.method} ${each.path}` === what).length;
  }
}

export interface ShownNotice extends Notice {
  isClosed: boolean;
  readonly click: () => void;
}

/** A browser that shows notifications, once it is allowed to. */
export class FakeDesk implements Desk {
  hidden = false;
  allowed: NoticePermission = "granted";
  /** What somebody answers who is asked. */
  answer: NoticePermission = "granted";
  /** It has the word for notifications, and none to show. */
  isBroken = false;
  asked = 0;
  focused = 0;
  chimed = 0;
  readonly shown: ShownNotice[] = [];

  isHidden(): boolean {
    return this.hidden;
  }
  permission(): NoticePermission {
    return this.allowed;
  }
  async askPermission(): Promise<NoticePermission> {
    this.asked += 1;
    this.allowed = this.answer;
    return this.answer;
  }
  show(notice: Notice, onClick: () => void): (() => void) | null {
    if (this.isBroken) return null;
    const shown: ShownNotice = { ...notice, isClosed: false, click: onClick };
    this.shown.push(shown);
    return () => {
      shown.isClosed = true;
    };
  }
  focus(): void {
    this.focused += 1;
  }
  chime(): void {
    this.chimed += 1;
  }
  /** What can be seen now: of one tag the last one. */
  visible(): ShownNotice[] {
    const last = new Map(this.shown.map((each) => [each.tag, each]));
    return [...last.values()].filter((each) => !each.isClosed);
  }
}

export interface FakePorts extends Ports {
  readonly wire: FakeWire;
  readonly desk: FakeDesk;
  readonly server: FakeRest;
  readonly clock: ManualClock;
  readonly keep: MemoryKeep;
  readonly tabKeep: MemoryKeep;
}

export function fakePorts(keep = new MemoryKeep()): FakePorts {
  let nonces = 0;
  const server = new FakeRest();
  return {
    wire: new FakeWire(),
    rest: server.ask,
    server,
    desk: new FakeDesk(),
    clock: new ManualClock(),
    keep,
    tabKeep: new MemoryKeep(),
    random: () => 1,
    makeNonce: () => {
      nonces += 1;
      return `n${nonces}`;
    },
  };
}
