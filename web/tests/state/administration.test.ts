import { describe, expect, it } from "vitest";
import type { Role } from "../../src/protocol/types.ts";
import { accountDeeds, loggedDeed, sectionsOf } from "../../src/state/administration.ts";
import { account, entry, suspended } from "../support/accounts.ts";
import { startMs } from "../support/events.ts";

it.each([
  ["owner", ["people", "invites", "server", "log"]],
  ["admin", ["people", "invites", "server", "log"]],
  ["moderator", ["log"]],
  ["member", []],
  ["guest", []],
] satisfies [Role, string[]][])("%s sees %j", (role, sections) => {
  expect(sectionsOf(role)).toEqual(sections);
});

describe("what may be done about somebody", () => {
  const ada = (role: Role) => ({ user: "u-ada", nickname: "ada", role });
  it.each([
    ["owner", "member", ["admin", "moderator", "signOut", "suspend"]],
    ["owner", "admin", ["moderator", "member", "signOut", "suspend"]],
    ["admin", "member", ["moderator", "signOut", "suspend"]],
    ["admin", "moderator", ["member", "signOut", "suspend"]],
    ["admin", "admin", []],
    ["admin", "owner", []],
    ["owner", "owner", []],
    ["moderator", "member", []],
  ] satisfies [Role, Role, string[]][])("by %s to %s", (mine, theirs, deeds) => {
    expect(accountDeeds(ada(mine), account("bob", { role: theirs }))).toEqual(deeds);
  });

  it("is nothing about oneself, whatever was told of one's role", () => {
    expect(accountDeeds(ada("owner"), account("ada"))).toEqual([]);
  });

  it("is another suspension, or its end, where there is one", () => {
    const bob = account("bob", { suspended });
    expect(accountDeeds(ada("admin"), bob)).toEqual(["moderator", "lift", "resuspend"]);
  });
});

describe("an entry of the log", () => {
  it.each([
    [entry(1, "role_changed", { detail: "member moderator" }), "member", "moderator"],
    [entry(1, "role_changed", { detail: "mascot admin" }), null, "admin"],
  ])("tells which role somebody got", (told, before, after) => {
    expect(loggedDeed(told)).toEqual({ what: "role", before, after });
  });

  it("tells of a suspension with what is known of it", () => {
    const open = { what: "suspended", until: null, reason: null };
    expect(loggedDeed(entry(1, "suspended"))).toEqual(open);
    const told = entry(1, "suspended", { until: startMs, detail: "spam" });
    expect(loggedDeed(told)).toEqual({ what: "suspended", until: startMs, reason: "spam" });
  });

  it.each([
    ["reinstated", "reinstated"],
    ["sessions_ended", "sessionsEnded"],
    ["invite_made", "inviteMade"],
    ["invite_revoked", "inviteRevoked"],
  ])("%s is %s", (action, what) => expect(loggedDeed(entry(1, action))).toEqual({ what }));

  it("tells of a setting and its value", () => {
    const told = entry(1, "setting_changed", { detail: "guests false" });
    expect(loggedDeed(told)).toEqual({ what: "setting", setting: "guests false" });
  });

  it.each([
    entry(1, "moon_landed"),
    entry(1, "setting_changed", { detail: "gravity off" }),
    entry(1, "setting_changed"),
    entry(1, "role_changed", { detail: "member emperor" }),
    entry(1, "role_changed"),
  ])("of a newer server is unknown: $action $detail", (told) => {
    expect(loggedDeed(told)).toEqual({ what: "unknown" });
  });
});
