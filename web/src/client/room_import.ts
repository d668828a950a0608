// A room's log that was taken away is put into a new room: its events in parts, one after the other.
import { parseImportedPart, parseImportedRoom } from "../protocol/administration.ts";
import type { Outcome, Refused } from "./ask_rest.ts";
import { type ExportedEvent, type FileProblem, FileRefused, readExport } from "./export_file.ts";
import type { Session } from "./session.ts";

const partEventsMax = 500;
/** Less than one request may hold, as lines are written a little longer on their way. */
const partOctetsMax = 500_000;
/** So often in a row the server may say "later" before somebody is asked. */
const waitsMax = 10;

export type ImportEnd =
  | { readonly state: "opened"; readonly room: string }
  | { readonly state: "refused"; readonly why: Refused }
  | { readonly state: "unreadable"; readonly why: FileProblem }
  | { readonly state: "stopped" };

export interface ImportWish {
  readonly name: string;
  readonly topic: string;
}

/** One import. What was refused is asked again by the next `run`, which goes on from there. */
export class RoomImport {
  readonly #session: Session;
  readonly #wish: ImportWish;
  readonly #events: AsyncGenerator<ExportedEvent>;
  readonly #onSent: (events: number) => void;
  #room: string | null = null;
  /** Not known to be there yet. */
  #part: object[] = [];
  /** Read already, for the part after. */
  #ahead: ExportedEvent | null = null;
  #sent = 0;
  #isStopped = false;

  /** onSent  how many events are there by now */
  constructor(session: Session, file: Blob, wish: ImportWish, onSent: (events: number) => void) {
    this.#session = session;
    this.#wish = wish;
    this.#events = readExport(file);
    this.#onSent = onSent;
  }

  /** Nothing more is sent after what is on its way. */
  stop(): void {
    this.#isStopped = true;
    void this.#events.return(undefined);
  }

  get hasBegun(): boolean {
    return this.#room !== null;
  }

  async run(): Promise<ImportEnd> {
    try {
      return await this.#run();
    } catch (error) {
      if (error instanceof FileRefused) return { state: "unreadable", why: error.problem };
      throw error;
    }
  }

  async #run(): Promise<ImportEnd> {
    const begun = await this.#begin();
    if (!begun.ok) return { state: "refused", why: begun };
    const room = begun.value;
    const resource = `admin/imports/${encodeURIComponent(room)}`;
    while (await this.#fill()) {
      if (this.#isStopped) return { state: "stopped" };
      const body = { events: this.#part };
      const outcome = await this.#patiently(() =>
        this.#session.askRest("POST", `${resource}/events`, parseImportedPart, body),
      );
      if (!outcome.ok) return { state: "refused", why: outcome };
      this.#sent += this.#part.length;
      this.#part = [];
      this.#onSent(this.#sent);
    }
    if (this.#isStopped) return { state: "stopped" };
    const opened = await this.#patiently(() =>
      this.#session.askRest("POST", `${resource}/end`, parseImportedRoom, {}),
    );
    if (opened.ok || this.#isOpen(opened, room)) return { state: "opened", room };
    return { state: "refused", why: opened };
  }

  async #begin(): Promise<Outcome<string>> {
    if (this.#room !== null) return { ok: true, value: this.#room };
    const { name, topic } = this.#wish;
    const wish = { name, ...(topic === "" ? {} : { topic }) };
    const made = await this.#session.askRest("POST", "admin/imports", parseImportedRoom, wish);
    if (!made.ok) return made;
    this.#room = made.value.room.room;
    return { ok: true, value: this.#room };
  }

  /** The part to be sent next, unless there is one. False: all are sent. */
  async #fill(): Promise<boolean> {
    if (this.#part.length > 0) return true;
    let octets = 0;
    while (this.#part.length < partEventsMax) {
      const next = this.#ahead ?? (await this.#events.next()).value;
      this.#ahead = null;
      if (!next) break;
      if (this.#part.length > 0 && octets + next.octets > partOctetsMax) {
        this.#ahead = next;
        break;
      }
      octets += next.octets;
      this.#part.push(next.event);
    }
    return this.#part.length > 0;
  }

  /** Asks again when the server says when. */
  async #patiently<T>(ask: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    for (let waits = 0; ; waits += 1) {
      const outcome = await ask();
      const delayMs = outcome.ok ? 0 : outcome.retryAfterMs;
      if (delayMs === 0 || waits === waitsMax || this.#isStopped) return outcome;
      await new Promise<void>((go) => this.#session.after(delayMs, go));
    }
  }

  /** Of a room that was opened, though the answer was lost, the server says that it is none being imported. */
  #isOpen({ code }: Refused, room: string): boolean {
    return code === "not_found" && this.#session.store.getState().rooms.has(room);
  }
}
