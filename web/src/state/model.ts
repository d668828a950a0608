// Everything the views show, and nothing else. Changed only by the functions of this folder, which are pure.
import type {
  ConnectRefusal,
  ErrorCode,
  Nickname,
  Role,
  Room,
  SignedOut,
  Welcome,
} from "../protocol/types.ts";
import type { Answered, Outbox } from "./outbox.ts";
import type { Pending } from "./pending.ts";
import type { RoomLog } from "./room_log.ts";

export type Connection =
  /** Nobody is signed in here: the join screen. */
  | { readonly state: "signed_out"; readonly problem: JoinProblem | null }
  /** A first connection is under way, or one after `signed_out`. */
  | { readonly state: "joining" }
  | { readonly state: "online"; readonly returned: boolean }
  | { readonly state: "reconnecting"; readonly attempt: number; readonly quiet: boolean }
  | {
      readonly state: "waiting";
      readonly retryAtMs: number;
      readonly attempt: number;
      readonly quiet: boolean;
    };

/** Why nobody is signed in here any more: a refusal, the server's word, another tab's, or nothing at all came. */
export interface JoinProblem {
  readonly code:
    | ConnectRefusal["data"]["code"]
    | SignedOut["reason"]
    | "unreachable"
    | "signed_out_elsewhere";
  readonly nickname: string;
  readonly suggestions: readonly Nickname[];
  /** The name is an account's: one comes back by its password. */
  readonly isAccount: boolean;
}

export interface Person {
  readonly nickname: string;
  readonly role: Role;
  readonly status?: string;
  /** In degrees; without it the colour follows from the name. */
  readonly hue?: number;
}

export interface Me extends Person {
  readonly user: string;
}

/** What an address brought: who has an invite may make an account, and who has the key is the owner. */
export interface EntryLink {
  readonly kind: "invite" | "owner";
  readonly key: string;
}

/** Someone came or went. Never part of the log, so it is placed after what had been seen by then. */
export interface PresenceNotice {
  readonly id: number;
  readonly after: number;
  readonly change: "joined" | "left";
  readonly user: string;
  readonly nickname: string;
  readonly timeMs: number;
}

export interface Typist {
  readonly user: string;
  readonly nickname: string;
  readonly untilMs: number;
}

/** How far loading a part of a room has come. */
export type Loading =
  | { readonly state: "idle" }
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly code: ErrorCode | "no_answer" };

export interface RoomState {
  readonly room: string;
  readonly name: string;
  readonly kind: Room["kind"];
  readonly head: number;
  readonly read: number;
  readonly unread: number;
  readonly present: number;
  readonly log: RoomLog | null;
  /** Counts how often the log began anew: a new one is shown from its own place, not from the old one's. */
  readonly generation: number;
  readonly opening: Loading;
  readonly older: Loading;
  readonly newer: Loading;
  readonly notices: readonly PresenceNotice[];
  readonly typists: readonly Typist[];
  /** The message that the one being written answers. */
  readonly answers: Answered | null;
  /** The message whose text is being changed. */
  readonly editing: number | null;
  /** Unread messages begin after this seq; stays until the room is left. */
  readonly dividerAfter: number | null;
}

export interface Member {
  readonly user: string;
  readonly nickname: string;
}

/** A message to be shown: the room opens around it, and it stands out for a moment. */
export interface Jump {
  readonly room: string;
  readonly seq: number;
}

export interface MemberList {
  readonly room: string;
  readonly loading: Loading;
  readonly members: readonly Member[];
}

export interface ServerFacts {
  readonly name: string;
  readonly version: string;
  readonly textCharactersMax: number;
  readonly roomNameCharactersMax: number;
  readonly historyEventsMax: number;
}

export interface State {
  readonly connection: Connection;
  readonly me: Me | null;
  readonly server: ServerFacts | null;
  readonly rooms: ReadonlyMap<string, RoomState>;
  /** Rooms have been told by the server at least once. */
  readonly known: boolean;
  /** How this person came in: by the form, which then shows what is wrong, or by a kept identity. */
  readonly entry: "form" | "kept";
  readonly active: string | null;
  /** The active room's newest message is in sight of a person. */
  readonly reading: boolean;
  readonly outbox: Outbox;
  readonly pending: Pending;
  readonly jump: Jump | null;
  readonly memberList: MemberList | null;
  /** By user; at most peopleMax of them. */
  readonly people: ReadonlyMap<string, Person>;
  readonly link: EntryLink | null;
  /** Something the server wants everyone to know. */
  readonly notice: string | null;
  /** Counts public rooms that came to be, so that an open directory asks again. */
  readonly directoryVersion: number;
}

export const typingLastsMs = 5_000;
export const noticesMax = 200;
export const peopleMax = 2_000;
export const idle: Loading = { state: "idle" };
export const loading: Loading = { state: "loading" };

export const initialState: State = {
  connection: { state: "signed_out", problem: null },
  me: null,
  server: null,
  rooms: new Map(),
  known: false,
  entry: "form",
  active: null,
  reading: false,
  outbox: [],
  pending: [],
  jump: null,
  memberList: null,
  people: new Map(),
  link: null,
  notice: null,
  directoryVersion: 0,
};

export function newRoom(room: Room): RoomState {
  return {
    room: room.room,
    name: room.name,
    kind: room.kind,
    head: room.head,
    read: room.read,
    unread: room.unread,
    present: room.present,
    log: null,
    generation: 0,
    opening: idle,
    older: idle,
    newer: idle,
    notices: [],
    typists: [],
    answers: null,
    editing: null,
    dividerAfter: null,
  };
}

export function changeRoom(
  state: State,
  room: string,
  change: (room: RoomState) => RoomState,
): State {
  const before = state.rooms.get(room);
  if (before === undefined) return state;
  const after = change(before);
  if (after === before) return state;
  return { ...state, rooms: new Map(state.rooms).set(room, after) };
}

/** Rooms as the sidebar lists them: the lobby first, then by name. */
export function sortedRooms(rooms: ReadonlyMap<string, RoomState>): RoomState[] {
  return [...rooms.values()].sort((a, b) => {
    if (a.room === defaultRoom || b.room === defaultRoom) return a.room === defaultRoom ? -1 : 1;
    return a.name.localeCompare(b.name) || (a.room < b.room ? -1 : 1);
  });
}

export const defaultRoom = "lobby";

export function unreadSum(rooms: ReadonlyMap<string, RoomState>): number {
  let sum = 0;
  for (const room of rooms.values()) sum += room.unread;
  return sum;
}

export function serverFacts(server: Welcome["server"]): ServerFacts {
  return {
    name: server.name,
    version: server.version,
    textCharactersMax: server.limits.text_characters_max,
    roomNameCharactersMax: server.limits.room_name_characters_max,
    historyEventsMax: server.limits.history_events_max,
  };
}
