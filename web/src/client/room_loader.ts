// Asks for pages of a room's log: to open it, to scroll through it, and where events are missing.
import type { StoreApi } from "zustand/vanilla";
import { parseHistoryAck } from "../protocol/parse.ts";
import * as changes from "../state/changes.ts";
import { type Loading, loading, type RoomState, type State } from "../state/model.ts";
import { contains, missingAfter } from "../state/room_log.ts";
import type { Session } from "./session.ts";

export const pageEvents = 100;
/** As many as the server gives at once. */
const refreshEvents = 200;
/** A gap may close by itself while events are only late. */
const gapPatienceMs = 50;
const repairRetryMs = 2_000;
/** Catch-ups come on their own after a welcome; what they left open by then is asked for. */
const catchupPatienceMs = 3_000;

export class RoomLoader {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  readonly #repairing = new Set<string>();
  readonly #places = new Map<string, number>();

  constructor(store: StoreApi<State>, session: Session) {
    this.#store = store;
    this.#session = session;
  }

  /** Where a room was being read before a reload: it opens there. */
  setPlace(room: string, seq: number): void {
    this.#places.set(room, seq);
  }

  welcomed(): void {
    this.ensureOpen();
    for (const room of this.#store.getState().rooms.keys()) void this.#refresh(room);
    this.#session.after(catchupPatienceMs, () => {
      for (const room of this.#store.getState().rooms.keys()) this.repair(room);
    });
  }

  /** The active room has a log, or is asking for one. */
  ensureOpen(): void {
    const room = this.#activeRoom();
    if (room === undefined || room.log !== null || room.opening.state !== "idle") return;
    void this.open(room.room);
  }

  async open(name: string): Promise<void> {
    const room = this.#room(name);
    if (room === undefined || room.opening.state === "loading" || !this.#session.isOnline()) return;
    const { jump } = this.#store.getState();
    const wanted = jump?.room === name ? jump.seq : (this.#places.get(name) ?? null);
    const place = changes.openingPlace(room, wanted, pageEvents);
    this.#places.delete(name);
    await this.#openAt(name, place);
  }

  /** A place that the loaded stretch does not have: the room opens anew around it. */
  ensureShown(name: string, seq: number): void {
    const room = this.#room(name);
    if (room === undefined || room.log === null || contains(room.log, seq)) return;
    if (room.opening.state === "loading" || seq > room.head || seq <= room.expired) return;
    void this.#openAt(name, changes.openingPlace(room, seq, pageEvents));
  }

  /** An old part of the log gets no catch-up: what was changed in it meanwhile is asked for, page by page. */
  async #refresh(name: string): Promise<void> {
    const log = this.#room(name)?.log;
    if (!log || log.following || log.last >= log.head) return;
    for (let after = log.first - 1; after < log.last; ) {
      const ask = { room: name, after, limit: refreshEvents };
      const answer = await this.#session.ask("history", ask, parseHistoryAck);
      const newest = answer?.ok ? answer.events.at(-1)?.seq : undefined;
      if (!answer?.ok || newest === undefined || newest <= after) return;
      this.#session.change((state) => changes.refreshed(state, name, answer));
      after = newest;
    }
  }

  /** Leaves an old part of the log for its newest end. */
  async openNewest(name: string): Promise<void> {
    await this.#openAt(name, null);
  }

  async #openAt(name: string, place: { readonly around: number } | null): Promise<void> {
    this.#setLoading(name, "opening", loading);
    const ask = { room: name, limit: pageEvents, ...place };
    const answer = await this.#session.ask("history", ask, parseHistoryAck);
    if (answer?.ok) {
      const { events, more, more_after: moreAfter = false } = answer;
      this.#session.change((state) => changes.opened(state, name, { events, more, moreAfter }));
      this.repair(name);
      this.#session.marker.schedule();
      return;
    }
    this.#setLoading(name, "opening", this.#failed(answer));
  }

  async loadOlder(name: string): Promise<void> {
    const room = this.#room(name);
    if (!room?.log?.more || room.older.state === "loading" || !this.#session.isOnline()) return;
    const { first } = room.log;
    this.#setLoading(name, "older", loading);
    const ask = { room: name, before: first, limit: pageEvents };
    const answer = await this.#session.ask("history", ask, parseHistoryAck);
    if (answer?.ok)
      this.#session.change((state) => changes.olderLoaded(state, name, first, answer));
    else this.#setLoading(name, "older", this.#failed(answer));
  }

  /** The next page of a room that was opened in its past. */
  async loadNewer(name: string): Promise<void> {
    const room = this.#room(name);
    if (!room?.log || room.log.following || room.newer.state === "loading") return;
    if (!this.#session.isOnline()) return;
    this.#setLoading(name, "newer", loading);
    await this.#askAfter(name, room.log.last);
    this.repair(name);
  }

  /** Asks for what is missing at the newest end, until nothing is. */
  repair(name: string): void {
    if (this.#repairing.has(name) || this.#missing(name) === null) return;
    this.#repairing.add(name);
    this.#session.after(gapPatienceMs, () => void this.#repairNow(name));
  }

  async #repairNow(name: string): Promise<void> {
    let isAnswered = true;
    for (let after = this.#missing(name); after !== null && isAnswered; ) {
      isAnswered = await this.#askAfter(name, after);
      const next = this.#missing(name);
      // The server had nothing although its head says so: ask again later, not at once.
      if (next === after) isAnswered = false;
      after = next;
    }
    this.#repairing.delete(name);
    this.#session.marker.schedule();
    if (!isAnswered && this.#session.isOnline() && this.#missing(name) !== null) {
      this.#session.after(repairRetryMs, () => this.repair(name));
    }
  }

  async #askAfter(name: string, after: number): Promise<boolean> {
    const ask = { room: name, after, limit: pageEvents };
    const answer = await this.#session.ask("history", ask, parseHistoryAck);
    if (answer?.ok) {
      this.#session.change((state) => changes.newerLoaded(state, name, after, answer));
      return true;
    }
    this.#setLoading(name, "newer", this.#failed(answer));
    return false;
  }

  #missing(name: string): number | null {
    const log = this.#room(name)?.log ?? null;
    return log === null ? null : missingAfter(log);
  }

  #failed(answer: { ok: false; error: { code: string } } | null): Loading {
    // Away: the next welcome asks again by itself.
    if (!this.#session.isOnline()) return { state: "idle" };
    return { state: "failed", code: (answer?.error.code as never) ?? "no_answer" };
  }

  #setLoading(name: string, part: "opening" | "older" | "newer", to: Loading): void {
    this.#session.change((state) => changes.setLoading(state, name, part, to));
  }

  #room(name: string): RoomState | undefined {
    return this.#store.getState().rooms.get(name);
  }

  #activeRoom(): RoomState | undefined {
    const { active } = this.#store.getState();
    return active === null ? undefined : this.#room(active);
  }
}
