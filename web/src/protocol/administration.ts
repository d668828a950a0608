// What administration answers over REST, read into types. An answer that does not fit is refused whole.
import { array, boolean, integer, literal, object, type Parser, string } from "./shape.ts";
import type { Role } from "./types.ts";

const id = string({ min: 1 });
const time = integer(0);
const count = integer(0);

export interface Suspension {
  /** Absent where it was done from the command line. */
  readonly by?: string;
  readonly by_name: string;
  readonly time: number;
  /** Absent: until it is lifted. */
  readonly until?: number;
  readonly reason?: string;
}

/** Somebody with an account. */
export interface Account {
  readonly user: string;
  readonly nickname: string;
  readonly role: Role;
  /** When the account was made. */
  readonly created: number;
  readonly present: boolean;
  readonly suspended?: Suspension;
}
const suspension: Parser<Suspension> = object(
  { by_name: string(), time },
  { by: id, until: time, reason: string() },
);
const account: Parser<Account> = object(
  {
    user: id,
    nickname: id,
    role: literal("owner", "admin", "moderator", "member"),
    created: time,
    present: boolean,
  },
  { suspended: suspension },
);
export const parseAccounts = object({ people: array(account), more: boolean });
export const parseAccount = object({ person: account });

const registration = literal("open", "invite", "closed");
export type Registration = ReturnType<typeof registration>;

interface Setting<Value> {
  readonly value: Value;
  /** What the server was started with. */
  readonly configured: Value;
  /** `value` was said over REST, and holds until it is taken back. */
  readonly changed: boolean;
}
function setting<Value>(value: Parser<Value>): Parser<Setting<Value>> {
  return object({ value, configured: value, changed: boolean }) as Parser<Setting<Value>>;
}

/** Who may come in, and how. */
export interface ServerSettings {
  readonly registration: Setting<Registration>;
  readonly guests: Setting<boolean>;
}
export const parseSettings: Parser<ServerSettings> = object({
  registration: setting(registration),
  guests: setting(boolean),
});

export interface Figures {
  readonly version: string;
  readonly started: number;
  readonly people_present: number;
  readonly connections: number;
  readonly accounts: number;
  readonly rooms: number;
  readonly messages_since_start: number;
  readonly messages_per_minute: number;
  readonly store_wait_ms: number;
  /** Absent where the server cannot say. */
  readonly store_bytes?: number;
  /** Of a cluster: whether the one that was asked hears the others. */
  readonly bus?: "up" | "down";
  /** Of a cluster: all that are alive, the one that was asked first. */
  readonly nodes?: readonly NodeFigures[];
}
export interface NodeFigures {
  readonly node: string;
  readonly name: string;
  readonly version: string;
  readonly state: "serving" | "draining";
  readonly people_present: number;
  readonly connections: number;
  readonly rooms_active: number;
  readonly messages_since_start: number;
  readonly messages_per_minute: number;
  readonly store_wait_ms: number;
  readonly this?: true;
}
const parseNodeFigures: Parser<NodeFigures> = object(
  {
    node: string(),
    name: string(),
    version: string(),
    state: literal("serving", "draining"),
    people_present: count,
    connections: count,
    rooms_active: count,
    messages_since_start: count,
    messages_per_minute: count,
    store_wait_ms: count,
  },
  { this: literal(true) },
);
export const parseFigures: Parser<Figures> = object(
  {
    version: string(),
    started: time,
    people_present: count,
    connections: count,
    accounts: count,
    rooms: count,
    messages_since_start: count,
    messages_per_minute: count,
    store_wait_ms: count,
  },
  { store_bytes: count, bus: literal("up", "down"), nodes: array(parseNodeFigures) },
);

/** A room that everybody finds, and what there is of it. */
export interface ManagedRoom {
  readonly room: string;
  readonly name: string;
  readonly kind: "public";
  readonly topic?: string;
  readonly archived?: true;
  readonly created: number;
  /** People there now. */
  readonly present: number;
  /** Ever written. */
  readonly messages: number;
}
const managedRoom: Parser<ManagedRoom> = object(
  {
    room: id,
    name: string(),
    kind: literal("public"),
    created: time,
    present: count,
    messages: count,
  },
  { topic: string(), archived: literal(true) },
);
export const parseManagedRooms = object({ rooms: array(managedRoom), more: boolean });
export const parseManagedRoom = object({ room: managedRoom });

/** Addresses from which nobody comes in. */
export interface AddressBan {
  readonly ban: string;
  /** "192.0.2.7", "192.0.2.0/24", "2001:db8::/64" */
  readonly network: string;
  /** Absent where it was done from the command line. */
  readonly by?: string;
  readonly by_name: string;
  readonly time: number;
  /** Absent: until it is lifted. */
  readonly until?: number;
  readonly reason?: string;
}
export const parseAddressBans = object({
  bans: array<AddressBan>(
    object(
      { ban: id, network: id, by_name: string(), time },
      { by: id, until: time, reason: string() },
    ),
  ),
});

/** A room that a log is being put into; how far it has come is `head`. */
export const parseImportedRoom = object({
  room: object(
    { room: id, name: string(), head: integer(0) },
    { topic: string(), archived: literal(true) },
  ),
});
export const parseImportedPart = object({ head: integer(0) });

/** Something that somebody in charge did, with the names as they were then. */
export interface AuditEntry {
  readonly number: number;
  readonly time: number;
  /** Absent where it was done from the command line. */
  readonly by?: string;
  readonly by_name: string;
  /** A string here: a newer server may know more of them. */
  readonly action: string;
  readonly user?: string;
  readonly nickname?: string;
  readonly detail?: string;
  readonly until?: number;
}
const entry: Parser<AuditEntry> = object(
  { number: integer(1), time, by_name: string(), action: id },
  { by: id, user: id, nickname: id, detail: string(), until: time },
);
export const parseAudit = object({ entries: array(entry), more: boolean });
