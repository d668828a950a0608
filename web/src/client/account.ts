// What somebody does about their account: none of it is live, and none of it is needed to talk.
import {
  type Invite,
  parseInviteMade,
  parseInvites,
  parseMe,
  parseNothing,
  parseSessions,
  parseSignedIn,
  type SignedIn,
  type SignIn,
} from "../protocol/rest.ts";
import type { Profile } from "../protocol/types.ts";
import type { Outcome } from "./ask_rest.ts";
import type { Session } from "./session.ts";

export interface Credentials {
  readonly name: string;
  readonly password: string;
  /** Stays signed in when the browser is closed. */
  readonly keep: boolean;
}

export interface Registration extends Credentials {
  readonly invite?: string;
  readonly owner_key?: string;
}

export async function signIn(session: Session, asked: Credentials): Promise<Outcome<SignedIn>> {
  const outcome = await session.askRest("POST", "login", parseSignedIn, asked);
  if (outcome.ok) session.enter(outcome.value, asked.keep);
  return outcome;
}

/** A guest becomes the account: the same person, with what they wrote and what waits to be sent. */
export function register(session: Session, asked: Registration): Promise<Outcome<SignedIn>> {
  return session.becoming(async () => {
    const outcome = await session.askRest("POST", "register", parseSignedIn, asked);
    if (outcome.ok) session.enter(outcome.value, asked.keep);
    return outcome;
  });
}

export interface ProfileWish {
  readonly nickname?: string;
  readonly hue?: number | null;
  readonly status?: string;
}

export async function changeProfile(
  session: Session,
  wish: ProfileWish,
): Promise<Outcome<{ me: Profile }>> {
  const outcome = await session.askRest("PATCH", "me", parseMe, wish);
  if (outcome.ok) session.profileTold(outcome.value.me);
  return outcome;
}

export function changePassword(
  session: Session,
  current: string,
  password: string,
): Promise<Outcome<object>> {
  return session.askRest("POST", "password", parseNothing, { current, password });
}

export function signIns(session: Session): Promise<Outcome<{ sessions: SignIn[] }>> {
  return session.askRest("GET", "sessions", parseSessions);
}

export function endSignIn(session: Session, which: string): Promise<Outcome<object>> {
  return session.askRest("DELETE", `sessions/${encodeURIComponent(which)}`, parseNothing);
}

export function endOtherSignIns(session: Session): Promise<Outcome<object>> {
  return session.askRest("DELETE", "sessions", parseNothing);
}

export function invites(session: Session): Promise<Outcome<{ invites: Invite[] }>> {
  return session.askRest("GET", "invites", parseInvites);
}

export interface InviteWish {
  readonly lifetime_ms: number;
  readonly uses: number;
}

export function makeInvite(
  session: Session,
  wish: InviteWish,
): Promise<Outcome<{ invite: Invite; code: string }>> {
  return session.askRest("POST", "invites", parseInviteMade, wish);
}

export function takeBackInvite(session: Session, which: string): Promise<Outcome<object>> {
  return session.askRest("DELETE", `invites/${encodeURIComponent(which)}`, parseNothing);
}

export function checkInvite(session: Session, code: string): Promise<Outcome<object>> {
  return session.askRest("POST", "invites/check", parseNothing, { code });
}
