// @vitest-environment happy-dom
// The sidebar's rooms and conversations, the dialogs that begin them, and what is told of memberships.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import { loadLaterWords } from "../../src/locales/words.ts";
import type { Profile, Role, Room } from "../../src/protocol/types.ts";
import { CreateRoomDialog } from "../../src/views/create_room_dialog.tsx";
import { MembershipNotices } from "../../src/views/membership_notices.tsx";
import { NewMessageDialog } from "../../src/views/new_message_dialog.tsx";
import { PeoplePicker } from "../../src/views/people_picker.tsx";
import { Sidebar } from "../../src/views/sidebar.tsx";
import { SwitcherDialog } from "../../src/views/switcher_dialog.tsx";
import { titleOf } from "../../src/views/tab_sign.ts";
import { ClientContext } from "../../src/views/use_session.ts";
import { message, room, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const onClose = vi.fn();
const onOpenDialog = vi.fn();
const state = () => session.store.getState();

const person = (nickname: string, more: Partial<Profile> = {}): Profile => ({
  user: `u-${nickname}`,
  nickname,
  role: "guest",
  ...more,
});
const direct = (id: string, names: readonly string[], more: Partial<Room> = {}) =>
  room({
    room: id,
    name: "",
    kind: "direct",
    head: 1,
    read: 1,
    people: names.map((name) => person(name)),
    ...more,
  });

async function inside(rooms: readonly Room[] = [], role: Role = "guest"): Promise<void> {
  await act(async () => {
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    const told = welcome([room(), ...rooms]);
    ports.wire.receive("welcome", { ...told, me: { ...told.me, role } });
    await ports.clock.advance(0);
  });
}
function show(view: React.ReactNode) {
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  return render(<ClientContext value={client}>{view}</ClientContext>);
}
const settle = () => act(() => ports.clock.advance(0));
const answer = async (event: string, ack: unknown) => {
  ports.wire.question(event).answer(ack);
  await settle();
};
const refuse = (event: string, code: string) =>
  answer(event, { ok: false, error: { code, message: code } });

beforeEach(async () => {
  onClose.mockClear();
  onOpenDialog.mockClear();
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  await loadLaterWords();
  ports = fakePorts();
  session = new Session(ports);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the sidebar", () => {
  const sidebar = () => show(<Sidebar onOpenDialog={onOpenDialog} onClose={onClose} />);
  const names = (list: string) =>
    within(screen.getByRole("list", { name: list }))
      .getAllByRole("link")
      .map((link) => link.textContent);

  it("lists rooms and conversations apart, each with what it is", async () => {
    await inside([
      room({ room: "r1", name: "Garden", kind: "private" }),
      room({ room: "r2", name: "Attic", archived: true }),
      direct("d1", ["bob"], { present: 2 }),
      direct("d2", ["bob", "carl", "eve"], { unread: 2, head: 3 }),
      direct("d3", []),
      direct("d4", ["zoe"], { head: 0 }),
    ]);
    sidebar();
    expect(names("Rooms")).toEqual(["#lobby", "Garden(private)", "Attic(archived)"]);
    expect(names("Direct messages")).toEqual([
      "Bbob(online)",
      "BCbob, carl and eve22 unread messages",
      "Nobody else",
    ]);
  });

  it("follows names and presence while it is looked at", async () => {
    await inside([direct("d1", ["bob"])]);
    sidebar();
    const link = () => screen.getByRole("list", { name: "Direct messages" }).textContent;
    expect(link()).toBe("Bbob");
    act(() => ports.wire.receive("presence", { room: "d1", present: 2 }));
    expect(link()).toBe("Bbob(online)");
    act(() => ports.wire.receive("profile", person("bob", { nickname: "robert" })));
    expect(link()).toBe("Rrobert(online)");
    act(() => ports.wire.receive("presence", { room: "d1", present: 1 }));
    expect(link()).toBe("Rrobert");
  });

  it("shows a conversation with its first word, and not before", async () => {
    await inside();
    sidebar();
    expect(screen.getByText("No messages yet.")).toBeTruthy();
    act(() =>
      ports.wire.receive("room", {
        change: "joined",
        room: direct("d1", ["bob"], { head: 0, read: 0 }),
        by: { user: "u-bob", nickname: "bob" },
      }),
    );
    expect(screen.queryByRole("link", { name: /bob/ })).toBeNull();
    ports.wire.receive("message", message(1, { room: "d1" }));
    await settle();
    expect(screen.getByRole("link", { name: /bob/ }).textContent).toContain("1 unread message");
    expect(screen.queryByText("No messages yet.")).toBeNull();
  });

  it("leads to a new room and to a new message", async () => {
    await inside();
    sidebar();
    fireEvent.click(screen.getByRole("button", { name: "New room" }));
    fireEvent.click(screen.getByRole("button", { name: "New message" }));
    expect(onOpenDialog.mock.calls).toEqual([["create"], ["message"]]);
  });
});

it("the tab and the switcher call a conversation by its people", async () => {
  await inside([direct("d1", ["bob"]), room({ room: "r1", name: "Garden" })]);
  session.rooms.activate("d1");
  expect(titleOf(state())).toBe("bob · Parlor");
  show(<SwitcherDialog onClose={onClose} onOpenDialog={onOpenDialog} />);
  session.rooms.activate("lobby");
  const field = screen.getByRole("combobox");
  fireEvent.change(field, { target: { value: "BO" } });
  expect(screen.getAllByRole("option").map((it) => it.textContent)).toEqual(["Bbob"]);
  fireEvent.keyDown(field, { key: "Enter" });
  expect(state().active).toBe("d1");
  expect(onClose).toHaveBeenCalledOnce();
});

describe("creating a room", () => {
  const dialog = () => show(<CreateRoomDialog onClose={onClose} onOpenDialog={onOpenDialog} />);
  const name = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Room name" });
  const topic = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Topic (optional)" });
  const write = (field: HTMLInputElement, value: string) =>
    fireEvent.change(field, { target: { value } });

  it("is public and about nothing, unless one says otherwise", async () => {
    await inside([], "member");
    dialog();
    write(name(), "  Garden ");
    fireEvent.submit(name());
    expect(ports.wire.question("create").payload).toEqual({ name: "Garden", kind: "public" });
    await answer("create", { ok: true, room: room({ room: "r1", name: "Garden", host: true }) });
    expect(state().active).toBe("r1");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("may be private and have a topic, for who has an account", async () => {
    await inside([], "member");
    dialog();
    write(name(), "Garden");
    fireEvent.click(screen.getByRole("radio", { name: "Private" }));
    write(topic(), " Roses ");
    fireEvent.submit(name());
    expect(ports.wire.question("create").payload).toEqual({
      name: "Garden",
      kind: "private",
      topic: "Roses",
    });
  });

  it("tells a guest why it cannot be private, and offers the account", async () => {
    await inside();
    dialog();
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Private" }).disabled).toBe(true);
    expect(screen.getByText("Private rooms are for people with an account.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Create account" }));
    expect(onOpenDialog).toHaveBeenCalledWith("register");
  });

  it("counts the topic from nine tenths on, and does not send one that is too long", async () => {
    await inside();
    dialog();
    write(name(), "Garden");
    write(topic(), "x".repeat(224));
    expect(screen.queryByText(/left/)).toBeNull();
    write(topic(), "🙂".repeat(240));
    expect(screen.getByText("10 characters left")).toBeTruthy();
    write(topic(), "x".repeat(251));
    expect(screen.getByText("1 character too long. Shorten it.")).toBeTruthy();
    expect(topic().getAttribute("aria-invalid")).toBe("true");
    fireEvent.submit(name());
    expect(ports.wire.count("create")).toBe(0);
    expect(document.activeElement).toBe(topic());
  });

  it("without a name asks for one, and asks nobody", async () => {
    await inside();
    dialog();
    fireEvent.submit(name());
    expect(screen.getByText("Enter a name first.")).toBeTruthy();
    expect(document.activeElement).toBe(name());
    expect(ports.wire.count("create")).toBe(0);
  });

  it.each([
    ["name_taken", "There is a room of that name already.", "room-name-told"],
    ["name_invalid", /^That name cannot be used/, "room-name-told"],
    ["topic_too_long", "That topic is too long. Shorten it.", "room-topic-told"],
    ["forbidden", "You may not create such a room.", null],
    ["too_many_rooms", /^You are in too many rooms/, null],
    ["rate_limited", /^That was quick/, null],
    ["internal", /^The room could not be created/, null],
  ])("that was refused with %s says so in its place", async (code, text, place) => {
    await inside();
    dialog();
    write(name(), "Garden");
    fireEvent.submit(name());
    await refuse("create", code);
    const told = screen.getByText(text);
    expect(told.getAttribute("role")).toBe("alert");
    if (place !== null) expect(told.parentElement?.id).toBe(place);
    expect(onClose).not.toHaveBeenCalled();
    expect(name().value).toBe("Garden");
  });
});

describe("a new message", () => {
  const dialog = () => show(<NewMessageDialog onClose={onClose} onOpenDialog={onOpenDialog} />);
  const field = () => screen.getByRole<HTMLInputElement>("combobox", { name: "To" });
  const options = () => screen.queryAllByRole("option").map((it) => it.textContent);
  const chosen = () => screen.queryAllByRole("listitem").map((it) => it.textContent);
  const key = (name: string) => fireEvent.keyDown(field(), { key: name });
  const found = (...names: string[]) =>
    answer("find_people", { ok: true, people: names.map((each) => person(each)) });
  async function type(text: string, ...names: string[]): Promise<void> {
    fireEvent.change(field(), { target: { value: text } });
    await act(() => vi.advanceTimersByTimeAsync(200));
    await found(...names);
  }
  async function begin(...names: string[]): Promise<void> {
    vi.useFakeTimers();
    await inside();
    dialog();
    await found(...names);
  }

  it("offers who is here, before anything is typed", async () => {
    vi.useFakeTimers();
    await inside();
    dialog();
    expect(screen.getByRole("status").textContent).toBe("Looking…");
    expect(ports.wire.question("find_people").payload).toEqual({ query: "" });
    await found("bob", "carl");
    expect(options()).toEqual(["Bbob", "Ccarl"]);
    expect(screen.getByRole("status").textContent).toBe("2 people");
    // Nobody is meant yet, so Enter is the form's.
    expect(field().getAttribute("aria-activedescendant")).toBeNull();
  });

  it("is found by typing, asked once when typing is over", async () => {
    await begin("bob");
    fireEvent.change(field(), { target: { value: "c" } });
    await act(() => vi.advanceTimersByTimeAsync(150));
    fireEvent.change(field(), { target: { value: "ca" } });
    await act(() => vi.advanceTimersByTimeAsync(199));
    expect(ports.wire.count("find_people")).toBe(0);
    await act(() => vi.advanceTimersByTimeAsync(1));
    expect(ports.wire.count("find_people")).toBe(1);
    expect(ports.wire.question("find_people").payload).toEqual({ query: "ca" });
    await found("carl", "cathy");
    key("Enter");
    expect(chosen()).toEqual(["Ccarl"]);
    expect(field().value).toBe("");
  });

  it("is chosen with arrows and Enter, and taken back with Backspace or its button", async () => {
    await begin("bob", "carl", "dora");
    key("ArrowDown");
    key("ArrowDown");
    const active = field().getAttribute("aria-activedescendant") ?? "";
    expect(document.getElementById(active)?.textContent).toBe("Ccarl");
    key("Enter");
    expect(chosen()).toEqual(["Ccarl"]);
    key("ArrowUp");
    key("Enter");
    expect(chosen()).toEqual(["Ccarl", "Ddora"]);
    expect(options()).toEqual(["Bbob"]);
    key("Backspace");
    expect(chosen()).toEqual(["Ccarl"]);
    fireEvent.click(screen.getByRole("button", { name: "Remove carl" }));
    expect(chosen()).toEqual([]);
    expect(document.activeElement).toBe(field());
    fireEvent.click(screen.getByRole("option", { name: "dora" }));
    expect(chosen()).toEqual(["Ddora"]);
  });

  it("starts the conversation with all who were chosen", async () => {
    await begin("bob", "carl");
    fireEvent.click(screen.getByRole("option", { name: "bob" }));
    fireEvent.click(screen.getByRole("option", { name: "carl" }));
    fireEvent.submit(field());
    expect(ports.wire.question("direct").payload).toEqual({ users: ["u-bob", "u-carl"] });
    await answer("direct", { ok: true, room: direct("d1", ["bob", "carl"], { head: 0, read: 0 }) });
    expect(state().active).toBe("d1");
    expect(onClose).toHaveBeenCalledOnce();
  });

  it("to nobody is not started", async () => {
    await begin("bob");
    fireEvent.submit(field());
    expect(screen.getByText("Choose somebody first.")).toBeTruthy();
    expect(ports.wire.count("direct")).toBe(0);
    fireEvent.click(screen.getByRole("option", { name: "bob" }));
    expect(screen.queryByText("Choose somebody first.")).toBeNull();
  });

  it.each([
    ["no_such_person", "One of these people is not here any more."],
    ["too_many_people", "These are too many people for one conversation."],
    ["internal", "The conversation could not be opened. Try again in a moment."],
  ])("that was refused with %s says so, and keeps who was chosen", async (code, text) => {
    await begin("bob");
    fireEvent.click(screen.getByRole("option", { name: "bob" }));
    fireEvent.submit(field());
    await refuse("direct", code);
    expect(screen.getByText(text).getAttribute("role")).toBe("alert");
    expect(chosen()).toEqual(["Bbob"]);
    expect(onClose).not.toHaveBeenCalled();
  });

  it("says where nobody is called so, and where nobody is here", async () => {
    await begin();
    expect(screen.getByRole("status").textContent).toBe(
      "Nobody else is here right now. Type a name.",
    );
    await type("zz");
    expect(screen.getByRole("status").textContent).toBe("Nobody is called so.");
    key("Enter");
    expect(chosen()).toEqual([]);
    expect(ports.wire.count("direct")).toBe(0);
  });

  it("says where people could not be looked for, and looks again", async () => {
    vi.useFakeTimers();
    await inside();
    dialog();
    await refuse("find_people", "unavailable");
    expect(screen.getByRole("status").textContent).toBe("People could not be looked for.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await found("bob");
    expect(options()).toEqual(["Bbob"]);
  });

  it("shows what was asked for last, whichever answer comes last", async () => {
    await begin("bob");
    fireEvent.change(field(), { target: { value: "c" } });
    await act(() => vi.advanceTimersByTimeAsync(200));
    const late = ports.wire.question("find_people");
    fireEvent.change(field(), { target: { value: "d" } });
    await act(() => vi.advanceTimersByTimeAsync(200));
    ports.wire.asked
      .find((each) => each.payload.query === "d")
      ?.answer({ ok: true, people: [person("dora")] });
    late.answer({ ok: true, people: [person("carl")] });
    await settle();
    expect(options()).toEqual(["Ddora"]);
  });

  it("takes as many people as there can be, and says so", async () => {
    vi.useFakeTimers();
    await inside();
    const people = ["bob", "carl"].map((each) => person(each));
    show(<PeoplePicker label="To" chosen={people} max={2} problem={null} onChange={() => {}} />);
    await found("dora");
    expect(options()).toEqual([]);
    expect(screen.getByText("2 people are as many as there can be.")).toBeTruthy();
  });

  it("offers nobody who was left out", async () => {
    vi.useFakeTimers();
    await inside();
    show(
      <PeoplePicker
        label="To"
        chosen={[]}
        max={2}
        without={["u-bob"]}
        problem={null}
        onChange={() => {}}
      />,
    );
    await found("bob", "carl");
    expect(options()).toEqual(["Ccarl"]);
  });
});

describe("what others did to one's memberships", () => {
  const bob = { user: "u-bob", nickname: "bob" };
  const garden = room({ room: "r1", name: "Garden", kind: "private" });

  it("is told in one sentence, and gone after six seconds", async () => {
    vi.useFakeTimers();
    await inside();
    show(<MembershipNotices />);
    const status = screen.getByRole("status");
    expect(status.textContent).toBe("");
    act(() => ports.wire.receive("room", { change: "joined", room: garden, by: bob }));
    expect(status.textContent).toContain("bob added you to Garden.");
    act(() => vi.advanceTimersByTime(5_999));
    expect(status.textContent).not.toBe("");
    act(() => vi.advanceTimersByTime(1));
    expect(status.textContent).toBe("");
  });

  it("stays while it is pointed at, leads to the room, and can be put away", async () => {
    vi.useFakeTimers();
    await inside();
    show(<MembershipNotices />);
    const status = screen.getByRole("status");
    act(() => ports.wire.receive("room", { change: "joined", room: garden, by: bob }));
    fireEvent.focus(screen.getByRole("button", { name: "Open" }));
    act(() => vi.advanceTimersByTime(60_000));
    expect(status.textContent).toContain("bob added you to Garden.");
    fireEvent.click(screen.getByRole("button", { name: "Open" }));
    expect(state().active).toBe("r1");
    expect(status.textContent).toBe("");
    act(() => ports.wire.receive("room", { change: "left", room: garden, by: bob }));
    expect(status.textContent).toBe("bob removed you from Garden.");
    fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(status.textContent).toBe("");
  });
});
