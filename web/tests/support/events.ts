// Events as short as tests like them.
import type { ChangeEvent, RoomEvent } from "../../src/protocol/parse.ts";
import type { Message, Pin, Room, Welcome } from "../../src/protocol/types.ts";

export const startMs = 1_700_000_000_000;

export function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    room: "lobby",
    seq,
    ordinal: seq,
    user: "u-bob",
    nickname: "bob",
    text: `text ${seq}`,
    time: startMs + seq * 1000,
    nonce: `nonce-${seq}`,
    ...more,
  };
}

export function said(seq: number, more: Partial<Message> = {}): RoomEvent {
  return { type: "message", ...message(seq, more) };
}

export function saidAll(from: number, to: number): RoomEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => said(from + index));
}

/** All that may be told of a message beside what was said. */
export const standing: Partial<Message> = {
  reply_to: 1,
  quote: { user: "u-eve", nickname: "eve", text: "first" },
  version: 9,
  edited: startMs,
  reactions: [{ emoji: "👍", by: [{ user: "u-eve", nickname: "eve" }] }],
};

export type Said =
  | { readonly type: "edited"; readonly target: number; readonly text: string }
  | { readonly type: "deleted"; readonly target: number }
  | {
      readonly type: "reacted";
      readonly target: number;
      readonly emoji: string;
      readonly on: boolean;
    };

/** A change as it is sent live, without its type. */
export function changed({ type: _, ...what }: Said, seq = 9, nickname = "bob") {
  const by = { user: `u-${nickname}`, nickname };
  return { room: "lobby", seq, ...by, time: startMs + seq * 1000, ...what };
}

/** A change as the log has it. */
export function change(seq: number, what: Said, nickname = "bob"): ChangeEvent {
  return { type: what.type, ...changed(what, seq, nickname) } as ChangeEvent;
}

/** A pin as it is sent live, without its type. */
export function pinChange(seq: number, target: number, on = true, nickname = "bob") {
  const by = { user: `u-${nickname}`, nickname };
  return { room: "lobby", seq, target, ...by, on, time: startMs + seq * 1000 };
}

/** A pin as the log has it. */
export function pinned(seq: number, target: number, on = true, nickname = "bob"): RoomEvent {
  return { type: "pinned", ...pinChange(seq, target, on, nickname) };
}

/** That everything up to `upTo` is gone, as it is sent live, without its type. */
export function expired(seq: number, upTo: number) {
  const by = { user: "u-bob", nickname: "bob" };
  return { room: "lobby", seq, ...by, up_to: upTo, time: startMs + seq * 1000 };
}

/** The same as the log has it. */
export function gone(seq: number, upTo: number): RoomEvent {
  return { type: "expired", ...expired(seq, upTo) };
}

/** An entry of the list: the message, pinned by the event `seq`. */
export function pinOf(seq: number, target: number, more: Partial<Message> = {}): Pin {
  const by = { user: "u-bob", nickname: "bob" };
  return { message: { type: "message", ...message(target, more) }, by, time: startMs + seq * 1000 };
}

export function moved(
  type: "member_joined" | "member_left",
  seq: number,
  nickname: string,
): RoomEvent {
  return { type, room: "lobby", seq, user: `u-${nickname}`, nickname, time: startMs + seq * 1000 };
}

export function room(more: Partial<Room> = {}): Room {
  return {
    room: "lobby",
    name: "lobby",
    kind: "public",
    head: 0,
    read: 0,
    unread: 0,
    present: 1,
    ...more,
  };
}

export function welcome(rooms: readonly Room[] = [room()], user = "u-ada"): Welcome {
  return {
    me: { user, nickname: "ada", role: "guest", token: `token-of-${user}` },
    rooms: [...rooms],
    server: {
      name: "Parlor",
      version: "0.1.0",
      time: startMs,
      limits: {
        text_characters_max: 4000,
        room_name_characters_max: 48,
        history_events_max: 200,
        topic_characters_max: 250,
      },
    },
  };
}

export function seqs(events: readonly RoomEvent[]): number[] {
  return events.map((event) => event.seq);
}
