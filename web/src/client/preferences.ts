// What this person wants of their rooms: seen at once, and taken back where the server does not keep it.
import type { StoreApi } from "zustand/vanilla";
import { parseOkAck } from "../protocol/parse.ts";
import type { Failure, OkAck } from "../protocol/types.ts";
import type { Liking, State } from "../state/model.ts";
import { preferred } from "../state/noticing.ts";
import type { Session } from "./session.ts";

/** Wishes on their way, of one part of one room. */
interface Waiting {
  readonly count: number;
  /** What the server has, as far as is known. */
  readonly kept: Partial<Liking>;
}

export class Preferences {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  readonly #waiting = new Map<string, Waiting>();

  constructor(store: StoreApi<State>, session: Session) {
    this.#store = store;
    this.#session = session;
  }

  setLevel(room: string, level: Liking["level"]): Promise<OkAck | Failure | null> {
    return this.#set(room, "level", { level });
  }

  setFavourite(room: string, favourite: boolean): Promise<OkAck | Failure | null> {
    return this.#set(room, "favourite", { favourite });
  }

  async #set(
    room: string,
    part: keyof Liking,
    wish: Partial<Liking>,
  ): Promise<OkAck | Failure | null> {
    const key = `${room} ${part}`;
    const now = this.#store.getState().rooms.get(room);
    const { count, kept } = this.#waiting.get(key) ?? { count: 0, kept: { [part]: now?.[part] } };
    this.#waiting.set(key, { count: count + 1, kept });
    this.#session.change((state) => preferred(state, room, wish));
    const answer = await this.#session.ask("prefer", { room, ...wish }, parseOkAck);
    this.#answered(key, room, part, wish, answer?.ok === true);
    return answer;
  }

  #answered(
    key: string,
    room: string,
    part: keyof Liking,
    wish: Partial<Liking>,
    isKept: boolean,
  ): void {
    const before = this.#waiting.get(key);
    if (before === undefined) return;
    const kept = isKept ? wish : before.kept;
    if (before.count > 1) {
      this.#waiting.set(key, { count: before.count - 1, kept });
      return;
    }
    this.#waiting.delete(key);
    this.#session.change((state) => {
      // Said elsewhere meanwhile, it counts as it was said there.
      const isOwn = state.rooms.get(room)?.[part] === wish[part];
      return isKept || isOwn ? preferred(state, room, kept) : state;
    });
  }
}
