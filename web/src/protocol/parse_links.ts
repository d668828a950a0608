// What the server says of links into rooms, and of what was done to a room.
import { by, count, id, named, ok, roomKind, roomName, roomStanding, time } from "./parse.ts";
import { array, boolean, integer, object, type Parser, string } from "./shape.ts";
import type {
  InviteLinkAck,
  InviteLinksAck,
  LookAtInviteAck,
  RoomAuditAck,
  RoomAuditEntry,
} from "./types.ts";

const link = object(
  { id, room: id, ...by, time, expires: time, uses: count },
  { uses_max: integer(1) },
);
export const parseInviteLinkAck: Parser<InviteLinkAck> = object({
  ok,
  link,
  token: string({ min: 1, max: 64 }),
});
export const parseInviteLinksAck: Parser<InviteLinksAck> = object({ ok, links: array(link) });
export const parseLookAtInviteAck: Parser<LookAtInviteAck> = object(
  { ok, room: id, name: roomName, kind: roomKind, present: count, joined: boolean, ...by },
  roomStanding,
);

/** Of a newer server perhaps a deed that is not known here. */
export type ToldDeed = Omit<RoomAuditEntry, "deed"> & { readonly deed: string };
export type ToldAudit = Omit<RoomAuditAck, "entries"> & { readonly entries: ToldDeed[] };
export const parseRoomAuditAck: Parser<ToldAudit> = object({
  ok,
  entries: array(
    object(
      { number: integer(1), time, ...by, deed: string({ min: 1 }) },
      { person: named, detail: string({ min: 1 }), until: time },
    ),
  ),
  more: boolean,
});
