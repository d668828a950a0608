// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import {
  forgetLink,
  forgetRoomLink,
  inviteAddress,
  linkOfFragment,
  roomLinkAddress,
  roomLinkOfFragment,
  takeLink,
  takeRoomLink,
} from "../../src/client/entry_link.ts";
import { MemoryKeep } from "../support/fake_ports.ts";

afterEach(() => history.replaceState(null, "", "/"));

describe("what an address brings", () => {
  it.each([
    ["#invite=abc_-9", { kind: "invite", key: "abc_-9" }],
    ["#owner=KEY", { kind: "owner", key: "KEY" }],
    ["", null],
    ["#invite=", null],
    ["#invite=a b", null],
    ["#invite=<b>", null],
    [`#owner=${"x".repeat(201)}`, null],
    ["#room=lobby", null],
  ])("%j is %j", (hash, link) => expect(linkOfFragment(hash)).toEqual(link));

  it("leaves the address bar at once, and outlives a reload of the tab until it is used", () => {
    const keep = new MemoryKeep();
    history.replaceState(null, "", "/r/lobby#owner=KEY");
    const link = { kind: "owner", key: "KEY" };
    expect(takeLink(keep)).toEqual(link);
    expect(location.pathname + location.hash).toBe("/r/lobby");
    expect(takeLink(keep)).toEqual(link);
    forgetLink(keep);
    expect(takeLink(keep)).toBeNull();
  });

  it("an invite's address brings its code", () => {
    const { hash } = new URL(inviteAddress("https://chat.example", "c0de"));
    expect(linkOfFragment(hash)).toEqual({ kind: "invite", key: "c0de" });
  });
});

describe("a link into a room", () => {
  it.each([
    ["#join=abc_-9", "abc_-9"],
    ["#join=", ""],
    ["#join=<b>", "<b>"],
    [`#join=${"x".repeat(500)}`, "x".repeat(65)],
    ["#invite=abc", null],
    ["", null],
  ])("%j brings %j", (hash, token) => {
    expect(roomLinkOfFragment(hash)).toBe(token);
    expect(token === null || linkOfFragment(hash) === null).toBe(true);
  });

  it("leaves the address bar at once, and waits beside another link until it is used", () => {
    const keep = new MemoryKeep();
    expect(takeRoomLink(keep)).toBeNull();
    history.replaceState(null, "", "/#invite=c0de");
    takeLink(keep);
    history.replaceState(null, "", new URL(roomLinkAddress(location.origin, "t0ken")));
    expect(takeRoomLink(keep)).toBe("t0ken");
    expect(location.pathname + location.hash).toBe("/");
    expect(takeRoomLink(keep)).toBe("t0ken");
    forgetLink(keep);
    expect(takeRoomLink(keep)).toBe("t0ken");
    forgetRoomLink(keep);
    expect(takeRoomLink(keep)).toBeNull();
  });
});
