// Looks for messages: what is typed is asked for when there is a pause, and only the last question's answer counts.
import { createStore, type StoreApi } from "zustand/vanilla";
import { parseDateAck, parseSearchAck } from "../protocol/parse.ts";
import type { Failure, SearchAck } from "../protocol/types.ts";
import {
  emptySearch,
  foundMore,
  namesRooms,
  problemOf,
  queryLengthMax,
  type Results,
  type Scope,
  type SearchProblem,
  type SearchState,
} from "../state/search.ts";
import type { Session } from "./session.ts";

export const pauseMs = 300;

export type DayFound = { readonly seq: number } | { readonly problem: SearchProblem | "empty" };

export class Search {
  readonly store: StoreApi<SearchState>;
  readonly #session: Session;
  readonly #tzOffsetMin: () => number;
  /** Of the last question; answers to earlier ones are dropped. */
  #round = 0;
  #cancelPause = () => {};

  /** tzOffsetMin  minutes east of UTC of the days here */
  constructor(session: Session, tzOffsetMin: () => number) {
    this.#session = session;
    this.#tzOffsetMin = tzOffsetMin;
    this.store = createStore<SearchState>(() => emptySearch);
  }

  /** Somebody types. */
  type(query: string): void {
    this.store.setState({ query });
    this.#cancelPause();
    if (query.trim() === "") this.now();
    else this.#cancelPause = this.#session.after(pauseMs, () => this.now());
  }

  choose(scope: Scope): void {
    if (scope === this.store.getState().scope) return;
    this.store.setState({ scope });
    this.now();
  }

  /** Another room is in view: what is looked for in "this room" is looked for there. */
  inRoom(room: string | null): void {
    const before = this.store.getState();
    if (before.room === room) return;
    this.store.setState({ room });
    if (before.scope === "room" && !namesRooms(before.query)) this.now();
  }

  /** Asks without waiting for a pause. */
  now(): void {
    this.#cancelPause();
    this.#round += 1;
    const { query } = this.store.getState();
    if (query.trim() === "") this.#show({ state: "nothing" });
    else if (query.trim().length > queryLengthMax)
      this.#show({ state: "failed", why: "query_too_long" });
    else void this.#ask();
  }

  /** The hits that are older than those that are here. */
  async more(): Promise<void> {
    const { results } = this.store.getState();
    if (results.state !== "found" || results.next === null || results.older === "loading") return;
    const round = this.#round;
    this.#show({ ...results, older: "loading" });
    const answer = await this.#answer(results.next);
    if (round !== this.#round) return;
    if (typeof answer === "string") this.#show({ ...results, older: answer });
    else this.#show(foundMore(results.hits, answer));
  }

  /** The first message of a room since `timeMs`, else its last. */
  async day(room: string, timeMs: number): Promise<DayFound> {
    const answer = await this.#session.ask("date", { room, time: timeMs }, parseDateAck);
    if (!answer?.ok) return { problem: this.#problem(answer) };
    return answer.seq === 0 ? { problem: "empty" } : { seq: answer.seq };
  }

  async #ask(): Promise<void> {
    const round = this.#round;
    this.#show({ state: "searching" });
    const answer = await this.#answer();
    if (round !== this.#round) return;
    if (typeof answer === "string") this.#show({ state: "failed", why: answer });
    else this.#show(foundMore([], answer));
  }

  async #answer(before?: string): Promise<SearchAck | SearchProblem> {
    const { query, scope, room } = this.store.getState();
    const payload = {
      query: query.trim(),
      ...(scope === "room" && room !== null && !namesRooms(query) ? { room } : {}),
      ...(before === undefined ? {} : { before }),
      tz_offset_min: this.#tzOffsetMin(),
    };
    const answer = await this.#session.ask("search", payload, parseSearchAck);
    return answer?.ok ? answer : this.#problem(answer);
  }

  #problem(answer: Failure | null): SearchProblem {
    if (answer !== null) return problemOf(answer.error.code);
    return this.#session.isOnline() ? "unavailable" : "offline";
  }

  #show(results: Results): void {
    this.store.setState({ results });
  }
}

const kept = new WeakMap<Session, { readonly user: string; readonly search: Search }>();

/** What this person looked for last, as long as they are this person. */
export function searchOf(session: Session): Search {
  const user = session.store.getState().me?.user ?? "";
  const found = kept.get(session);
  if (found?.user === user) return found.search;
  const search = new Search(session, () => -new Date().getTimezoneOffset());
  kept.set(session, { user, search });
  return search;
}
