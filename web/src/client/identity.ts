// Who this browser, or this tab, is to the server.
//
// A guest, and somebody who asked to be kept signed in, is known to the browser: all tabs share it, and a reload or a
// restart goes on. Who did not ask is known to the tab alone.
import { boolean, object, string } from "../protocol/shape.ts";
import type { Keep } from "./ports.ts";

const identityKey = "identity";
const nicknameKey = "nickname";
const accountKey = "account";

export interface Identity {
  readonly token: string;
  readonly nickname: string;
  /** Empty where an earlier version of this page kept it. */
  readonly user: string;
  /** Signs in with a password: the name is nobody else's, and cannot just be joined with. */
  readonly isAccount: boolean;
}

const parseIdentity = object(
  { token: string({ min: 1 }), nickname: string({ min: 1 }) },
  { user: string(), isAccount: boolean },
);

export function readJson<T>(keep: Keep, key: string, parser: (value: unknown) => T): T | null {
  const text = keep.get(key);
  if (text === null) return null;
  try {
    return parser(JSON.parse(text));
  } catch {
    return null;
  }
}

export function keptIdentity(keep: Keep): Identity | null {
  const kept = readJson(keep, identityKey, parseIdentity);
  return kept === null ? null : { user: "", isAccount: false, ...kept };
}

export function keepIdentity(keep: Keep, identity: Identity): void {
  const { token, nickname, user, isAccount } = identity;
  keep.set(identityKey, JSON.stringify({ token, nickname, user, isAccount }));
  if (!isAccount) keep.set(nicknameKey, nickname);
  else {
    keep.set(accountKey, nickname);
    // A guest who became this account cannot join by that name any more.
    if (keep.get(nicknameKey) === nickname) keep.remove(nicknameKey);
  }
}

export function forgetIdentity(keep: Keep): void {
  keep.remove(identityKey);
}

/** The name somebody last joined with as a guest. */
export function lastNickname(keep: Keep): string {
  return keep.get(nicknameKey) ?? "";
}

/** The name somebody was last signed in with. */
export function lastAccount(keep: Keep): string {
  return keep.get(accountKey) ?? "";
}

export function isIdentityKey(key: string): boolean {
  return key === identityKey;
}
