// What the server sends, event by event: parsed, then let change the state.
//
// Invariant:  events of a room's log change the page once per picture; every other event comes after those before it.
import {
  type LiveEvent,
  parseArchived,
  parseCatchup,
  parseDeleted,
  parseEdited,
  parseExpired,
  parseHostChange,
  parseIgnored,
  parseMemberChange,
  parseMessage,
  parseMoving,
  parseMuteChange,
  parseNotice,
  parsePinChange,
  parsePresence,
  parseProfile,
  parseReacted,
  parseRead,
  parseRenamed,
  parseRestored,
  parseRetentionChange,
  parseRoomChange,
  parseSignedOut,
  parseSlowModeChange,
  parseTopicChange,
  parseTyping,
  parseWelcome,
} from "../protocol/parse.ts";
import { Malformed } from "../protocol/shape.ts";
import type { MemberChange, Profile, SignedOut, Typing, Welcome } from "../protocol/types.ts";
import * as changes from "../state/changes.ts";
import { ignoredTold } from "../state/ignoring.ts";
import type { Clock } from "./ports.ts";
import type { Session } from "./session.ts";

export interface ConnectionEvents {
  welcomed(welcome: Welcome): void;
  moving(delayMs: number, spreadMs: number): void;
  signedOut(reason: SignedOut["reason"]): void;
  profile(profile: Profile): void;
  /** Events as they happen, before they are part of the state. */
  heard(room: string, events: readonly LiveEvent[]): void;
}

/** Events of a room's log that are always part of it. */
const logged: Readonly<Record<string, (payload: unknown) => LiveEvent>> = {
  message: (payload) => ({ type: "message", ...parseMessage(payload) }),
  edited: (payload) => ({ type: "edited", ...parseEdited(payload) }),
  deleted: (payload) => ({ type: "deleted", ...parseDeleted(payload) }),
  reacted: (payload) => ({ type: "reacted", ...parseReacted(payload) }),
  pinned: (payload) => ({ type: "pinned", ...parsePinChange(payload) }),
  renamed: (payload) => ({ type: "renamed", ...parseRenamed(payload) }),
  topic: (payload) => ({ type: "topic", ...parseTopicChange(payload) }),
  archived: (payload) => ({ type: "archived", ...parseArchived(payload) }),
  restored: (payload) => ({ type: "restored", ...parseRestored(payload) }),
  host: (payload) => ({ type: "host", ...parseHostChange(payload) }),
  muted: (payload) => ({ type: "muted", ...parseMuteChange(payload) }),
  slow_mode: (payload) => ({ type: "slow_mode", ...parseSlowModeChange(payload) }),
  retention: (payload) => ({ type: "retention", ...parseRetentionChange(payload) }),
  expired: (payload) => ({ type: "expired", ...parseExpired(payload) }),
};

export class Incoming {
  readonly #session: Session;
  readonly #clock: Clock;
  readonly #heard: ConnectionEvents["heard"];
  readonly #handlers: Readonly<Record<string, (payload: unknown) => void>>;
  #live = new Map<string, LiveEvent[]>();
  #noticeId = 0;
  #cancelTyping = () => {};

