// Edits, deletes and marks messages: shown at once, sent when there is a connection, told where it was refused.
import type { StoreApi } from "zustand/vanilla";
import { parseMessageAck } from "../protocol/parse.ts";
import * as changes from "../state/changes.ts";
import type { State } from "../state/model.ts";
import * as pending from "../state/pending.ts";
import type { Clock } from "./ports.ts";
import type { Session } from "./session.ts";

/** More than this may not wait at once; what comes then is not taken, and an edit stays in its field. */
export const pendingMax = 200;

export class Changer {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  readonly #clock: Clock;
  /** Texts being changed, so that a row that is not drawn for a while forgets nothing. */
  readonly #drafts = new Map<string, string>();
  #ids = 0;
  #cancelDue = () => {};

  constructor(store: StoreApi<State>, session: Session, clock: Clock) {
    this.#store = store;
    this.#session = session;
    this.#clock = clock;
  }

  startEdit(room: string, seq: number): void {
    this.#session.change((state) => changes.editing(state, room, seq));
  }

  draft(room: string, seq: number): string | null {
    return this.#drafts.get(`${room} ${seq}`) ?? null;
  }

  keepDraft(room: string, seq: number, text: string): void {
    this.#drafts.set(`${room} ${seq}`, text);
  }

  stopEdit(room: string, seq: number): void {
    this.#drafts.delete(`${room} ${seq}`);
    this.#session.change((state) =>
      state.rooms.get(room)?.editing === seq ? changes.editing(state, room, null) : state,
    );
  }

  isFull(): boolean {
    return this.#store.getState().pending.length >= pendingMax;
  }

  edit(room: string, target: number, text: string): void {
    if (this.isFull()) return;
    this.stopEdit(room, target);
    this.#add(room, target, { kind: "edit", text });
  }

  delete(room: string, target: number): void {
    this.stopEdit(room, target);
    this.#add(room, target, { kind: "delete" });
  }

  react(room: string, target: number, emoji: string, on: boolean): void {
    this.#add(room, target, { kind: "react", emoji, on });
  }

  retry(id: number): void {
    this.#change((all) => pending.retryPending(all, id));
    this.flush();
  }

  discard(id: number): void {
    this.#change((all) => pending.removePending(all, id));
  }

  flush(): void {
    this.#cancelDue();
    if (!this.#session.isOnline()) return;
    const now = this.#clock.nowMs();
    for (const change of pending.duePending(this.#store.getState().pending, now)) {
      void this.#send(change);
    }
    const next = pending.nextPendingMs(this.#store.getState().pending, now);
    if (next !== null) this.#cancelDue = this.#clock.after(next - now, () => this.flush());
  }

  #add(room: string, target: number, wish: pending.Wish): void {
    if (this.isFull()) return;
    this.#ids += 1;
    const id = this.#ids;
    this.#change((all) => pending.addPending(all, { id, room, target, wish }));
    this.flush();
  }

  async #send({ id, room, target, wish }: pending.PendingChange): Promise<void> {
    this.#change((all) => pending.sendingPending(all, id));
    const { kind, ...words } = wish;
    const answer = await this.#session.ask(kind, { room, target, ...words }, parseMessageAck);
    const now = this.#clock.nowMs();
    if (answer === null) this.#change((all) => pending.unansweredPending(all, id, now));
    else if (answer.ok) {
      this.#change((all) => pending.sentPending(all, id, answer.seq));
      this.#session.change((state) => changes.settled(state, room));
    } else this.#change((all) => pending.refusedPending(all, id, answer.error, now));
    this.flush();
  }

  #change(change: (all: pending.Pending) => pending.Pending): void {
    this.#session.change((state) => {
      const after = change(state.pending);
      return after === state.pending ? state : { ...state, pending: after };
    });
  }
}
