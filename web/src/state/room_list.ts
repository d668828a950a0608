// Which rooms the sidebar lists, and in which order.
import { defaultRoom, type RoomState, type State } from "./model.ts";

export interface RoomList {
  /** Of every kind, wherever they were else: rooms first, then conversations, each in their order. */
  readonly favourites: readonly RoomState[];
  /** Public and private ones: the lobby first, then by name, those in use before archived ones. */
  readonly rooms: readonly RoomState[];
  /** Conversations: those in which somebody spoke since the page was opened, the last first; then by their people, those without any last. */
  readonly directs: readonly RoomState[];
}

/** A conversation in which nothing was said is there for who opened it or holds it dear, and nobody else. */
function isListed(room: RoomState, active: string | null): boolean {
  const isSaid = room.kind !== "direct" || room.head > 0;
  return isSaid || room.isWanted || room.favourite || room.room === active;
}

function byId(a: RoomState, b: RoomState): number {
  return a.room < b.room ? -1 : 1;
}

function inRooms(a: RoomState, b: RoomState): number {
  if (a.room === defaultRoom || b.room === defaultRoom) return a.room === defaultRoom ? -1 : 1;
  if (a.archived !== b.archived) return a.archived ? 1 : -1;
  return a.name.localeCompare(b.name) || byId(a, b);
}

function peopleOf(room: RoomState): string {
  return room.people.map((person) => person.nickname).join(" ");
}

function inDirects(a: RoomState, b: RoomState): number {
  const byNobody = Number(a.people.length === 0) - Number(b.people.length === 0);
  const byPeople = byNobody || peopleOf(a).localeCompare(peopleOf(b));
  return b.spokenMs - a.spokenMs || byPeople || byId(a, b);
}

export function roomList({ rooms, active }: Pick<State, "rooms" | "active">): RoomList {
  const listed = [...rooms.values()].filter((room) => isListed(room, active));
  const ordered = [
    ...listed.filter((room) => room.kind !== "direct").sort(inRooms),
    ...listed.filter((room) => room.kind === "direct").sort(inDirects),
  ];
  const others = ordered.filter((room) => !room.favourite);
  return {
    favourites: ordered.filter((room) => room.favourite),
    rooms: others.filter((room) => room.kind !== "direct"),
    directs: others.filter((room) => room.kind === "direct"),
  };
}

/** All that is listed, from top to bottom. */
export function listedRooms(state: Pick<State, "rooms" | "active">): readonly RoomState[] {
  const { favourites, rooms, directs } = roomList(state);
  return [...favourites, ...rooms, ...directs];
}
