import type { Role } from "./types.ts";

/** Somebody who signs in with a password, and not a guest. */
export function isAccount(role: Role): boolean {
  return role !== "guest";
}
