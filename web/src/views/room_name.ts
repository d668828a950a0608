import { listOf, words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";

/** How a room is called: a conversation by its people. */
export function nameOf({
  kind,
  name,
  people,
}: Pick<RoomState, "kind" | "name" | "people">): string {
  if (kind !== "direct") return name;
  if (people.length === 0) return words("rooms.nobodyElse");
  return listOf(people.map((person) => person.nickname));
}
