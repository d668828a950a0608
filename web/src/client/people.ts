// Asks who people are that are in view and not known yet, many at once and nobody twice on one connection.
import type { StoreApi } from "zustand/vanilla";
import { parsePeopleAck } from "../protocol/parse.ts";
import type { Profile } from "../protocol/types.ts";
import { peopleMax, type State } from "../state/model.ts";
import { peopleTold, profileChanged } from "../state/people.ts";
import type { Session } from "./session.ts";

/** As many as the server answers at once. */
export const peopleAskedMax = 200;
/** Views come many at a time. */
const gatherMs = 30;

export class People {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  /** Wanted by a view, the last of them at the end: after a reconnect these are asked for again. */
  #wanted = new Set<string>();
  /** Told or asked for on this connection. */
  #asked = new Set<string>();
  #isGathering = false;

  constructor(store: StoreApi<State>, session: Session) {
    this.#store = store;
    this.#session = session;
  }

  /** Somebody comes into view. */
  want(user: string): void {
    remember(this.#wanted, user);
    if (!this.#asked.has(user)) this.#gather();
  }

  told(profiles: readonly Profile[]): void {
    for (const { user } of profiles) remember(this.#asked, user);
    this.#session.change((state) => peopleTold(state, profiles));
  }

  changed(profile: Profile): void {
    remember(this.#asked, profile.user);
    this.#session.change((state) => profileChanged(state, profile));
  }

  /** What was known before may have changed meanwhile. */
  welcomed(): void {
    this.#asked.clear();
    const { me, rooms } = this.#store.getState();
    if (me !== null) this.#asked.add(me.user);
    // Who they talk with alone came with the rooms.
    for (const { people } of rooms.values()) for (const { user } of people) this.#asked.add(user);
    this.#gather();
  }

  clear(): void {
    this.#wanted.clear();
    this.#asked.clear();
  }

  #gather(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    this.#session.after(gatherMs, () => {
      this.#isGathering = false;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    if (!this.#session.isOnline()) return;
    // The last that came into view; whoever was in view before them asks again when scrolled to.
    const users = [...this.#wanted].filter((user) => !this.#asked.has(user)).slice(-peopleAskedMax);
    if (users.length === 0) return;
    for (const user of users) remember(this.#asked, user);
    const answer = await this.#session.ask("people", { users }, parsePeopleAck);
    if (answer?.ok) this.told(answer.people);
    // Without an answer they keep the colour of their name until they come into view again.
    else for (const user of users) this.#asked.delete(user);
  }
}

/** At most as many as there are people kept; the oldest are forgotten. */
function remember(users: Set<string>, user: string): void {
  users.delete(user);
  users.add(user);
  if (users.size <= peopleMax) return;
  for (const oldest of users) {
    users.delete(oldest);
    break;
  }
}
