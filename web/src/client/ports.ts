// What the client needs of the world, so that tests can be the world.

export interface Clock {
  nowMs(): number;
  /** Calls once, later; the answer takes it back. */
  after(delayMs: number, call: () => void): () => void;
  /** Calls once before the next picture, or at once where nobody is looking. */
  beforePaint(call: () => void): void;
}

/** Small texts that outlive a reload. Never throws: where storage is off, nothing is kept. */
export interface Keep {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

export interface WireHandlers {
  connected(): void;
  /** The namespace refused us, or the server was not reached (`data` undefined). */
  refused(error: unknown): void;
  disconnected(): void;
  received(event: string, payload: unknown): void;
}

/** One Socket.IO connection. It never reconnects or buffers by itself. */
export interface Wire {
  open(auth: () => object, handlers: WireHandlers): void;
  close(): void;
  /** Resolves with the acknowledgement; rejects when none came in time or the connection went. */
  ask(event: string, payload: object): Promise<unknown>;
  /** May be lost. */
  tell(event: string, payload: object): void;
}

export interface RestRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below /api/v1/. */
  readonly path: string;
  readonly token?: string;
  readonly body?: object;
  /** The answer is a file: `RestAnswer.body` is a Blob, and it may take its time. */
  readonly isFile?: true;
}

export interface RestAnswer {
  readonly status: number;
  /** What the JSON says; null where there is none. Of a file a Blob. */
  readonly body: unknown;
}

/** What is not live. Rejects when no answer came in time, or not all of it. */
export type Rest = (request: RestRequest) => Promise<RestAnswer>;

/** Whether notifications may be shown; unasked: a click may ask. */
export type NoticePermission = "unsupported" | "unasked" | "granted" | "blocked";

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Of two with the same tag the later one takes the other's place, also where another tab shows it. */
  readonly tag: string;
}

/** What surrounds the page: whether somebody looks at it, and how to call them when nobody does. */
export interface Desk {
  isHidden(): boolean;
  permission(): NoticePermission;
  /** Only after a click. */
  askPermission(): Promise<NoticePermission>;
  /** Answers how to close it; null where the browser does not show any. */
  show(notice: Notice, onClick: () => void): (() => void) | null;
  /** Brings this tab to the front. */
  focus(): void;
  /** A short tone; where the browser allows none, silence. */
  chime(): void;
}

export interface Ports {
  readonly wire: Wire;
  readonly rest: Rest;
  readonly desk: Desk;
  readonly clock: Clock;
  /** Of this browser: all tabs share it. */
  readonly keep: Keep;
  /** Of this tab alone. */
  readonly tabKeep: Keep;
  readonly random: () => number;
  readonly makeNonce: () => string;
}
