// Who this browser is to the server. All tabs share it.
import { object, string } from "../protocol/shape.ts";
import type { Keep } from "./ports.ts";

const identityKey = "identity";
const nicknameKey = "nickname";

export interface Identity {
  readonly token: string;
  readonly nickname: string;
}

const parseIdentity = object({ token: string({ min: 1 }), nickname: string({ min: 1 }) });

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
  return readJson(keep, identityKey, parseIdentity);
}

export function keepIdentity(keep: Keep, identity: Identity): void {
  const { token, nickname } = identity;
  keep.set(identityKey, JSON.stringify({ token, nickname }));
  keep.set(nicknameKey, nickname);
}

export function forgetIdentity(keep: Keep): void {
  keep.remove(identityKey);
}

export function lastNickname(keep: Keep): string {
  return keep.get(nicknameKey) ?? "";
}

export function isIdentityKey(key: string): boolean {
  return key === identityKey;
}
