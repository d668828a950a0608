// What the REST interface answers, read into types. An answer that does not fit is refused whole.
import {
  array,
  boolean,
  integer,
  literal,
  Malformed,
  object,
  type Parser,
  string,
} from "./shape.ts";
import type { Profile } from "./types.ts";

const id = string({ min: 1 });
const time = integer(0);
const name = string({ min: 1 });

/** What GET /api/v1/server says before anybody has joined. */
export interface ServerInfo {
  readonly name: string;
  readonly version: string;
  readonly present: number;
  /** Who may make an account. */
  readonly registration: "open" | "invite" | "closed";
  /** Whether people come in without one. */
  readonly guests: boolean;
}
export const parseServerInfo: Parser<ServerInfo> = object({
  name: string(),
  version: string(),
  present: integer(0),
  registration: literal("open", "invite", "closed"),
  guests: boolean,
});

const me: Parser<Profile> = object(
  { user: id, nickname: name, role: literal("owner", "admin", "moderator", "member", "guest") },
  { status: string({ min: 1 }), hue: integer(0) },
);
export const parseMe = object({ me });

export interface SignedIn {
  readonly token: string;
  readonly session: string;
  readonly me: Profile;
}
export const parseSignedIn: Parser<SignedIn> = object({ token: id, session: id, me });

/** A place where somebody is signed in. */
export interface SignIn {
  readonly session: string;
  readonly created: number;
  readonly used: number;
  /** The browser as it names itself. */
  readonly agent: string;
  readonly address: string;
  readonly current: boolean;
}
export const parseSessions = object({
  sessions: array<SignIn>(
    object({
      session: id,
      created: time,
      used: time,
      agent: string(),
      address: string(),
      current: boolean,
    }),
  ),
});

export interface Invite {
  readonly invite: string;
  /** Absent where it was made from the command line. */
  readonly creator?: string;
  readonly creator_name: string;
  readonly created: number;
  readonly expires: number;
  readonly uses: number;
  readonly uses_max: number;
}
const invite: Parser<Invite> = object(
  {
    invite: id,
    creator_name: name,
    created: time,
    expires: time,
    uses: integer(0),
    uses_max: integer(1),
  },
  { creator: id },
);
export const parseInvites = object({ invites: array(invite) });
/** `code` is told this once. */
export const parseInviteMade = object({ invite, code: id });

export const parseFile: Parser<Blob> = (value) => {
  if (!(value instanceof Blob)) throw new Malformed("", "a file");
  return value;
};

export const parseNothing: Parser<Record<never, never>> = () => ({});

/** `code` is a string here: a newer server may know more of them. */
export const parseRefusal = object({
  error: object(
    { code: id, message: string() },
    { retry_after_ms: integer(0), suggestions: array(name), until: time, reason: string() },
  ),
});
