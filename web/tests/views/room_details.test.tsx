// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { Role, Room } from "../../src/protocol/types.ts";
import { RoomDetails } from "../../src/views/room_details.tsx";
import { ClientContext, useActiveRoom, useParlor } from "../../src/views/use_session.ts";
import { room, said, startMs, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const state = () => session.store.getState();
const settle = (ms = 0) => act(() => ports.clock.advance(ms));

function Page() {
  const active = useActiveRoom();
  const isShown = useParlor((each) => each.memberList !== null);
  return (
    <>
      <button type="button">opener</button>
      {isShown && active !== undefined && <RoomDetails room={active} />}
    </>
  );
}

const person = (nickname: string, role: Role = "member", more: object = {}) => ({
  user: `u-${nickname}`,
  nickname,
  role,
  ...more,
});

interface Scene {
  readonly role?: Role;
  readonly here?: readonly object[];
  readonly all?: readonly object[];
  readonly more?: boolean;
}

/** The panel of a room, with who is here and everybody told. */
async function showDetails(
  about: Partial<Room>,
  {
    role = "member",
    here = [person("ada"), person("bob")],
    all = [...here, person("eve")],
    more = false,
  }: Scene = {},
) {
  const told = room({ room: "garden", name: "Garden", present: here.length, ...about });
  const hello = welcome([told]);
  ports = fakePorts();
  session = new Session(ports);
  session.rooms.activate(told.room);
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", { ...hello, me: { ...hello.me, role } });
  await ports.clock.advance(0);
  void session.rooms.showMembers(told.room);
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  render(
    <ClientContext value={client}>
      <Page />
    </ClientContext>,
  );
  ports.wire.question("members").answer({ ok: true, members: here, present: here.length });
  if (told.kind !== "direct")
    ports.wire.question("roster").answer({ ok: true, members: all, more });
  await settle();
}

const panel = () => screen.getByRole("complementary");
const part = (name: string) => screen.getByRole("region", { name });
const rows = (name: string) =>
  within(part(name))
    .queryAllByRole("listitem")
    .map((row) => row.textContent);
const button = (name: string) => screen.getByRole("button", { name });
const noButton = (name: string) => screen.queryByRole("button", { name }) === null;
const press = (key: string) =>
  act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key }));
const click = (target: HTMLElement) =>
  act(async () => {
    target.focus();
    fireEvent.click(target);
  });
