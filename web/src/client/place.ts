// Where each room is being read, when it is not at its newest message. Of this tab, and outliving a reload.
import { integer, object } from "../protocol/shape.ts";
import { readJson } from "./identity.ts";
import type { Keep } from "./ports.ts";

export interface Place {
  readonly seq: number;
  /** How much of that message is above the edge, in pixels. */
  readonly offset: number;
}

const prefix = "place.";
const parsePlace = object({ seq: integer(1), offset: integer() });

export function keptPlace(keep: Keep, room: string): Place | null {
  return readJson(keep, prefix + room, parsePlace);
}

export function keepPlace(keep: Keep, room: string, place: Place | null): void {
  if (place === null) keep.remove(prefix + room);
  else keep.set(prefix + room, JSON.stringify(place));
}
