import { describe, expect, it } from "vitest";
import type { Role } from "../../src/protocol/types.ts";
import { accountDeeds, loggedDeed, roomDeeds, sectionsOf } from "../../src/state/administration.ts";
import { account, entry, managedRoom, suspended } from "../support/accounts.ts";
import { startMs } from "../support/events.ts";

it.each([
  ["owner", ["people", "rooms", "invites", "bans", "server", "log"]],
  ["admin", ["people", "rooms", "invites", "bans", "server", "log"]],
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

describe("what may be done about a room", () => {
  it.each([
    ["is to archive it", managedRoom("r1"), ["open", "archive"]],
    ["is to restore it", managedRoom("r1", { archived: true }), ["open", "restore"]],
    ["is nothing to the lobby", managedRoom("lobby"), ["open"]],
  ])("%s", (_, room, deeds) => expect(roomDeeds(room)).toEqual(deeds));
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

  const banned = { what: "addressBanned", network: "192.0.2.0/24", until: null, reason: null };
  it.each([
    ["address_banned", "192.0.2.0/24", banned],
    ["address_banned", "192.0.2.0/24 spam and lies", { ...banned, reason: "spam and lies" }],
    ["address_banned", "", { ...banned, network: null }],
    ["address_ban_lifted", "::1/64", { what: "addressBanLifted", network: "::1/64" }],
    ["address_ban_lifted", undefined, { what: "addressBanLifted", network: null }],
    ["room_archived", "Tea and talk", { what: "roomArchived", room: "Tea and talk" }],
    ["room_restored", undefined, { what: "roomRestored", room: null }],
    ["room_imported", "1200", { what: "roomImported", events: 1200 }],
    ["room_imported", "many", { what: "roomImported", events: null }],
    ["room_imported", undefined, { what: "roomImported", events: null }],
  ])("%s of %j is told as far as it is known", (action, detail, deed) => {
    const told = detail === undefined ? {} : { detail };
    expect(loggedDeed(entry(1, action, told))).toEqual(deed);
  });

  it("tells until when an address is banned", () => {
    const told = entry(1, "address_banned", { detail: "192.0.2.0/24", until: startMs });
    expect(loggedDeed(told)).toEqual({ ...banned, until: startMs });
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