const refusal = (code: string) => ({ ok: false, error: { code, message: "" } });
const done = (seq: number) => ({ ok: true, room: "garden", seq, time: startMs });
async function openMenu(name: string, list = "Online now") {
  await click(within(part(list)).getByRole("button", { name: `Actions for ${name}` }));
}
const menuItems = () => screen.getAllByRole("menuitem").map((item) => item.textContent);

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("who is in the room", () => {
  it("is listed: those who are here, then everybody, with what they are", async () => {
    const here = [person("ada"), person("bob", "guest"), person("eve", "admin", { host: true })];
    await showDetails(
      { host: true },
      { here, all: [person("dan", "member", { host: true }), ...here] },
    );
    expect(rows("Online now")).toEqual([
      expect.stringMatching(/ada.*you/),
      expect.stringMatching(/bob.*Guest/),
      expect.stringMatching(/eve.*Admin/),
    ]);
    expect(rows("Everybody")[0]).toMatch(/dan.*Host/);
    expect(rows("Everybody")[0]).not.toMatch(/online/);
    expect(rows("Everybody")[2]).toMatch(/bob.*online/);
  });

  it("follows what happens", async () => {
    await showDetails({ head: 1 });
    const first = said(1, { room: "garden" });
    ports.wire.question("history").answer({ ok: true, events: [first], more: false });
    await settle();
    const at = (seq: number, nickname: string) => ({
      room: "garden",
      seq,
      user: `u-${nickname}`,
      nickname,
      time: startMs,
    });
    ports.wire.receive("member_joined", { ...at(2, "zoe"), present: 3 });
    ports.wire.receive("host", { ...at(3, "bob"), on: true });
    ports.wire.receive("member_left", { ...at(4, "eve"), present: 3 });
    await settle();
    expect(rows("Online now")).toHaveLength(3);
    expect(rows("Online now")[1]).toMatch(/bob.*Host/);
    expect(rows("Everybody").join()).toMatch(/ada.*bob.*Host.*zoe/);
    expect(rows("Everybody").join()).not.toMatch(/eve/);
    // Whoever goes away stays a member.
    const { seq: _, ...zoe } = at(5, "zoe");
    ports.wire.receive("member_left", { ...zoe, present: 2 });
    await settle();
    expect(rows("Online now")).toHaveLength(2);
    expect(rows("Everybody")[2]).not.toMatch(/online/);
  });

  it("comes in pages", async () => {
    await showDetails({}, { all: [person("ada")], more: true });
    await click(button("Show more"));
    expect(ports.wire.question("roster").payload).toMatchObject({ after: "u-ada", limit: 50 });
    expect(button("Loading more…")).toBeTruthy();
    ports.wire.question("roster").answer({ ok: true, members: [person("eve")], more: false });
    await settle();
    expect(rows("Everybody")).toHaveLength(2);
    expect(noButton("Show more")).toBe(true);
  });

  it("is asked for again where it could not be loaded", async () => {
    await showDetails({}, { all: [person("ada")], more: true });
    await click(button("Show more"));
    ports.wire.question("roster").answer(refusal("rate_limited"));
    await settle();
    const alert = within(part("Everybody")).getByRole("alert");
    expect(alert.textContent).toContain("could not be loaded");
    await click(within(alert).getByRole("button", { name: "Try again" }));
    ports.wire.question("roster").answer({ ok: true, members: [person("eve")], more: false });
    await settle();
    expect(rows("Everybody")).toHaveLength(2);
  });

  it("of a conversation is its people, and nothing else", async () => {
    await showDetails({
      kind: "direct",
      name: "",
      people: [person("bob"), person("eve")],
    });
    expect(screen.getByRole("complementary", { name: "People" })).toBeTruthy();
    expect(screen.getAllByRole("listitem").map((row) => row.textContent)).toEqual([
      expect.stringMatching(/bob.*online/),
      expect.stringMatching(/eve/),
      expect.stringMatching(/ada.*you/),
    ]);
    expect(ports.wire.count("roster")).toBe(0);
    for (const name of ["Leave room", "Archive room", "Add people", "Change topic"])
      expect(noButton(name)).toBe(true);
  });
});

