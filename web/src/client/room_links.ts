// Links that let people into rooms, and what was done to a room: what is asked of the server about both.
import { parseOkAck, parseRoomAck } from "../protocol/parse.ts";
import {
  parseInviteLinkAck,
  parseInviteLinksAck,
  parseLookAtInviteAck,
  parseRoomAuditAck,
  type ToldDeed,
} from "../protocol/parse_links.ts";
import type {
  Failure,
  InviteLinkAck,
  InviteLinksAck,
  LookAtInviteAck,
  OkAck,
  RoomAck,
} from "../protocol/types.ts";
import * as changes from "../state/changes.ts";
import type { Page } from "./administration.ts";
import type { Outcome } from "./ask_rest.ts";
import type { Session } from "./session.ts";

/** Null, of all here: no answer came, and whether it was done is unknown. */
type Answer<T> = Promise<T | Failure | null>;

/** uses: how many people it lets in; 0: any number. */
export function makeLink(
  session: Session,
  room: string,
  wish: { readonly days: number; readonly uses: number },
): Answer<InviteLinkAck> {
  return session.ask("invite_link", { room, ...wish }, parseInviteLinkAck);
}

export function linksInto(session: Session, room: string): Answer<InviteLinksAck> {
  return session.ask("invite_links", { room }, parseInviteLinksAck);
}

export function takeBackLink(session: Session, room: string, id: string): Answer<OkAck> {
  return session.ask("revoke_invite_link", { room, id }, parseOkAck);
}

/** Where a link leads. */
export function lookAtLink(session: Session, token: string): Answer<LookAtInviteAck> {
  return session.ask("look_at_invite", { token }, parseLookAtInviteAck);
}

export async function joinByLink(session: Session, token: string): Answer<RoomAck> {
  const answer = await session.ask("join", { invite: token }, parseRoomAck);
  if (answer?.ok) session.change((state) => changes.joined(state, answer.room));
  return answer;
}

/** A page of what was done to the room, the newest first; `before`: the last entry of the page before. */
export async function roomAudit(
  session: Session,
  room: string,
  before?: ToldDeed,
): Promise<Outcome<Page<ToldDeed>>> {
  const asked = before === undefined ? { room } : { room, before: before.number };
  const answer = await session.ask("room_audit", asked, parseRoomAuditAck);
  if (answer?.ok) return { ok: true, value: { items: answer.entries, more: answer.more } };
  const refused = { ok: false, retryAfterMs: 0, suggestions: [] } as const;
  if (answer === null) return { ...refused, code: "unreachable" };
  const { code, retry_after_ms: retryAfterMs = 0 } = answer.error;
  return { ...refused, code, retryAfterMs };
}
