// Old messages of a room are gone for good: what is held of them here goes, too.
import type { RoomState } from "./model.ts";
import { withoutOld } from "./room_log.ts";

/** The room without anything up to that seq: messages, pins, and what was begun to be done to them. */
export function expired(room: RoomState, upTo: number): RoomState {
  const { log, pinned, answers, editing } = room;
  return {
    ...room,
    expired: Math.max(room.expired, upTo),
    log: log && withoutOld(log, upTo),
    pinned: new Set([...pinned].filter((seq) => seq > upTo)),
    answers: answers !== null && answers.seq > upTo ? answers : null,
    editing: editing !== null && editing > upTo ? editing : null,
  };
}

/** A page may have been read before the messages went that it begins with. */
export function cut(room: RoomState): RoomState {
  const { log, expired: upTo } = room;
  if (log === null || log.first > upTo + (log.more ? 1 : 0)) return room;
  return { ...room, log: withoutOld(log, upTo) };
}
