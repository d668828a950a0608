// Sends what the outbox holds: in order, one at a time in each room, with the nonce it was written with.
import type { StoreApi } from "zustand/vanilla";
import { parseMessageAck } from "../protocol/parse.ts";
import * as changes from "../state/changes.ts";
import type { State } from "../state/model.ts";
import * as outbox from "../state/outbox.ts";
import { forgetDone, forgetEntry, keepEntry, keptEntries } from "./kept_outbox.ts";
import type { Ports } from "./ports.ts";
import type { Session } from "./session.ts";

/** More than this may not wait at once; the text stays in the field. */
export const outboxEntriesMax = 200;

export class Sender {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  readonly #ports: Ports;
  #clockOffsetMs = 0;
  #cancelDue = () => {};

  constructor(store: StoreApi<State>, session: Session, ports: Ports) {
    this.#store = store;
    this.#session = session;
    this.#ports = ports;
    store.subscribe((state, before) => {
      // Signing out empties the outbox, but what was not sent is kept.
      if (state.me !== null) forgetDone(ports.keep, before.outbox, state.outbox);
    });
  }

  setServerTime(serverTimeMs: number): void {
    this.#clockOffsetMs = serverTimeMs - this.#ports.clock.nowMs();
  }

  /** What the server's clock shows. */
  serverNowMs(): number {
    return this.#ports.clock.nowMs() + this.#clockOffsetMs;
  }

  isFull(): boolean {
    return this.#store.getState().outbox.length >= outboxEntriesMax;
  }

  /** Says something, in answer to a message where the person chose one. */
  send(room: string, text: string): void {
    const { me, rooms } = this.#store.getState();
    if (me === null || this.isFull()) return;
    const nonce = this.#ports.makeNonce();
    const timeMs = this.serverNowMs();
    const answers = changes.answerable(this.#store.getState(), room);
    const draft = { nonce, room, user: me.user, text, timeMs };
    this.#change((box) => outbox.addEntry(box, answers === null ? draft : { ...draft, answers }));
    this.#session.change((state) => changes.answering(state, room, null));
    const entry = this.#store.getState().outbox.find((each) => each.nonce === nonce);
    if (entry !== undefined) keepEntry(this.#ports.keep, entry);
    this.#session.stoppedTyping(room);
    if (rooms.get(room)?.log?.following === false) void this.#session.loader.openNewest(room);
    this.flush();
  }

  retry(nonce: string): void {
    const { me } = this.#store.getState();
    if (me === null) return;
    this.#change((box) => outbox.retryEntry(box, nonce, me.user));
    this.flush();
  }

  discard(nonce: string): void {
    this.#change((box) => outbox.removeEntry(box, nonce));
    forgetEntry(this.#ports.keep, nonce);
  }

  /** Another tab has sent or discarded it. */
  doneElsewhere(nonce: string): void {
    const entry = this.#store.getState().outbox.find((each) => each.nonce === nonce);
    if (entry?.send.kind === "queued" || entry?.send.kind === "failed") {
      this.#change((box) => outbox.removeEntry(box, nonce));
    }
  }

  /** What an earlier page left unsent. */
  adoptKept(): void {
    const { me } = this.#store.getState();
    if (me === null) return;
    const kept = keptEntries(this.#ports.keep);
    this.#change((box) => outbox.adopt(box, kept, me.user));
  }

  flush(): void {
    this.#cancelDue();
    if (!this.#session.isOnline()) return;
    const now = this.#ports.clock.nowMs();
    for (const entry of outbox.due(this.#store.getState().outbox, now)) void this.#send(entry);
    const next = outbox.nextDueMs(this.#store.getState().outbox, now);
    if (next !== null) this.#cancelDue = this.#ports.clock.after(next - now, () => this.flush());
  }

  async #send(entry: outbox.OutboxEntry): Promise<void> {
    const { nonce, room, text, answers } = entry;
    const reply = answers === undefined ? {} : { reply_to: answers.seq };
    this.#change((box) => outbox.sendingEntry(box, nonce));
    const answer = await this.#session.ask(
      "message",
      { room, text, nonce, ...reply },
      parseMessageAck,
    );
    const now = this.#ports.clock.nowMs();
    if (answer === null) this.#change((box) => outbox.unansweredEntry(box, nonce, now));
    else if (answer.ok) {
      this.#change((box) => outbox.sentEntry(box, nonce, answer.seq));
      this.#session.change((state) => changes.settled(state, room));
    } else this.#change((box) => outbox.refusedEntry(box, nonce, answer.error, now));
    this.flush();
  }

  #change(change: (box: outbox.Outbox) => outbox.Outbox): void {
    this.#session.change((state) => {
      const after = change(state.outbox);
      return after === state.outbox ? state : { ...state, outbox: after };
    });
  }
}
