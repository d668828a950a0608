// All rooms that everybody finds, for those in charge: also those they are not in themselves.
import {
  type ManagedRoom,
  parseManagedRoom,
  parseManagedRooms,
} from "../protocol/administration.ts";
import { type Page, pathWith } from "./administration.ts";
import type { Outcome } from "./ask_rest.ts";
import type { Session } from "./session.ts";

/**
 * By name.
 *
 * query  a part of their names
 * after  the last one of the page before
 */
export async function managedRooms(
  session: Session,
  query: string,
  after?: ManagedRoom,
): Promise<Outcome<Page<ManagedRoom>>> {
  const path = pathWith("admin/rooms", { query, after: after?.room });
  const outcome = await session.askRest("GET", path, parseManagedRooms);
  if (!outcome.ok) return outcome;
  const { rooms, more } = outcome.value;
  return { ok: true, value: { items: rooms, more } };
}

async function archiving(
  session: Session,
  method: "PUT" | "DELETE",
  room: string,
): Promise<Outcome<ManagedRoom>> {
  const path = `admin/rooms/${encodeURIComponent(room)}/archive`;
  const outcome = await session.askRest(method, path, parseManagedRoom);
  return outcome.ok ? { ok: true, value: outcome.value.room } : outcome;
}

export function archiveRoom(session: Session, room: string): Promise<Outcome<ManagedRoom>> {
  return archiving(session, "PUT", room);
}

export function restoreRoom(session: Session, room: string): Promise<Outcome<ManagedRoom>> {
  return archiving(session, "DELETE", room);
}
