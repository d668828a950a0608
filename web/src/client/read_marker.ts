// Tells the server how far the active room has been read, a moment after it was.
import type { StoreApi } from "zustand/vanilla";
import { parseReadAck } from "../protocol/parse.ts";
import * as changes from "../state/changes.ts";
import type { RoomState, State } from "../state/model.ts";
import { readHere } from "../state/noticing.ts";
import type { Clock } from "./ports.ts";
import type { Session } from "./session.ts";

const patienceMs = 300;

export class ReadMarker {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  readonly #clock: Clock;
  #isScheduled = false;

  constructor(store: StoreApi<State>, session: Session, clock: Clock) {
    this.#store = store;
    this.#session = session;
    this.#clock = clock;
  }

  /** `reading`: the newest message is in sight, in a tab somebody looks at. */
  setReading(reading: boolean): void {
    if (!reading) this.flush();
    this.#session.change((state) => changes.readingChanged(state, reading));
    this.schedule();
  }

  /** What was in sight has been read, however short the moment before the reader turned away. */
  flush(): void {
    void this.#mark();
  }

  schedule(): void {
    this.#session.change(readHere);
    if (this.#isScheduled || this.#toMark() === null) return;
    this.#isScheduled = true;
    this.#clock.after(patienceMs, () => {
      this.#isScheduled = false;
      void this.#mark();
    });
  }

  async #mark(): Promise<void> {
    const mark = this.#toMark();
    if (mark === null) return;
    const answer = await this.#session.ask("read", mark, parseReadAck);
    if (!answer?.ok) return;
    const { ok: _, ...told } = answer;
    // What came before the answer is in its numbers.
    this.#session.flush();
    this.#session.change((state) => changes.readMoved(state, { room: mark.room, ...told }));
    this.schedule();
  }

  #toMark(): { readonly room: string; readonly seq: number } | null {
    const state = this.#store.getState();
    if (!state.reading || state.active === null || !this.#session.isOnline()) return null;
    const room = state.rooms.get(state.active);
    if (room === undefined || room.log === null || !room.log.following) return null;
    const isNew = room.unread > 0 || hasForeignAfter(room, room.read, state.me?.user);
    return isNew && room.log.last > room.read ? { room: room.room, seq: room.log.last } : null;
  }
}

/** Joining and leaving, and one's own words, are nothing to mark. */
function hasForeignAfter(room: RoomState, read: number, me: string | undefined): boolean {
  const events = room.log?.events ?? [];
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (event === undefined || event.seq <= read) return false;
    if (event.type === "message" && event.user !== me) return true;
  }
  return false;
}
