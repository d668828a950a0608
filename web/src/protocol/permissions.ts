// Who may do what, out of the table that the server keeps to: docs/protocol/permissions.json.
//
// What is offered follows it; what is done is for the server to allow.
import table from "../../../docs/protocol/permissions.json";
import type { Role, RoomKind } from "./types.ts";

/** What somebody is where they act, the weakest first. */
export type Rank = Role | "host";
type Rows = typeof table.actions;
export type ServerAction = {
  [Action in keyof Rows]: Rows[Action] extends { readonly server: string } ? Action : never;
}[keyof Rows];
export type RoomAction = Exclude<keyof Rows, ServerAction>;

/** Of a room: what decides who may do what in it. */
export interface Ruled {
  readonly room: string;
  readonly kind: RoomKind;
  /** One is a host of it oneself. */
  readonly host?: boolean;
}

const lobby = "lobby";
/** Everybody is in the lobby, and stays. */
const againstLobby: readonly RoomAction[] = ["leave", "archive_room", "kick", "ban"];

/** A host ranks as one in their room, whatever they are on the server, unless they are more there. */
export function rankOf(role: Role, isHost: boolean): Rank {
  return isHost && place(role) < place("host") ? "host" : role;
}

/** Whether somebody may do to another what they may do at all: only to those below them. */
export function outranks(actor: Rank, other: Rank): boolean {
  return place(actor) > place(other);
}

export function mayInRoom(role: Role, room: Ruled, action: RoomAction): boolean {
  if (room.room === lobby && againstLobby.includes(action)) return false;
  const least: Partial<Record<RoomKind, string>> = table.actions[action];
  return reaches(rankOf(role, room.host === true), least[room.kind]);
}

export function mayOnServer(role: Role, action: ServerAction): boolean {
  return reaches(role, table.actions[action].server);
}

function place(rank: string): number {
  return table.roles.indexOf(rank);
}

function reaches(rank: Rank, least: string | undefined): boolean {
  return least !== undefined && place(rank) >= place(least);
}
