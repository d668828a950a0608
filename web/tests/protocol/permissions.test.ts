import { describe, expect, it } from "vitest";
import table from "../../../docs/protocol/permissions.json";
import {
  mayInRoom,
  mayOnServer,
  outranks,
  type RoomAction,
  rankOf,
  type ServerAction,
} from "../../src/protocol/permissions.ts";
import type { Role, RoomKind } from "../../src/protocol/types.ts";

const roles: readonly Role[] = ["guest", "member", "moderator", "admin", "owner"];
const kinds: readonly RoomKind[] = ["public", "private", "direct"];

function room(kind: RoomKind, host = false) {
  return { room: "r1", kind, host };
}

describe("a room's rules", () => {
  const rows = Object.entries(table.actions).filter(([, row]) => !("server" in row));
  it.each(rows)("let those %s who rank high enough, and nobody else", (action, row) => {
    for (const kind of kinds) {
      const least = (row as Partial<Record<RoomKind, string>>)[kind];
      for (const role of roles) {
        for (const host of [false, true]) {
          const rank = host && (role === "guest" || role === "member") ? "host" : role;
          const isHighEnough =
            least !== undefined && table.roles.indexOf(rank) >= table.roles.indexOf(least);
          const may = mayInRoom(role, room(kind, host), action as RoomAction);
          expect([kind, role, host, may]).toEqual([kind, role, host, isHighEnough]);
        }
      }
    }
  });

  it("are told in words: what a host may and a member may not", () => {
    expect(mayInRoom("member", room("private"), "kick")).toBe(false);
    expect(mayInRoom("guest", room("private", true), "kick")).toBe(true);
    expect(mayInRoom("owner", room("direct"), "kick")).toBe(false);
    expect(mayInRoom("owner", room("direct"), "leave")).toBe(false);
  });

  it.each(["leave", "archive_room", "kick", "ban"] as const)(
    "let nobody %s the lobby",
    (action) => {
      const lobby = { room: "lobby", kind: "public", host: true } as const;
      expect(mayInRoom("owner", lobby, action)).toBe(false);
      expect(mayInRoom("owner", { ...lobby, room: "r1" }, action)).toBe(true);
    },
  );
});

describe("the server's rules", () => {
  it.each([
    ["create_public", "guest", true],
    ["create_private", "guest", false],
    ["create_private", "member", true],
    ["find_accounts", "guest", false],
    ["start_direct", "guest", true],
  ] satisfies [ServerAction, Role, boolean][])("%s as %s: %s", (action, role, may) => {
    expect(mayOnServer(role, action)).toBe(may);
  });
});

describe("ranks", () => {
  it("make a host more than a member, and take nothing from those who are more", () => {
    expect(rankOf("guest", true)).toBe("host");
    expect(rankOf("moderator", true)).toBe("moderator");
    expect(rankOf("member", false)).toBe("member");
  });

  it("let one act on those below only", () => {
    expect(outranks("host", "member")).toBe(true);
    expect(outranks("host", "host")).toBe(false);
    expect(outranks("host", "moderator")).toBe(false);
    expect(outranks("owner", "admin")).toBe(true);
  });
});
