// What an entry of a room's audit tells, read for a sentence.
import type { ToldDeed } from "../protocol/parse_links.ts";

const plain = {
  added: "added",
  removed: "removed",
  ban_lifted: "banLifted",
  host_made: "hostMade",
  archived: "archived",
  restored: "restored",
  message_deleted: "messageDeleted",
  pinned: "pinned",
  unpinned: "unpinned",
  unmuted: "unmuted",
  link_made: "linkMade",
  link_revoked: "linkRevoked",
} as const;
type Plain = (typeof plain)[keyof typeof plain];

export type SlowModeUnit = "seconds" | "minutes" | "hours";

export type RoomDeedTold =
  | { readonly what: Plain | "hostRemoved" | "steppedDown" | "topicRemoved" | "slowModeOff" }
  | { readonly what: "banned"; readonly until: number | null; readonly reason: string | null }
  | { readonly what: "muted"; readonly until: number | null }
  | { readonly what: "renamed" | "topicSet"; readonly to: string }
  | { readonly what: "slowMode"; readonly count: number; readonly unit: SlowModeUnit }
  | { readonly what: "retention"; readonly days: number }
  /** Of a newer server. */
  | { readonly what: "unknown" };

const units = [
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

/** In the largest unit of which it is a whole number. */
function slowMode(detail: string): RoomDeedTold {
  const seconds = Number(detail);
  if (!Number.isInteger(seconds) || seconds < 0) return { what: "unknown" };
  if (seconds === 0) return { what: "slowModeOff" };
  const [unit, size] = units.find(([, each]) => seconds % each === 0) ?? units[2];
  return { what: "slowMode", count: seconds / size, unit };
}

/** Without a detail: for ever. */
function retention(detail: string): RoomDeedTold {
  const days = Number(detail);
  return Number.isInteger(days) && days >= 0 ? { what: "retention", days } : { what: "unknown" };
}

export function roomDeedTold(entry: ToldDeed): RoomDeedTold {
  const { deed, by, person, detail = "", until = null } = entry;
  switch (deed) {
    case "banned":
      return { what: "banned", until, reason: detail === "" ? null : detail };
    case "muted":
      return { what: "muted", until };
    case "host_removed":
      return { what: by.user === person?.user ? "steppedDown" : "hostRemoved" };
    case "renamed":
      return { what: "renamed", to: detail };
    case "topic_changed":
      return detail === "" ? { what: "topicRemoved" } : { what: "topicSet", to: detail };
    case "slow_mode_set":
      return slowMode(detail);
    case "retention_set":
      return retention(detail);
    default: {
      const found = Object.entries(plain).find(([each]) => each === deed);
      return { what: found === undefined ? "unknown" : found[1] };
    }
  }
}