  constructor(session: Session, clock: Clock, connection: ConnectionEvents) {
    this.#session = session;
    this.#clock = clock;
    this.#heard = connection.heard;
    this.#handlers = {
      welcome: (payload) => connection.welcomed(parseWelcome(payload)),
      moving: (payload) => {
        const { delay_ms, spread_ms } = parseMoving(payload);
        connection.moving(delay_ms, spread_ms);
      },
      signed_out: (payload) => connection.signedOut(parseSignedOut(payload).reason),
      profile: (payload) => connection.profile(parseProfile(payload)),
      ignored: (payload) => {
        const { people } = parseIgnored(payload);
        session.change((state) => ignoredTold(state, people));
      },
      catchup: (payload) => this.#caughtUp(payload),
      presence: (payload) => {
        const told = parsePresence(payload);
        session.change((state) => changes.presence(state, told));
      },
      typing: (payload) => this.#typing(parseTyping(payload)),
      read: (payload) => {
        const told = parseRead(payload);
        session.change((state) => changes.readMoved(state, told));
      },
      room: (payload) => {
        const told = parseRoomChange(payload);
        this.#noticeId += 1;
        const id = this.#noticeId;
        session.change((state) => changes.roomChanged(state, told, id));
        session.loader.ensureOpen();
      },
      notice: (payload) => {
        const { message } = parseNotice(payload);
        session.change((state) => ({ ...state, notice: message }));
      },
    };
  }

  receive(event: string, payload: unknown): void {
    try {
      this.#handle(event, payload);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      // Whatever it was, a gap it leaves in a room is noticed and asked for again.
      console.warn(`parlor: ${event} was not understood: ${error.message}`);
    }
  }

  /** Lets everything that waits for the next picture happen now. */
  flush(): void {
    if (this.#live.size === 0) return;
    const live = this.#live;
    this.#live = new Map();
    for (const [room, events] of live) this.#heard(room, events);
    this.#session.change((state) => {
      let next = state;
      for (const [room, events] of live) next = changes.liveEvents(next, room, events);
      return next;
    });
    for (const room of live.keys()) this.#session.loader.repair(room);
    this.#session.marker.schedule();
  }

  clear(): void {
    this.#live.clear();
    this.#cancelTyping();
  }

  #handle(event: string, payload: unknown): void {
    const parse = Object.hasOwn(logged, event) ? logged[event] : undefined;
    if (parse !== undefined) {
      this.#addLive(parse(payload));
      return;
    }
    if (event === "member_joined" || event === "member_left") {
      this.#memberChange(event, parseMemberChange(payload));
      return;
    }
    this.flush();
    if (Object.hasOwn(this.#handlers, event)) this.#handlers[event]?.(payload);
  }

  #memberChange(event: "member_joined" | "member_left", told: MemberChange): void {
    const { room, seq, user, nickname, time, present, by } = told;
    const change = event === "member_joined" ? "joined" : "left";
    if (seq === undefined) {
      this.flush();
      this.#noticeId += 1;
      const id = this.#noticeId;
      this.#session.change((state) => changes.presenceNotice(state, change, told, id));
      return;
    }
    this.#addLive({
      type: event,
      room,
      seq,
      user,
      nickname,
      time,
      ...(by === undefined ? {} : { by }),
    });
    if (present !== undefined) {
      this.#session.change((state) => changes.presence(state, { room, present }));
    }
    this.#session.change((state) => changes.memberListChanged(state, change, told));
  }

  #addLive(event: LiveEvent): void {
    const waiting = this.#live.get(event.room);
    if (waiting !== undefined) {
      waiting.push(event);
      return;
    }
    this.#live.set(event.room, [event]);
    if (this.#live.size === 1) this.#clock.beforePaint(() => this.flush());
  }

  #caughtUp(payload: unknown): void {
    const catchup = parseCatchup(payload);
    this.#session.change((state) => changes.caughtUp(state, catchup));
    this.#session.loader.ensureOpen();
    this.#session.loader.repair(catchup.room);
    this.#session.marker.schedule();
  }

  #typing(told: Typing): void {
    this.#session.change((state) => changes.typing(state, told, this.#clock.nowMs()));
    this.#scheduleTypingEnd();
  }

  #scheduleTypingEnd(): void {
    this.#cancelTyping();
    const ends = [...this.#session.store.getState().rooms.values()].flatMap((room) =>
      room.typists.map((typist) => typist.untilMs),
    );
    if (ends.length === 0) return;
    const delay = Math.max(0, Math.min(...ends) - this.#clock.nowMs());
    this.#cancelTyping = this.#clock.after(delay, () => {
      this.#session.change((state) => changes.typingExpired(state, this.#clock.nowMs()));
      this.#scheduleTypingEnd();
    });
  }
}
