// What whoever is in charge sees, and what they may do about somebody, out of the permissions: only that is offered.
import type { Account, AuditEntry } from "../protocol/administration.ts";
import { mayOnServer, outranks } from "../protocol/permissions.ts";
import type { Role } from "../protocol/types.ts";
import type { Me } from "./model.ts";

export type Section = "people" | "invites" | "server" | "log";

export function sectionsOf(role: Role): Section[] {
  const sections: [Section, boolean][] = [
    ["people", mayOnServer(role, "see_people")],
    ["invites", mayOnServer(role, "manage_invites")],
    ["server", mayOnServer(role, "change_settings")],
    ["log", mayOnServer(role, "see_audit")],
  ];
  return sections.flatMap(([section, isOffered]) => (isOffered ? [section] : []));
}

/** The roles that are given, the strongest first. */
const givenRoles = ["admin", "moderator", "member"] as const;
export type GivenRole = (typeof givenRoles)[number];
export type AccountDeed = GivenRole | "suspend" | "resuspend" | "lift" | "signOut";

const free: readonly AccountDeed[] = ["suspend"];
const kept: readonly AccountDeed[] = ["lift", "resuspend"];

export function accountDeeds(me: Me, account: Account): AccountDeed[] {
  const { user, role, suspended } = account;
  if (user === me.user || !outranks(me.role, role)) return [];
  const deeds: AccountDeed[] = [];
  if (mayOnServer(me.role, "set_role"))
    deeds.push(...givenRoles.filter((each) => each !== role && outranks(me.role, each)));
  if (mayOnServer(me.role, "end_sessions") && suspended === undefined) deeds.push("signOut");
  if (mayOnServer(me.role, "suspend")) deeds.push(...(suspended === undefined ? free : kept));
  return deeds;
}

const settingDeeds = [
  "registration open",
  "registration invite",
  "registration closed",
  "registration configured",
  "guests true",
  "guests false",
  "guests configured",
] as const;
type SettingDeed = (typeof settingDeeds)[number];

/** What an entry of the log tells of. */
export type LoggedDeed =
  | { readonly what: "role"; readonly before: GivenRole | null; readonly after: GivenRole }
  | { readonly what: "suspended"; readonly until: number | null; readonly reason: string | null }
  | { readonly what: "reinstated" | "sessionsEnded" | "inviteMade" | "inviteRevoked" }
  | { readonly what: "setting"; readonly setting: SettingDeed }
  /** Of a newer server. */
  | { readonly what: "unknown" };

const unknown: LoggedDeed = { what: "unknown" };

export function loggedDeed({ action, detail, until }: AuditEntry): LoggedDeed {
  switch (action) {
    case "role_changed":
      return roleDeed(detail ?? "");
    case "suspended":
      return { what: "suspended", until: until ?? null, reason: detail ?? null };
    case "reinstated":
      return { what: "reinstated" };
    case "sessions_ended":
      return { what: "sessionsEnded" };
    case "invite_made":
      return { what: "inviteMade" };
    case "invite_revoked":
      return { what: "inviteRevoked" };
    case "setting_changed": {
      const setting = settingDeeds.find((each) => each === detail);
      return setting === undefined ? unknown : { what: "setting", setting };
    }
    default:
      return unknown;
  }
}

function roleDeed(detail: string): LoggedDeed {
  const [first, second] = detail.split(" ");
  const after = givenRoles.find((each) => each === second);
  if (after === undefined) return unknown;
  return { what: "role", before: givenRoles.find((each) => each === first) ?? null, after };
}
