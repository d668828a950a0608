// What is known of people: what one told keeps, and what it replaces.
import { expect, it } from "vitest";
import { initialState } from "../../src/state/model.ts";
import { companionsTold, peopleTold } from "../../src/state/people.ts";
import { room } from "../support/events.ts";

const bob = { user: "u-bob", nickname: "bob", role: "member", status: "away" } as const;
const eve = { user: "u-eve", nickname: "eve", role: "guest", hue: 7 } as const;
const direct = (...people: object[]) =>
  room({ room: "d1", name: "", kind: "direct", people: people as never });

it("keeps a status that a conversation of many does not tell", () => {
  const known = peopleTold(initialState, [bob]);
  const { status: _, ...renamed } = { ...bob, nickname: "robert" };
  const told = companionsTold(known, [direct(renamed, eve)]);
  expect(told.people.get("u-bob")).toEqual({ nickname: "robert", role: "member", status: "away" });
  expect(told.people.get("u-eve")).toEqual({ nickname: "eve", role: "guest", hue: 7 });
});

it("believes a conversation of two that there is none", () => {
  const known = peopleTold(initialState, [bob]);
  const { status: _, ...silent } = bob;
  expect(companionsTold(known, [direct(silent)]).people.get("u-bob")).toEqual({
    nickname: "bob",
    role: "member",
  });
});
