// People with accounts, rooms, bans and entries of the log, as administration is told of them.
import type {
  Account,
  AddressBan,
  AuditEntry,
  ManagedRoom,
} from "../../src/protocol/administration.ts";
import { startMs } from "./events.ts";

export function account(nickname: string, more: Partial<Account> = {}): Account {
  const user = `u-${nickname}`;
  return { user, nickname, role: "member", created: startMs, present: false, ...more };
}

export const suspended = { by: "u-ada", by_name: "ada", time: startMs, until: startMs + 1 };

export function entry(number: number, action: string, more: Partial<AuditEntry> = {}): AuditEntry {
  const by = { by: "u-ada", by_name: "ada" };
  return { number, time: startMs, ...by, action, user: "u-bob", nickname: "bob", ...more };
}

export function managedRoom(room: string, more: Partial<ManagedRoom> = {}): ManagedRoom {
  return { room, name: room, kind: "public", created: startMs, present: 0, messages: 0, ...more };
}

export function addressBan(ban: string, more: Partial<AddressBan> = {}): AddressBan {
  const by = { by: "u-ada", by_name: "ada" };
  return { ban, network: "192.0.2.7", ...by, time: startMs, ...more };
}
