// What happened in a room between two states, for lists beside its log that follow it.
import type { RoomState } from "../state/model.ts";

/** What the log has more at its end; null where that is not all that happened. */
export function eventsSince(room: RoomState, past: RoomState) {
  if (room.log === past.log && room.head === past.head) return [];
  const isWhole =
    room.log?.following === true &&
    past.log?.following === true &&
    room.generation === past.generation;
  if (!isWhole || room.log === null || past.log === null) return room.head > past.head ? null : [];
  const { last } = past.log;
  return room.log.events.filter((event) => event.seq > last);
}
