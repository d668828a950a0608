// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import {
  forgetLink,
  inviteAddress,
  linkOfFragment,
  takeLink,
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
