// What an address brings: /#invite=CODE and /#owner=KEY. A secret leaves the address bar at once, and so the history.
import { literal, object, string } from "../protocol/shape.ts";
import type { EntryLink } from "../state/model.ts";
import { readJson } from "./identity.ts";
import type { Keep } from "./ports.ts";

const linkKey = "link";
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

export function forgetLink(tabKeep: Keep): void {
  tabKeep.remove(linkKey);
}
