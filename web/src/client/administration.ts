// What people in charge do about the server and those on it. The server decides who is in charge.
import {
  type Account,
  type AuditEntry,
  type Figures,
  parseAccount,
  parseAccounts,
  parseAudit,
  parseFigures,
  parseSettings,
  type Registration,
  type ServerSettings,
} from "../protocol/administration.ts";
import { parseNothing } from "../protocol/rest.ts";
import type { Role } from "../protocol/types.ts";
import type { Outcome } from "./ask_rest.ts";
import type { Session } from "./session.ts";

/** A part of a list that is longer. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

export function pathWith(
  path: string,
  asked: Readonly<Record<string, string | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== "") query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}

function personPath(user: string): string {
  return `admin/people/${encodeURIComponent(user)}`;
}

/**
 * Those with an account, by name.
 *
 * query  how their names begin
 * after  the last one of the page before
 */
export async function accounts(
  session: Session,
  query: string,
  after?: Account,
): Promise<Outcome<Page<Account>>> {
  const path = pathWith("admin/people", { query, after: after?.user });
  const outcome = await session.askRest("GET", path, parseAccounts);
  if (!outcome.ok) return outcome;
  const { people, more } = outcome.value;
  return { ok: true, value: { items: people, more } };
}

async function changed(asked: Promise<Outcome<{ person: Account }>>): Promise<Outcome<Account>> {
  const outcome = await asked;
  return outcome.ok ? { ok: true, value: outcome.value.person } : outcome;
}

export function changeRole(session: Session, user: string, role: Role): Promise<Outcome<Account>> {
  return changed(session.askRest("PATCH", personPath(user), parseAccount, { role }));
}

export interface SuspensionWish {
  /** Absent: until it is lifted. */
  readonly until?: number;
  readonly reason?: string;
}

export function suspend(
  session: Session,
  user: string,
  wish: SuspensionWish,
): Promise<Outcome<Account>> {
  return changed(session.askRest("PUT", `${personPath(user)}/suspension`, parseAccount, wish));
}

export function liftSuspension(session: Session, user: string): Promise<Outcome<Account>> {
  return changed(session.askRest("DELETE", `${personPath(user)}/suspension`, parseAccount));
}

export function signOutEverywhere(session: Session, user: string): Promise<Outcome<object>> {
  return session.askRest("DELETE", `${personPath(user)}/sessions`, parseNothing);
}

export function serverSettings(session: Session): Promise<Outcome<ServerSettings>> {
  return session.askRest("GET", "admin/settings", parseSettings);
}

/** null goes back to what is configured; what is absent stays. */
export interface SettingsWish {
  readonly registration?: Registration | null;
  readonly guests?: boolean | null;
}

export function changeServerSettings(
  session: Session,
  wish: SettingsWish,
): Promise<Outcome<ServerSettings>> {
  return session.askRest("PATCH", "admin/settings", parseSettings, wish);
}

export function figures(session: Session): Promise<Outcome<Figures>> {
  return session.askRest("GET", "admin/figures", parseFigures);
}

/** before: the last one of the page before; the newest come first. */
export async function audit(
  session: Session,
  before?: AuditEntry,
): Promise<Outcome<Page<AuditEntry>>> {
  const path = pathWith("admin/audit", { before: before?.number.toString() });
  const outcome = await session.askRest("GET", path, parseAudit);
  if (!outcome.ok) return outcome;
  const { entries, more } = outcome.value;
  return { ok: true, value: { items: entries, more } };
}
