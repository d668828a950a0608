// Everything the views show, and nothing else. Changed only by the functions of this folder, which are pure.
import type {
  ConnectRefusal,
  ErrorCode,
  Named,
  Nickname,
  NoticeLevel,
  Profile,
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
  /** Of a suspension or a ban, where it is known. */
  readonly until?: number | undefined;
  readonly reason?: string | undefined;
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

/** Facts of a room that change one without the other. */
export type FactKind =
  | "name"
  | "topic"
  | "use"
  | "host"
  | "mute"
  | "slowMode"
  | "retention"
  | "expired";

/** One may not write in a room. */
export interface Muted {
  /** On the server's clock; null: until somebody lifts it. */
  readonly untilMs: number | null;
}

/** What a person wants of a room. */
export interface Liking {
  /** What of it is noticed; usual: direct messages, and elsewhere those that mean one. */
  readonly level: NoticeLevel | "usual";
  readonly favourite: boolean;
}

/** The unread messages that mean this person. */
export interface Counted {
  readonly mentions: number;
  /** Live messages up to here are in `mentions`. */
  readonly mentionsTo: number;
  /** Those after it that are in `mentions`, ascending. */
  readonly mentionsHeard: readonly number[];
}

export interface RoomState extends Liking, Counted {
  readonly room: string;
  readonly name: string;
  readonly kind: Room["kind"];
  readonly head: number;
  readonly read: number;
  readonly unread: number;
  readonly present: number;
  /** What it is about; null: nobody said. */
  readonly topic: string | null;
  /** It can be read and left, nothing more. */
  readonly archived: boolean;
  /** One is a host of it oneself. */
  readonly host: boolean;
  /** Whether one may write in it oneself; may be over. */
  readonly muted: Muted | null;
  /** Seconds between two messages of one person; 0: none. */
  readonly slowMode: number;
  /** Days for which messages are kept; 0: for ever. */
  readonly retention: number;
  /** Everything up to this seq is gone; 0: nothing is. */
  readonly expired: number;
  /** The newest seq by which somebody was muted or no longer; 0: none was heard. */
  readonly mutesAt: number;
  /** Of a direct room: the others in it, as they are called and look by now. */
  readonly people: readonly Profile[];
  /** The seq up to which each of these facts is known. */
  readonly factsAt: Readonly<Record<FactKind, number>>;
  /** When somebody last spoke while one was here; 0: nobody did. */
  readonly spokenMs: number;
  /** Opened here by oneself, so that it is listed before anything was said. */
  readonly isWanted: boolean;
  readonly log: RoomLog | null;
  /** Counts how often the log began anew: a new one is shown from its own place, not from the old one's. */
  readonly generation: number;
  readonly opening: Loading;
  readonly older: Loading;
  readonly newer: Loading;
  readonly notices: readonly PresenceNotice[];
  readonly typists: readonly Typist[];
  /** Messages that are pinned, as far as that is known here; client/pins.ts keeps it. */
  readonly pinned: ReadonlySet<number>;
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
  /** A host of the room. */
  readonly host?: boolean;
}

/** The names of those whom this person wants to see nothing of, by user; the last one first. */
export type IgnoredPeople = ReadonlyMap<string, string>;

/** Somebody else made one a member of a room, or no member any more. */
export interface MembershipNotice {
  readonly id: number;
  readonly change: "added" | "removed";
  readonly by: Named;
  readonly room: string;
  readonly name: string;
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
  readonly topicCharactersMax: number;
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
  readonly ignored: IgnoredPeople;
  readonly link: EntryLink | null;
  /** The token of a link into a room, with which somebody came. */
  readonly invitation: string | null;
  /** Something the server wants everyone to know. */
  readonly notice: string | null;
  /** The newest last; at most membershipNoticesMax of them. */
  readonly memberships: readonly MembershipNotice[];
  /** Counts public rooms that came to be, so that an open directory asks again. */
  readonly directoryVersion: number;
}

export const typingLastsMs = 5_000;
export const noticesMax = 200;
export const membershipNoticesMax = 3;
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
  ignored: new Map(),
  link: null,
  invitation: null,
  notice: null,
  memberships: [],
  directoryVersion: 0,
};

/** Of a room: what its events change beside its log. */
export type Summary = Pick<
  RoomState,
  | "name"
  | "kind"
  | "topic"
  | "archived"
  | "host"
  | "muted"
  | "slowMode"
  | "retention"
  | "expired"
  | "people"
  | "factsAt"
  | keyof Liking
>;

export function summaryOf(told: Room): Summary {
  const { head } = told;
  return {
    name: told.name,
    kind: told.kind,
    topic: told.topic ?? null,
    archived: told.archived === true,
    host: told.host === true,
    muted: told.muted === true ? { untilMs: told.muted_until ?? null } : null,
    slowMode: told.slow_mode ?? 0,
    retention: told.retention ?? 0,
    expired: told.expired ?? 0,
    people: told.people ?? [],
    factsAt: {
      name: head,
      topic: head,
      use: head,
      host: head,
      mute: head,
      slowMode: head,
      retention: head,
      expired: head,
    },
    ...likingOf(told),
  };
}

export function likingOf(told: Room): Liking {
  return { level: told.level ?? "usual", favourite: told.favourite === true };
}

export function countedOf(told: Room): Counted {
  const mentionsTo = Math.max(told.head, told.mentions_to ?? 0);
  return { mentions: told.mentions ?? 0, mentionsTo, mentionsHeard: [] };
}

export function newRoom(room: Room): RoomState {
  return {
    ...summaryOf(room),
    ...countedOf(room),
    room: room.room,
    head: room.head,
    read: room.read,
    unread: room.unread,
    present: room.present,
    mutesAt: 0,
    spokenMs: 0,
    isWanted: false,
    log: null,
    generation: 0,
    opening: idle,
    older: idle,
    newer: idle,
    notices: [],
    typists: [],
    pinned: new Set(),
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

export const defaultRoom = "lobby";

export function serverFacts(server: Welcome["server"]): ServerFacts {
  return {
    name: server.name,
    version: server.version,
    textCharactersMax: server.limits.text_characters_max,
    roomNameCharactersMax: server.limits.room_name_characters_max,
    historyEventsMax: server.limits.history_events_max,
    topicCharactersMax: server.limits.topic_characters_max,
  };
}
