// What an address brings: /#invite=CODE, /#owner=KEY, and /#join=TOKEN, which leads into a room. A secret leaves the
// address bar at once, and so the history.
import { literal, object, string } from "../protocol/shape.ts";
import type { EntryLink } from "../state/model.ts";
import { readJson } from "./identity.ts";
import type { Keep } from "./ports.ts";

const linkKey = "link";
const roomLinkKey = "roomLink";
const roomFragment = /^#join=(.{0,65})/;
const fragment = /^#(invite|owner)=([A-Za-z0-9_-]{1,200})$/;
const parseLink = object({
  kind: literal("invite", "owner"),
  key: string({ min: 1, max: 200 }),
});

export function linkOfFragment(hash: string): EntryLink | null {
  const found = fragment.exec(hash);
  if (found === null) return null;
  const [, kind, key = ""] = found;
  return { kind: kind === "owner" ? "owner" : "invite", key };
}

export function inviteAddress(origin: string, code: string): string {
  return `${origin}/#invite=${code}`;
}

/** The link of the address, or that of before a reload of this tab. */
export function takeLink(tabKeep: Keep): EntryLink | null {
  const link = linkOfFragment(location.hash);
  if (link === null) return readJson(tabKeep, linkKey, parseLink);
  history.replaceState(null, "", location.pathname + location.search);
  tabKeep.set(linkKey, JSON.stringify(link));
  return link;
}

/** The token of a link into a room. What is no token is for the server to refuse, so that whoever came is told. */
export function roomLinkOfFragment(hash: string): string | null {
  return roomFragment.exec(hash)?.[1] ?? null;
}

export function roomLinkAddress(origin: string, token: string): string {
  return `${origin}/#join=${token}`;
}

/** As takeLink: both may wait, for somebody who has to come in first. */
export function takeRoomLink(tabKeep: Keep): string | null {
  const token = roomLinkOfFragment(location.hash);
  if (token === null) return tabKeep.get(roomLinkKey);
  history.replaceState(null, "", location.pathname + location.search);
  tabKeep.set(roomLinkKey, token);
  return token;
}

export function forgetRoomLink(tabKeep: Keep): void {
  tabKeep.remove(roomLinkKey);
}

export function forgetLink(tabKeep: Keep): void {
  tabKeep.remove(linkKey);
}
