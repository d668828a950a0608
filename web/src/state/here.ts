// Whom @here means in a room: the server decides alike when the message is posted.
import { mayInRoom } from "../protocol/permissions.ts";
import type { Me, RoomState } from "./model.ts";

/** Others present: more are meant only when a host says so, and over the second number nobody is. */
export const herePeopleMax = 20;
export const hereMax = 200;

/** How many others are there. */
export function othersHere(room: RoomState): number {
  return Math.max(0, room.present - 1);
}

/** Whom @here of this person means in the room: those who are there, or why nobody. */
export function hereReach(room: RoomState, me: Me): "everybody" | "hostsOnly" | "tooMany" {
  const others = othersHere(room);
  if (others > hereMax) return "tooMany";
  if (others <= herePeopleMax || mayInRoom(me.role, room, "mean_everybody")) return "everybody";
  return "hostsOnly";
}
