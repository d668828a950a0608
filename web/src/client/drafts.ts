// What was begun to be written in each room, until it is sent.
import type { Keep } from "./ports.ts";

const prefix = "draft.";

export function keptDraft(keep: Keep, room: string): string {
  return keep.get(prefix + room) ?? "";
}

export function keepDraft(keep: Keep, room: string, text: string): void {
  if (text === "") keep.remove(prefix + room);
  else keep.set(prefix + room, text);
}
