// Asks for everybody who is a member of a room, page by page, and follows who joins and leaves while it is shown.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RoomEvent } from "../protocol/parse.ts";
import { loading, type State } from "../state/model.ts";
import {
  emptyRoster,
  type RosterState,
  rosterAskedMax,
  rosterHeard,
  rosterMore,
  rosterPageMax,
  rosterTold,
} from "../state/roster.ts";
import { eventsSince } from "./events_since.ts";
import type { Session } from "./session.ts";

/** Events of a room whose end is not loaded are not heard: then it is asked anew, so seldom at most. */
const askAgainMs = 2_000;
/** People are often added several at a time. */
const gatherMs = 200;

export class Roster {
  readonly store: StoreApi<RosterState>;
  readonly #session: Session;
  readonly #room: string;
  /** Of the last question; answers to earlier ones are dropped. */
  #round = 0;
  /** What happened since it was asked: the answer may be older. */
  #heard: RoomEvent[] = [];
  #cancelAgain: (() => void) | null = null;
  #cancelHere: (() => void) | null = null;

  constructor(session: Session, room: string) {
    this.#session = session;
    this.#room = room;
    this.store = createStore<RosterState>(() => emptyRoster);
  }

  /** Loads the first page and follows what happens; returns how to stop. */
  follow(): () => void {
    void this.load();
    const stop = this.#session.store.subscribe((state, before) => this.#changed(state, before));
    return () => {
      stop();
      this.#cancelAgain?.();
      this.#cancelHere?.();
      this.#cancelAgain = null;
      this.#cancelHere = null;
      this.#round += 1;
    };
  }

  /** From the beginning, as many as are shown. */
  async load(): Promise<void> {
    const shown = this.store.getState().members.length;
    const limit = Math.min(rosterAskedMax, Math.max(rosterPageMax, shown));
    const answer = await this.#ask(undefined, limit);
    if (answer !== null) this.#told(rosterTold(answer));
  }

  /** The next page. */
  async more(): Promise<void> {
    const { pageEnd, more, loading: under } = this.store.getState();
    if (!more || pageEnd === null || under.state === "loading") return;
    const answer = await this.#ask(pageEnd, rosterPageMax);
    if (answer !== null) this.#told(rosterMore(this.store.getState(), answer));
  }

  #told(roster: RosterState): void {
    this.store.setState(rosterHeard(roster, this.#heard), true);
  }

  /** Null: it failed, which is told, or something else was asked meanwhile. */
  async #ask(after: string | undefined, limit: number) {
    this.#round += 1;
    const round = this.#round;
    this.#heard = [];
    this.store.setState({ loading });
    const answer = await this.#session.care.roster(this.#room, after, limit);
    if (round !== this.#round) return null;
    if (answer?.ok) return answer;
    this.store.setState({
      loading: { state: "failed", code: answer?.error.code ?? "no_answer" },
    });
    return null;
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
      if (this.store.getState().loading.state === "loading") this.#heard.push(...events);
      this.store.setState((roster) => rosterHeard(roster, events), true);
      // Whoever was added may be here or away, and the event does not say which.
      if (events.some((event) => event.type === "member_joined" && event.by !== undefined))
        this.#askHere();
    }
  }

  #askHere(): void {
    this.#cancelHere ??= this.#session.after(gatherMs, () => {
      this.#cancelHere = null;
      void this.#session.rooms.showMembers(this.#room);
    });
  }

  #again(): void {
    this.#cancelAgain ??= this.#session.after(askAgainMs, () => {
      this.#cancelAgain = null;
      void this.load();
    });
  }
}
