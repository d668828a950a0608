// What whoever is in charge sees, and what they may do about somebody, out of the permissions: only that is offered.
import type { Account, AuditEntry, ManagedRoom } from "../protocol/administration.ts";
import { mayOnServer, outranks } from "../protocol/permissions.ts";
import type { Role } from "../protocol/types.ts";
import { defaultRoom, type Me } from "./model.ts";

export type Section = "people" | "rooms" | "invites" | "bans" | "server" | "log";

export function sectionsOf(role: Role): Section[] {
  const sections: [Section, boolean][] = [
    ["people", mayOnServer(role, "see_people")],
    ["rooms", mayOnServer(role, "manage_rooms")],
    ["invites", mayOnServer(role, "manage_invites")],
    ["bans", mayOnServer(role, "ban_addresses")],
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

export type RoomDeed = "open" | "archive" | "restore";

export function roomDeeds({ room, archived }: ManagedRoom): RoomDeed[] {
  if (archived) return ["open", "restore"];
  return room === defaultRoom ? ["open"] : ["open", "archive"];
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
  | {
      readonly what: "addressBanned";
      readonly network: string | null;
      readonly until: number | null;
      readonly reason: string | null;
    }
  | { readonly what: "addressBanLifted"; readonly network: string | null }
  | { readonly what: "roomArchived" | "roomRestored"; readonly room: string | null }
  /** events: how many its log has */
  | { readonly what: "roomImported"; readonly events: number | null }
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
    case "address_banned": {
      const [network = "", ...reason] = (detail ?? "").split(" ");
      return {
        what: "addressBanned",
        network: network || null,
        until: until ?? null,
        reason: reason.join(" ") || null,
      };
    }
    case "address_ban_lifted":
      return { what: "addressBanLifted", network: detail || null };
    case "room_archived":
      return { what: "roomArchived", room: detail || null };
    case "room_restored":
      return { what: "roomRestored", room: detail || null };
    case "room_imported":
      return { what: "roomImported", events: countIn(detail) };
    default:
      return unknown;
  }
}

function countIn(detail = ""): number | null {
  return /^[0-9]{1,15}$/.test(detail) ? Number(detail) : null;
}

function roleDeed(detail: string): LoggedDeed {
  const [first, second] = detail.split(" ");
  const after = givenRoles.find((each) => each === second);
  if (after === undefined) return unknown;
  return { what: "role", before: givenRoles.find((each) => each === first) ?? null, after };
}
