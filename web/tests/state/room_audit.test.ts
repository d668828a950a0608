import { describe, expect, it } from "vitest";
import type { ToldDeed } from "../../src/protocol/parse_links.ts";
import { type RoomDeedTold, roomDeedTold } from "../../src/state/room_audit.ts";

const ada = { user: "u-ada", nickname: "ada" };
const bob = { user: "u-bob", nickname: "bob" };
const told = (deed: string, more: Partial<ToldDeed> = {}) =>
  roomDeedTold({ number: 1, time: 5, by: ada, deed, ...more });

describe("what an entry tells", () => {
  const cases: readonly [string, Partial<ToldDeed>, RoomDeedTold][] = [
    ["added", { person: bob }, { what: "added" }],
    ["banned", { person: bob }, { what: "banned", until: null, reason: null }],
    [
      "banned",
      { person: bob, until: 9, detail: "shouting" },
      { what: "banned", until: 9, reason: "shouting" },
    ],
    ["ban_lifted", { person: bob }, { what: "banLifted" }],
    ["host_removed", { person: bob }, { what: "hostRemoved" }],
    ["host_removed", { person: ada }, { what: "steppedDown" }],
    ["renamed", { detail: "Orchard" }, { what: "renamed", to: "Orchard" }],
    ["topic_changed", { detail: "What grows" }, { what: "topicSet", to: "What grows" }],
    ["topic_changed", {}, { what: "topicRemoved" }],
    ["message_deleted", { person: bob, detail: "7" }, { what: "messageDeleted" }],
    ["muted", { person: bob }, { what: "muted", until: null }],
    ["muted", { person: bob, until: 9 }, { what: "muted", until: 9 }],
    ["slow_mode_set", { detail: "30" }, { what: "slowMode", count: 30, unit: "seconds" }],
    ["slow_mode_set", { detail: "90" }, { what: "slowMode", count: 90, unit: "seconds" }],
    ["slow_mode_set", { detail: "300" }, { what: "slowMode", count: 5, unit: "minutes" }],
    ["slow_mode_set", { detail: "21600" }, { what: "slowMode", count: 6, unit: "hours" }],
    ["slow_mode_set", { detail: "0" }, { what: "slowModeOff" }],
    ["slow_mode_set", {}, { what: "slowModeOff" }],
    ["slow_mode_set", { detail: "soon" }, { what: "unknown" }],
    ["retention_set", { detail: "30" }, { what: "retention", days: 30 }],
    ["retention_set", { detail: "0" }, { what: "retention", days: 0 }],
    ["retention_set", {}, { what: "retention", days: 0 }],
    ["retention_set", { detail: "soon" }, { what: "unknown" }],
    ["link_made", { detail: "l1" }, { what: "linkMade" }],
    ["painted", {}, { what: "unknown" }],
    ["toString", {}, { what: "unknown" }],
  ];
  it.each(cases)("%s %j", (deed, more, expected) => expect(told(deed, more)).toEqual(expected));
});
