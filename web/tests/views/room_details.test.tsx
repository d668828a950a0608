// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { room, said, startMs, welcome } from "../support/events.ts";
import {
  button,
  click,
  done,
  menuItems,
  noButton,
  openMenu,
  panel,
  part,
  person,
  ports,
  press,
  refusal,
  rows,
  session,
  settle,
  showDetails,
  state,
} from "../support/room_details.tsx";

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
    expect(menuItems()).toEqual([
      "Message",
      "Make host",
      "Mute…",
      "Ban from the server…",
      "Ignore…",
    ]);
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
