// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { room, startMs } from "../support/events.ts";
import {
  button,
  click,
  done,
  menuItems,
  openMenu,
  panel,
  part,
  person,
  ports,
  press,
  refusal,
  rows,
  settle,
  showDetails,
  state,
} from "../support/room_details.tsx";

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the menu of a person", () => {
  it("is walked with the arrows, and closed with Escape and by a click elsewhere", async () => {
    await showDetails({ host: true });
    await openMenu("bob");
    expect(menuItems()).toEqual([
      "Message",
      "Make host",
      "Mute…",
      "Remove from room",
      "Ban…",
      "Ignore…",
    ]);
    expect(document.activeElement?.textContent).toBe("Message");
    press("ArrowUp");
    expect(document.activeElement?.textContent).toBe("Ignore…");
    press("Home");
    press("ArrowDown");
    expect(document.activeElement?.textContent).toBe("Make host");
    press("Escape");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Actions for bob");
    expect(panel()).toBeTruthy();
    await openMenu("bob");
    act(() => void fireEvent.pointerDown(document.body));
    expect(screen.queryByRole("menu")).toBeNull();
  });

  it("makes a host, and says why not", async () => {
    await showDetails({ host: true });
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Make host" }));
    expect(ports.wire.question("host").payload).toEqual({
      room: "garden",
      user: "u-bob",
      on: true,
    });
    ports.wire.question("host").answer(refusal("forbidden"));
    await settle();
    expect(screen.getAllByRole("alert").map((alert) => alert.textContent)).toContain(
      "That was not done. You may not do this.",
    );
  });

  it("lets a host step down", async () => {
    const here = [person("ada", "member", { host: true }), person("bob")];
    await showDetails({ host: true }, { here });
    await openMenu("ada");
    await click(screen.getByRole("menuitem", { name: "Step down as host" }));
    expect(ports.wire.question("host").payload).toMatchObject({ user: "u-ada", on: false });
  });

  it("leads into a conversation", async () => {
    await showDetails({});
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Message" }));
    expect(ports.wire.question("direct").payload).toEqual({ users: ["u-bob"] });
    ports.wire.question("direct").answer({
      ok: true,
      room: room({ room: "d1", name: "", kind: "direct", people: [person("bob")] as never }),
    });
    await settle();
    expect(state().active).toBe("d1");
  });

  it.each([
    ["public", "bob can join the room again."],
    ["private", "bob can only come back when somebody adds them."],
  ] as const)("removes from a %s room, after one question", async (kind, lead) => {
    await showDetails({ host: true, kind });
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Remove from room" }));
    const dialog = screen.getByRole("dialog", { name: "Remove bob from Garden?" });
    expect(dialog.textContent).toContain(lead);
    await click(within(dialog).getByRole("button", { name: "Remove" }));
    ports.wire.question("kick").answer(refusal("unavailable"));
    await settle();
    expect(within(dialog).getByRole("alert").textContent).toContain("busy");
    await click(within(dialog).getByRole("button", { name: "Remove" }));
    expect(ports.wire.question("kick").payload).toEqual({ room: "garden", user: "u-bob" });
    ports.wire.question("kick").answer(done(5));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Actions for bob");
  });

  it("bans for a time, with a reason, and the list of bans knows", async () => {
    vi.spyOn(Date, "now").mockReturnValue(startMs);
    await showDetails({ host: true });
    await click(button("Bans"));
    ports.wire.question("bans").answer({ ok: true, bans: [] });
    await settle();
    expect(part("Bans").textContent).toContain("Nobody is banned from this room.");
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Ban…" }));
    const dialog = screen.getByRole("dialog", { name: "Ban bob from Garden" });
    await click(within(dialog).getByRole("radio", { name: "For 1 week" }));
    const reason = within(dialog).getByRole("textbox", { name: "Reason (optional)" });
    fireEvent.change(reason, { target: { value: "x".repeat(201) } });
    fireEvent.submit(reason);
    expect(ports.wire.count("ban")).toBe(0);
    expect(dialog.textContent).toContain("1 character too long");
    fireEvent.change(reason, { target: { value: " Weeds " } });
    fireEvent.submit(reason);
    expect(ports.wire.question("ban").payload).toEqual({
      room: "garden",
      user: "u-bob",
      until: startMs + 7 * 24 * 3_600_000,
      reason: "Weeds",
    });
    ports.wire.question("ban").answer({ ok: true });
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(ports.wire.count("bans")).toBe(1);
    vi.restoreAllMocks();
  });

  it("bans for ever, without a time", async () => {
    await showDetails({ host: true });
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Ban…" }));
    await click(screen.getByRole("radio", { name: "For ever" }));
    await click(button("Ban"));
    expect(ports.wire.question("ban").payload).toEqual({ room: "garden", user: "u-bob" });
  });
});

