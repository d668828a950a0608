// What is told of a room beside its log: how it is called, what it is about, whether it is in use, who looks after it.
//
// Invariant:  of each kind the newest event counts, in whatever order they come; the server's summary counts as the
//             newest of every kind up to its head.
import type { RoomEvent, RoomFact } from "../protocol/parse.ts";
import { expired } from "./expiring.ts";
import { changeRoom, type FactKind, type RoomState, type State } from "./model.ts";

const kinds = {
  renamed: "name",
  topic: "topic",
  archived: "use",
  restored: "use",
  host: "host",
  muted: "mute",
  slow_mode: "slowMode",
  retention: "retention",
  expired: "expired",
} as const satisfies Record<RoomFact["type"], FactKind>;

function isFact(event: RoomEvent): event is RoomFact {
  return Object.hasOwn(kinds, event.type);
}

/** The clock has ended one's mute. */
export function muteOver(state: State, room: string): State {
  return changeRoom(state, room, (before) => ({ ...before, muted: null }));
}

/** The room as these events leave it; they may have been heard before. */
export function factsHeard(state: State, room: string, events: readonly RoomEvent[]): State {
  const facts = events.filter(isFact).sort((a, b) => a.seq - b.seq);
  if (facts.length === 0) return state;
  const next = changeRoom(state, room, (before) =>
    facts.reduce((after, fact) => told(after, fact, state.me?.user), before),
  );
  return listHeard(next, room, facts);
}

function told(room: RoomState, fact: RoomFact, me: string | undefined): RoomState {
  // Another person's part changes nothing of what one is oneself.
  if (fact.type === "host" && fact.user !== me) return room;
  if (fact.type === "muted" && fact.user !== me)
    return fact.seq > room.mutesAt ? { ...room, mutesAt: fact.seq } : room;
  const kind = kinds[fact.type];
  if (fact.seq <= room.factsAt[kind]) return room;
  const after = { ...room, factsAt: { ...room.factsAt, [kind]: fact.seq } };
  switch (fact.type) {
    case "renamed":
      return { ...after, name: fact.name };
    case "topic":
      return { ...after, topic: fact.topic ?? null };
    case "archived":
      return { ...after, archived: true };
    case "restored":
      return { ...after, archived: false };
    case "host":
      return { ...after, host: fact.on };
    case "muted": {
      const muted = fact.on ? { untilMs: fact.until ?? null } : null;
      return { ...after, muted, mutesAt: fact.seq };
    }
    case "slow_mode":
      return { ...after, slowMode: fact.seconds };
    case "retention":
      return { ...after, retention: fact.days };
    case "expired":
      return expired(after, fact.up_to);
  }
}

/** Who is listed as here follows, too. */
function listHeard(state: State, room: string, facts: readonly RoomFact[]): State {
  const list = state.memberList;
  if (list === null || list.room !== room) return state;
  const hosts = new Map(
    facts.flatMap((fact) => (fact.type === "host" ? [[fact.user, fact.on] as const] : [])),
  );
  if (hosts.size === 0) return state;
  const members = list.members.map((member) => {
    const isHost = hosts.get(member.user);
    return isHost === undefined ? member : { ...member, host: isHost };
  });
  return { ...state, memberList: { ...list, members } };
}
