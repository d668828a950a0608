// Asks for the pinned messages of a room and follows who pins and unpins while it is in view; pins, unpins, and asks what
// a message read before.
import { createStore, type StoreApi } from "zustand/vanilla";
import { parseMessageAck, type RoomEvent } from "../protocol/parse.ts";
import { parsePinsAck, parseVersionsAck } from "../protocol/parse_pins.ts";
import type { Failure, MessageAck, VersionsAck } from "../protocol/types.ts";
import { changeRoom, loading, type State } from "../state/model.ts";
import { type PinsState, pinnedSeqs, pinsHeard, pinsTold, unknownPins } from "../state/pins.ts";
import { messageAt } from "../state/room_log.ts";
import { eventsSince } from "./events_since.ts";
import type { Session } from "./session.ts";

/** What was missed or failed is asked for again, so seldom at most. */
export const askAgainMs = 2_000;

/** Those that asking once more may end. */
const passing: readonly string[] = ["no_answer", "rate_limited", "unavailable"];

/** What it changes comes back as an event, to everybody alike. Null: no answer came. */
export function setPin(
  session: Session,
  room: string,
  target: number,
  on: boolean,
): Promise<MessageAck | Failure | null> {
  return session.ask(on ? "pin" : "unpin", { room, target }, parseMessageAck);
}

export function versionsOf(
  session: Session,
  room: string,
  target: number,
): Promise<VersionsAck | Failure | null> {
  return session.ask("versions", { room, target }, parseVersionsAck);
}

export class RoomPins {
  readonly store: StoreApi<PinsState>;
  readonly #session: Session;
  readonly #room: string;
  /** Of the last question; answers to earlier ones are dropped. */
  #round = 0;
  /** What happened since it was asked: the answer may be older. */
  #heard: RoomEvent[] = [];
  #cancelAgain: (() => void) | null = null;

  constructor(session: Session, room: string) {
    this.#session = session;
    this.#room = room;
    this.store = createStore<PinsState>(() => unknownPins);
  }

  /** Loads the list and follows what happens; returns how to stop. */
  follow(): () => void {
    void this.load();
    const stop = this.#session.store.subscribe((state, before) => this.#changed(state, before));
    return () => {
      stop();
      this.#cancelAgain?.();
      this.#cancelAgain = null;
      this.#round += 1;
    };
  }

  async load(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    this.#heard = [];
    this.store.setState({ loading });
    const answer = await this.#session.ask("pins", { room: this.#room }, parsePinsAck);
    if (round !== this.#round) return;
    if (answer?.ok) {
      this.#set(pinsHeard(pinsTold(answer), this.#heard, (seq) => this.#messageAt(seq)));
      return;
    }
    const code = answer?.error.code ?? "no_answer";
    this.store.setState({ loading: { state: "failed", code } });
    // Away: the next connection asks by itself.
    if (this.#session.isOnline() && passing.includes(code)) this.#again();
  }

  #changed(state: State, before: State): void {
    if (state.connection.state === "online" && before.connection.state !== "online") {
      void this.load();
      return;
    }
    const room = state.rooms.get(this.#room);
    const past = before.rooms.get(this.#room);
    if (room === undefined || past === undefined || room === past) return;
    const events = eventsSince(room, past);
    if (events === null) this.#again();
    else if (events.length > 0) {
      const pins = this.store.getState();
      if (pins.loading.state === "loading") this.#heard.push(...events);
      this.#set(pinsHeard(pins, events, (seq) => this.#messageAt(seq)));
    }
  }

  #set(pins: PinsState): void {
    if (pins === this.store.getState()) return;
    this.store.setState(pins, true);
    if (pins.isStale) this.#again();
    this.#session.change((state) =>
      changeRoom(state, this.#room, (room) => {
        const pinned = pinnedSeqs(room.pinned, pins);
        return pinned === room.pinned ? room : { ...room, pinned };
      }),
    );
  }

  #messageAt(seq: number) {
    const log = this.#session.store.getState().rooms.get(this.#room)?.log ?? null;
    return log === null ? null : messageAt(log, seq);
  }

  #again(): void {
    this.#cancelAgain ??= this.#session.after(askAgainMs, () => {
      this.#cancelAgain = null;
      void this.load();
    });
  }
}