describe("bans", () => {
  const ban = {
    user: "u-eve",
    nickname: "eve",
    by: { user: "u-bob", nickname: "bob" },
    time: startMs,
  };
  it("are told with who, how long and why, and are lifted", async () => {
    await showDetails({ host: true });
    expect(ports.wire.count("bans")).toBe(0);
    await click(button("Bans"));
    expect(part("Bans").textContent).toContain("Loading the bans…");
    const bans = [{ ...ban, until: startMs + 1, reason: "<b>Weeds</b>" }];
    ports.wire.question("bans").answer({ ok: true, bans });
    await settle();
    expect(rows("Bans")[0]).toMatch(/eve.*until.*2023.*by bob.*<b>Weeds<\/b>/);
    await click(button("Lift the ban of eve"));
    expect(ports.wire.question("unban").payload).toEqual({ room: "garden", user: "u-eve" });
    ports.wire.question("unban").answer({ ok: true });
    await settle();
    ports.wire.question("bans").answer({ ok: true, bans: [] });
    await settle();
    expect(rows("Bans")).toEqual([]);
  });

  it("can be asked for again, and a lift that failed says why", async () => {
    await showDetails({ host: true });
    await click(button("Bans"));
    ports.wire.question("bans").answer(refusal("unavailable"));
    await settle();
    await click(within(part("Bans")).getByRole("button", { name: "Try again" }));
    ports.wire.question("bans").answer({ ok: true, bans: [ban] });
    await settle();
    expect(rows("Bans")[0]).toMatch(/for ever/);
    await click(button("Lift the ban of eve"));
    ports.wire.question("unban").answer(refusal("forbidden"));
    await settle();
    expect(part("Bans").textContent).toContain("You may not do this.");
  });
});

describe("a ban from the server", () => {
  const path = "POST admin/bans";
  const refuses = (status: number, code: string) =>
    act(async () => ports.server.request(path).refuse(status, code));
  const asks = async (name: string) => {
    await showDetails(
      {},
      { role: "admin", here: [person("ada", "admin"), person("bob", "guest")] },
    );
    await openMenu(name);
    await click(screen.getByRole("menuitem", { name: "Ban from the server…" }));
    return screen.getByRole("dialog", { name: `Ban ${name} from the server` });
  };

  it("is not for a host, nor of whom one does not outrank", async () => {
    await showDetails({ host: true });
    await openMenu("bob");
    expect(menuItems()).not.toContain("Ban from the server…");
    cleanup();
    await showDetails({}, { role: "admin", here: [person("ada"), person("bob", "owner")] });
    await openMenu("bob");
    expect(menuItems()).not.toContain("Ban from the server…");
  });

  it("says whom else it meets, and for how long and why it is", async () => {
    vi.spyOn(Date, "now").mockReturnValue(startMs);
    const dialog = await asks("bob");
    expect(dialog.textContent).toMatch(/also others who share them/);
    await click(within(dialog).getByRole("radio", { name: "For 1 week" }));
    const reason = within(dialog).getByLabelText("Reason (optional)");
    act(() => void fireEvent.change(reason, { target: { value: " spam " } }));
    await click(button("Ban"));
    await click(button("Ban"));
    expect(ports.server.count(path)).toBe(1);
    const until = startMs + 7 * 86_400_000;
    expect(ports.server.request(path).body).toEqual({ user: "u-bob", until, reason: "spam" });
    await act(async () => ports.server.request(path).answer(201, { bans: [] }));
    expect(screen.queryByRole("dialog")).toBeNull();
    vi.restoreAllMocks();
  });

  it.each([
    [404, "no_such_person", /not here any more, so it is not known where they come from/],
    [403, "is_oneself", /you come from the same address/],
    [403, "outranked", /rank below you/],
    [409, "too_many", /Lift one first/],
    [403, "forbidden", /may not do this any more/],
  ])("that is refused says why: %d %s", async (status, code, text) => {
    const dialog = await asks("bob");
    await click(button("Ban"));
    await refuses(status, code);
    expect(within(dialog).getByRole("alert").textContent).toMatch(text);
  });
});

describe("adding people", () => {
  async function choose(...names: string[]) {
    await click(button("Add people"));
    const dialog = screen.getByRole("dialog", { name: "Add people to Garden" });
    for (const name of names) {
      const field = within(dialog).getByRole("combobox");
      await settle();
      for (const _ of [...Array(ports.wire.count("find_people"))])
        ports.wire
          .question("find_people")
          .answer({ ok: true, people: names.map((each) => person(each)) });
      await settle();
      await click(within(dialog).getByRole("option", { name: new RegExp(name) }));
      expect(field).toBeTruthy();
    }
    return dialog;
  }

  it("adds one after another, and tells each who was refused", async () => {
    await showDetails({ host: true });
    const dialog = await choose("dan", "zoe");
    await click(within(dialog).getByRole("button", { name: "Add" }));
    expect(ports.wire.question("add").payload).toEqual({ room: "garden", user: "u-dan" });
    expect(ports.wire.count("add")).toBe(1);
    ports.wire.question("add").answer(refusal("banned"));
    await settle();
    expect(ports.wire.question("add").payload).toEqual({ room: "garden", user: "u-zoe" });
    ports.wire.question("add").answer(done(5));
    await settle();
    expect(dialog.textContent).toContain("dan was not added. They are banned from this room.");
    expect(within(dialog).queryByRole("button", { name: /zoe/ })).toBeNull();
    await click(within(dialog).getByRole("button", { name: "Add" }));
    ports.wire.question("add").answer(done(6));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(button("Add people"));
  });

  it("asks for somebody first", async () => {
    await showDetails({ host: true });
    await click(button("Add people"));
    await click(button("Add"));
    expect(screen.getByText("Choose somebody first.")).toBeTruthy();
    expect(ports.wire.count("add")).toBe(0);
  });
});
