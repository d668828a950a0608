// The room in view is in the address: /r/lobby can be shared, kept and gone back to.
import { defaultRoom } from "../state/model.ts";
import { listedRooms } from "../state/room_list.ts";
import type { Keep } from "./ports.ts";
import type { Session } from "./session.ts";

const lastRoomKey = "room";
const roomPath = /^\/r\/([A-Za-z0-9_-]{1,32})(?:\/([1-9][0-9]{0,14}))?\/?$/;

export function roomOfPath(path: string): string | null {
  return roomPath.exec(path)?.[1] ?? null;
}

/** The message an address names: /r/lobby/17. */
export function messageOfPath(path: string): number | null {
  const seq = roomPath.exec(path)?.[2];
  return seq === undefined ? null : Number(seq);
}

export function pathOfRoom(room: string): string {
  return `/r/${room}`;
}

export function pathOfMessage(room: string, seq: number): string {
  return `${pathOfRoom(room)}/${seq}`;
}

export class Navigation {
  readonly #session: Session;
  readonly #keep: Keep;

  constructor(session: Session, keep: Keep) {
    this.#session = session;
    this.#keep = keep;
  }

  start(): void {
    window.addEventListener("popstate", () => this.#follow());
    this.#follow();
    this.#session.store.subscribe((state, before) => {
      // Once the message is shown the address is the room's: a reload then comes back to where one reads.
      if (before.jump !== null && state.jump === null && messageOfPath(location.pathname) !== null)
        history.replaceState(null, "", pathOfRoom(before.jump.room));
      const isFirst = state.known && !before.known;
      const hasLeft =
        state.active !== null && before.rooms.has(state.active) && !state.rooms.has(state.active);
      // An address asked for by name is shown even where one is not a member yet; any other falls back.
      if (hasLeft || (isFirst && roomOfPath(location.pathname) === null)) this.#toSomeRoom();
    });
  }

  go(room: string): void {
    if (roomOfPath(location.pathname) !== room) history.pushState(null, "", pathOfRoom(room));
    const { jump } = this.#session.store.getState();
    if (jump !== null && jump.room !== room)
      this.#session.change((state) => ({ ...state, jump: null }));
    this.#keep.set(lastRoomKey, room);
    this.#session.rooms.activate(room);
  }

  #follow(): void {
    const room = this.#fromAddress();
    const seq = messageOfPath(location.pathname);
    if (seq !== null) this.#session.show(room, seq);
    this.#session.rooms.activate(room);
  }

  #fromAddress(): string {
    return roomOfPath(location.pathname) ?? this.#keep.get(lastRoomKey) ?? defaultRoom;
  }

  #toSomeRoom(): void {
    const { rooms, active } = this.#session.store.getState();
    if (active !== null && rooms.has(active)) return;
    const first = listedRooms({ rooms, active })[0];
    if (first !== undefined) this.go(first.room);
  }
}
