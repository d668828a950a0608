/**
 * A client's copy of one room's log, and every way in which the server broke the rules of delivery.
 *
 * Events are applied in the order of `seq` only. Pages of history may overlap with what came live; live events and
 * catch-ups may neither repeat nor leave anything out. That holds for each connection by itself: the next one may be with
 * another node, which is behind the one before or ahead of it.
 */

import { FoldedMessages } from "./folding.mjs";

/** Who missed more gets the newest page instead of everything. */
const catchupEventsMax = 1000;
/** So may who missed this much JSON: half of a default send queue, of which the server counts up to three times what it writes. */
const catchupBytesMin = (512 * 1024) / 3;

export class RoomLog {
  room;
  events = [];
  #folded = new FoldedMessages();
  cursor = 0;
  violations = [];
  /** Of this connection: where it began, what came before its turn, and the head of its reset, if it had one. */
  #announced = 0;
  #heldBack = new Map();
  #goal = 0;
  #filling;
  /** Of this connection: the last event that came by itself, and the last of history, which may be ahead of those. */
  #heard = 0;
  #read = 0;

  constructor(room) {
    this.room = room;
  }

  /** The messages as they stand by now, by seq. */
  get messages() {
    return this.#folded.bySeq;
  }

  /** The cursor that a new connection is asked with. */
  announce() {
    this.#announced = this.cursor;
    this.#heldBack.clear();
    this.#goal = 0;
    this.#heard = 0;
    this.#read = 0;
    return this.cursor;
  }

  live(event) {
    const isKnownFromHistory = event.seq > this.#heard && event.seq <= this.#read;
    this.#heard = event.seq;
    if (event.seq === this.cursor + 1) this.#apply(event);
    else if (this.#filling) this.#heldBack.set(event.seq, event);
    else if (!isKnownFromHistory) this.#violate(`live event ${event.seq} after ${this.cursor}`);
  }

  /**
   * history  (request) => acknowledgement; asked when too much was missed for one catch-up
   * bytesBefore  JSON of all rooms' catch-ups that this connection was given before
   */
  catchup({ events, head, reset }, history, bytesBefore) {
    if (reset) {
      const others = events.length === 0 ? bytesBefore : 0;
      this.#goal = head;
      void this.#afterReset(this.#announced, head, others, history);
      return;
    }
    let last = this.#announced;
    for (const event of events) {
      if (event.seq !== last + 1) this.#violate(`catch-up has ${event.seq} after ${last}`);
      last = event.seq;
      if (event.seq === this.cursor + 1) this.#apply(event); // else a page of history had it meanwhile
    }
    if (last !== head) this.#violate(`catch-up to ${head} ended at ${last}`);
  }

  /** Too many or too heavy events were missed; or, when nothing comes, too much of all rooms together. */
  async #afterReset(cursor, head, bytesOfOthers, history) {
    await this.fill(history);
    if (head - cursor > catchupEventsMax || this.cursor < head) return; // many; or lost with the connection
    const missed = this.events.filter(({ seq }) => seq > cursor && seq <= head);
    const bytes = bytesOfOthers + Buffer.byteLength(JSON.stringify(missed));
    if (bytes <= catchupBytesMin) this.#violate(`reset at ${cursor}, head ${head}`);
  }

  /** Reads pages until the log is whole; what comes live meanwhile waits. enter: what to do before, as joining. */
  fill(history, enter = async () => {}) {
    this.#filling ??= this.#fill(history, enter).finally(() => {
      this.#filling = undefined;
      this.#heldBack.clear();
    });
    return this.#filling;
  }

  async #fill(history, enter) {
    await enter();
    for (let more = true; more || this.cursor < this.#goal; ) {
      const page = await history({ room: this.room, after: this.cursor, limit: 200 });
      if (!page.ok) throw new Error(`history of ${this.room}: ${JSON.stringify(page.error)}`);
      for (const event of page.events) {
        this.#read = event.seq;
        if (event.seq === this.cursor + 1) this.#apply(event);
        else if (event.seq > this.cursor) this.#violate(`history has ${event.seq} after ${this.cursor}`);
      }
      more = page.more;
      if (!more && page.events.length === 0 && this.cursor < this.#goal) {
        this.#violate(`history ends at ${this.cursor}, the reset was to ${this.#goal}`);
        break;
      }
    }
    while (this.#heldBack.has(this.cursor + 1)) this.#apply(this.#heldBack.get(this.cursor + 1));
    for (const seq of this.#heldBack.keys()) {
      if (seq > this.cursor) this.#violate(`live event ${seq} after ${this.cursor}`);
    }
  }

  #apply(event) {
    this.cursor = event.seq;
    this.events.push(event);
    this.#folded.apply(event);
  }
  #violate(what) {
    this.violations.push(`${this.room}: ${what}`);
  }
}
