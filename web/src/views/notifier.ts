// Shows notifications, one for each room at most, and closes them when their room was read.
import type { Clock, Keep } from "../client/ports.ts";
import type { Session } from "../client/session.ts";
import { laterWords as words } from "../locales/words.ts";
import type { LoggedMessage } from "../protocol/types.ts";
import type { RoomState, State } from "../state/model.ts";
import { plainWords } from "../ui/plain_words.ts";
import { isQuietAt, keptNotices } from "./notice_settings.ts";
import { nameOf } from "./room_name.ts";

export const bodyCharactersMax = 200;
const chimedKey = "chimed";

interface Shown {
  readonly seq: number;
  readonly close: () => void;
}

export function tagOf(room: string): string {
  return `parlor ${room}`;
}

/** Whoever writes, and where; where two talk alone, who writes says it all. */
function titleOf({ nickname }: LoggedMessage, room: RoomState): string {
  if (room.kind === "direct" && room.people.length < 2) return nickname;
  return words("notices.from", { name: nickname, room: nameOf(room) });
}

function isRead({ rooms, active, reading }: State, name: string, seq: number): boolean {
  const room = rooms.get(name);
  return room === undefined || room.read >= seq || (reading && active === name);
}

export class Notifier {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #keep: Keep;
  readonly #onOpen: (room: string, seq: number) => void;
  readonly #shown = new Map<string, Shown>();

  constructor(
    session: Session,
    { clock, keep }: { readonly clock: Clock; readonly keep: Keep },
    onOpen: (room: string, seq: number) => void,
  ) {
    this.#session = session;
    this.#clock = clock;
    this.#keep = keep;
    this.#onOpen = onOpen;
    session.store.subscribe((state) => {
      for (const [room, { seq }] of this.#shown) if (isRead(state, room, seq)) this.#close(room);
    });
  }

  tell(message: LoggedMessage): void {
    const { room: name, seq } = message;
    const { desk, store } = this.#session;
    const settings = keptNotices(this.#keep);
    if (!settings.on || isQuietAt(settings, new Date(this.#clock.nowMs()))) return;
    const state = store.getState();
    const room = state.rooms.get(name);
    // It may have been read while the code came.
    if (room === undefined || isRead(state, name, seq)) return;
    const notice = {
      title: titleOf(message, room),
      body: settings.text ? plainWords(message.text, bodyCharactersMax) : words("notices.hidden"),
      tag: tagOf(name),
    };
    const close = desk.show(notice, () => {
      desk.focus();
      this.#close(name);
      this.#onOpen(name, seq);
    });
    if (close === null) return;
    this.#shown.set(name, { seq, close });
    if (settings.sound) this.#chime(`${name} ${seq}`);
  }

  /** Of several tabs that tell the same, one is enough to be heard. */
  #chime(what: string): void {
    if (this.#keep.get(chimedKey) === what) return;
    this.#keep.set(chimedKey, what);
    this.#session.desk.chime();
  }

  #close(room: string): void {
    this.#shown.get(room)?.close();
    this.#shown.delete(room);
  }
}