describe("what may be done", () => {
  it("is nothing for who looks after nothing, save adding and leaving", async () => {
    await showDetails({ topic: "Beans" });
    expect(part("Topic").textContent).toContain("Beans");
    for (const name of ["Change name", "Change topic", "Archive room", "Bans"])
      expect(noButton(name), name).toBe(true);
    expect(button("Add people")).toBeTruthy();
    expect(button("Leave room")).toBeTruthy();
  });

  it("is less in the lobby, even for its owner", async () => {
    await showDetails({ room: "lobby", name: "Lobby" }, { role: "owner" });
    for (const name of ["Leave room", "Archive room", "Bans"])
      expect(noButton(name), name).toBe(true);
    await openMenu("bob");
    expect(menuItems()).toEqual(["Message", "Make host"]);
  });

  it("is restoring and leaving in an archived room", async () => {
    await showDetails({ archived: true, host: true });
    expect(screen.getByText("This room is archived.")).toBeTruthy();
    expect(screen.queryByText(/can find and join it/)).toBeNull();
    for (const name of ["Change name", "Change topic", "Add people", "Archive room"])
      expect(noButton(name), name).toBe(true);
    await click(button("Restore room"));
    await click(within(screen.getByRole("dialog")).getByRole("button", { name: "Restore" }));
    expect(ports.wire.question("restore").payload).toEqual({ room: "garden" });
    ports.wire.question("restore").answer(done(5));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("name and topic", () => {
  it("are changed where they stand", async () => {
    await showDetails({ host: true, topic: "Beans" });
    await click(button("Change topic"));
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Topic" });
    expect(document.activeElement).toBe(field);
    // However it is written, it is one line.
    fireEvent.change(field, { target: { value: " Peas\nand beans " } });
    press("Enter");
    expect(ports.wire.question("topic").payload).toEqual({
      room: "garden",
      topic: "Peas and beans",
    });
    ports.wire.question("topic").answer(done(5));
    await settle();
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(document.activeElement).toBe(button("Change topic"));
    const by = { user: "u-bob", nickname: "bob", room: "garden", time: startMs };
    ports.wire.receive("topic", { ...by, seq: 5, topic: "Peas" });
    await settle();
    expect(part("Topic").textContent).toContain("Peas");
    ports.wire.receive("topic", { ...by, seq: 6 });
    await settle();
    expect(part("Topic").textContent).toContain("No topic yet.");
  });

  it("say why they were refused, and keep what was written", async () => {
    await showDetails({ host: true });
    await click(button("Change name"));
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Name" });
    fireEvent.change(field, { target: { value: "Kitchen" } });
    fireEvent.submit(field);
    ports.wire.question("rename").answer(refusal("name_taken"));
    await settle();
    expect(within(part("Name")).getByRole("alert").textContent).toBe(
      "There is a room of that name already.",
    );
    expect(field.value).toBe("Kitchen");
    expect(field.getAttribute("aria-invalid")).toBe("true");
  });

  it("are not sent when too long, empty or the same", async () => {
    await showDetails({ host: true });
    await click(button("Change name"));
    const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Name" });
    fireEvent.change(field, { target: { value: "x".repeat(50) } });
    fireEvent.submit(field);
    expect(part("Name").textContent).toContain("2 characters too long");
    fireEvent.change(field, { target: { value: "  " } });
    fireEvent.submit(field);
    expect(part("Name").textContent).toContain("Enter a name first.");
    fireEvent.change(field, { target: { value: "Garden" } });
    fireEvent.submit(field);
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(ports.wire.count("rename")).toBe(0);
  });

  it("are left as they were with Escape, and the panel stays", async () => {
    await showDetails({ host: true });
    await click(button("Change name"));
    press("Escape");
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(document.activeElement).toBe(button("Change name"));
    expect(panel()).toBeTruthy();
  });
});

describe("the menu of a person", () => {
  it("is walked with the arrows, and closed with Escape and by a click elsewhere", async () => {
    await showDetails({ host: true });
    await openMenu("bob");
    expect(menuItems()).toEqual(["Message", "Make host", "Remove from room", "Ban…"]);
    expect(document.activeElement?.textContent).toBe("Message");
    press("ArrowUp");
    expect(document.activeElement?.textContent).toBe("Ban…");
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
    expect(screen.getAllByRole("alert")[0]?.textContent).toBe(
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

describe("the room as a whole", () => {
  it("is archived after a question", async () => {
    await showDetails({ host: true });
    await click(button("Archive room"));
    const dialog = screen.getByRole("dialog", { name: "Archive Garden?" });
    press("Escape");
    expect(ports.wire.count("archive")).toBe(0);
    expect(dialog.isConnected).toBe(false);
    expect(document.activeElement).toBe(button("Archive room"));
    await click(button("Archive room"));
    await click(button("Archive"));
    expect(ports.wire.question("archive").payload).toEqual({ room: "garden" });
  });

  it("is left at once when it is public, and says why not", async () => {
    await showDetails({});
    await click(button("Leave room"));
    ports.wire.question("leave").answer(refusal("rate_limited"));
    await settle();
    expect(panel().textContent).toContain("That was quick.");
    await click(button("Leave room"));
    ports.wire.question("leave").answer({ ok: true });
    await settle();
    expect(state().rooms.has("garden")).toBe(false);
  });

  it("is left after a question when one cannot come back alone", async () => {
    await showDetails({ kind: "private" });
    await click(button("Leave room"));
    expect(ports.wire.count("leave")).toBe(0);
    await click(within(screen.getByRole("dialog")).getByRole("button", { name: "Leave" }));
    expect(ports.wire.question("leave").payload).toEqual({ room: "garden" });
  });
});

describe("the panel", () => {
  it("takes the focus, and gives it back where it came from", async () => {
    await showDetails({});
    expect(document.activeElement).toBe(panel());
    press("Escape");
    expect(screen.queryByRole("complementary")).toBeNull();
    act(() => button("opener").focus());
    await act(async () => void session.rooms.showMembers("garden"));
    expect(document.activeElement).toBe(panel());
    await click(button("Close"));
    expect(document.activeElement).toBe(button("opener"));
  });

  it("asks again who is here when the connection is back", async () => {
    await showDetails({});
    act(() => ports.wire.drop());
    await settle(5_000);
    ports.wire.connect();
    ports.wire.receive("welcome", welcome([room({ room: "garden", name: "Garden", present: 1 })]));
    await settle();
    expect(ports.wire.count("members")).toBe(1);
    expect(ports.wire.count("roster")).toBe(1);
  });
});
