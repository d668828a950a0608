// Whom this person wants to see nothing of: what they say is folded away, and nothing of it calls.
//
// Invariant:  what is hidden is still there, counts as unread as the server counts it, and can be shown.
import type { LiveEvent } from "../protocol/parse.ts";
import type { Named } from "../protocol/types.ts";
import type { IgnoredPeople, RoomState, State } from "./model.ts";

/** The server said whom: all of them, the last one first. */
export function ignoredTold(state: State, people: readonly Named[]): State {
  return { ...state, ignored: new Map(people.map(({ user, nickname }) => [user, nickname])) };
}

/** Events without what ignored people say, of whatever calls somebody. */
export function heeded(ignored: IgnoredPeople, events: readonly LiveEvent[]): readonly LiveEvent[] {
  if (ignored.size === 0) return events;
  return events.filter((event) => event.type !== "message" || !ignored.has(event.user));
}

/** A conversation in which nobody else is heard: its numbers are there and ask for nothing. */
export function isSilenced({ kind, people }: RoomState, ignored: IgnoredPeople): boolean {
  return kind === "direct" && people.length > 0 && people.every(({ user }) => ignored.has(user));
}
