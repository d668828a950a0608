// What one may do about another member of a room, out of the permissions: only that is offered.
import { mayInRoom, mayOnServer, outranks, rankOf } from "../protocol/permissions.ts";
import type { Role } from "../protocol/types.ts";
import type { IgnoredPeople, Me, RoomState } from "./model.ts";

export type MemberDeed =
  | "message"
  | "makeHost"
  | "removeHost"
  | "stepDown"
  | "mute"
  | "unmute"
  | "remove"
  | "ban"
  | "banFromServer"
  | "ignore"
  | "stopIgnoring";

export interface DeedTarget {
  readonly user: string;
  readonly isHost: boolean;
  readonly isMuted?: boolean;
  /** Undefined while it is not known: then nothing is offered that needs to stand above them. */
  readonly role: Role | undefined;
}

export function deedsOn(me: Me, room: RoomState, member: DeedTarget): MemberDeed[] {
  const isMe = member.user === me.user;
  const may = (action: Parameters<typeof mayInRoom>[2]) => mayInRoom(me.role, room, action);
  const isBelow =
    member.role !== undefined &&
    outranks(rankOf(me.role, room.host), rankOf(member.role, member.isHost));
  const isBelowOnServer = member.role !== undefined && outranks(me.role, member.role);
  const isInUse = !room.archived;
  const deeds: [MemberDeed, boolean][] = [
    ["message", !isMe && isElsewhere(room) && mayOnServer(me.role, "start_direct")],
    ["makeHost", isInUse && !isMe && !member.isHost && may("set_host")],
    ["removeHost", isInUse && !isMe && member.isHost && isBelow && may("set_host")],
    ["stepDown", isInUse && isMe && member.isHost && may("set_host")],
    ["mute", isInUse && !isMe && isBelow && may("mute")],
    ["unmute", isInUse && !isMe && isBelow && member.isMuted === true && may("mute")],
    ["remove", !isMe && isBelow && may("kick")],
    ["ban", !isMe && isBelow && may("ban")],
    ["banFromServer", !isMe && isBelowOnServer && mayOnServer(me.role, "ban_addresses")],
  ];
  return deeds.flatMap(([deed, isOffered]) => (isOffered ? [deed] : []));
}

/** Whether they are seen is for oneself to say, whoever they are. */
export function ignoringOf(me: Me, user: string, ignored: IgnoredPeople): MemberDeed[] {
  if (user === me.user) return [];
  return [ignored.has(user) ? "stopIgnoring" : "ignore"];
}

/** The conversation of two is not opened from itself. */
function isElsewhere(room: RoomState): boolean {
  return room.kind !== "direct" || room.people.length > 1;
}
