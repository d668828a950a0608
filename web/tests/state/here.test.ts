import { describe, expect, it } from "vitest";
import type { Role, Room } from "../../src/protocol/types.ts";
import { hereReach, othersHere } from "../../src/state/here.ts";
import { newRoom } from "../../src/state/model.ts";
import { room } from "../support/events.ts";

const garden = (present: number, more: Partial<Room> = {}) =>
  newRoom(room({ room: "garden", name: "Garden", present, ...more }));
const me = (role: Role) => ({ user: "u-me", nickname: "me", role });

describe("@here", () => {
  it.each<[string, ReturnType<typeof hereReach>, string]>([
    ["alone", hereReach(garden(1), me("guest")), "everybody"],
    ["twenty others", hereReach(garden(21), me("guest")), "everybody"],
    ["more, and a guest says it", hereReach(garden(22), me("guest")), "hostsOnly"],
    ["more, and a member says it", hereReach(garden(22), me("member")), "hostsOnly"],
    ["more, and a host says it", hereReach(garden(22, { host: true }), me("guest")), "everybody"],
    ["more, and a moderator says it", hereReach(garden(22), me("moderator")), "everybody"],
    ["two hundred others", hereReach(garden(201), me("owner")), "everybody"],
    ["more than these", hereReach(garden(202), me("owner")), "tooMany"],
  ])("%s", (_what, reach, expected) => {
    expect(reach).toBe(expected);
  });

  it("counts the others", () => {
    expect(othersHere(garden(3))).toBe(2);
    expect(othersHere(garden(0))).toBe(0);
  });
});
