// Addresses from which nobody comes in.
import { type AddressBan, parseAddressBans } from "../protocol/administration.ts";
import { parseNothing } from "../protocol/rest.ts";
import type { SuspensionWish } from "./administration.ts";
import type { Outcome } from "./ask_rest.ts";
import type { Session } from "./session.ts";

type Bans = Outcome<{ bans: AddressBan[] }>;

/** The newest first. */
export function addressBans(session: Session): Promise<Bans> {
  return session.askRest("GET", "admin/bans", parseAddressBans);
}

/** An address or a network, or those from which somebody is here. */
export type Banned = { readonly network: string } | { readonly user: string };

/** Answers those that were made. */
export function banAddresses(session: Session, whom: Banned, wish: SuspensionWish): Promise<Bans> {
  return session.askRest("POST", "admin/bans", parseAddressBans, { ...whom, ...wish });
}

export function liftAddressBan(session: Session, ban: string): Promise<Outcome<object>> {
  return session.askRest("DELETE", `admin/bans/${encodeURIComponent(ban)}`, parseNothing);
}
