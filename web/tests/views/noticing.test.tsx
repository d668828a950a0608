// @vitest-environment happy-dom
// What is seen of rooms in which somebody waits, and of those one wants to hear little of.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import type { Room } from "../../src/protocol/types.ts";
import { Sidebar } from "../../src/views/sidebar.tsx";
import { SwitcherDialog } from "../../src/views/switcher_dialog.tsx";
import * as tabIcon from "../../src/views/tab_icon.ts";
import { signTab, titleOf } from "../../src/views/tab_sign.ts";
import { ClientContext } from "../../src/views/use_session.ts";
import { message, room, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;

beforeEach(() => {
  ports = fakePorts();
  session = new Session(ports);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function show(view: React.ReactNode) {
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  render(<ClientContext value={client}>{view}</ClientContext>);
}
async function inside(...rooms: Partial<Room>[]) {
  session.rooms.activate("lobby");
  session.join("ada");
  ports.wire.connect();
  const others = rooms.map((each, place) => room({ room: `r${place}`, head: 9, read: 9, ...each }));
  ports.wire.receive("welcome", welcome([room(), ...others]));
  await settle();
}
const settle = () => act(() => ports.clock.advance(0));
const sidebar = () => show(<Sidebar onOpenDialog={() => {}} onClose={() => {}} />);
const list = (name: string) => screen.queryByRole("list", { name });
const links = (name: string) =>
  within(screen.getByRole("list", { name }))
    .queryAllByRole("link")
    .map((link) => link.textContent);
const garden = (more: Partial<Room> = {}): Partial<Room> => ({
  room: "garden",
  name: "Garden",
  ...more,
});
const eve = { user: "u-eve", nickname: "eve", role: "guest" } as const;
const title = () => titleOf(session.store.getState());

describe("the sidebar", () => {
  it("shows how often one is meant apart from how much is unread", async () => {
    await inside(garden({ unread: 5, mentions: 2 }));
    sidebar();
    const link = screen.getByRole("link", { name: /Garden/ });
    expect(link.textContent).toBe("#Garden@22 mentions,55 unread messages");
    const hidden = [...link.querySelectorAll("[aria-hidden]")].map((each) => each.textContent);
    expect(hidden).toEqual(["#", "@2", "5"]);
    ports.wire.receive("message", message(10, { room: "garden", mentions: ["u-ada"] }));
    await settle();
    expect(link.textContent).toBe("#Garden@33 mentions,66 unread messages");
    act(() => ports.wire.receive("read", { room: "garden", seq: 9, unread: 1, mentions: 1 }));
    expect(link.textContent).toBe("#Garden@11 mention,11 unread message");
    act(() => ports.wire.receive("read", { room: "garden", seq: 10, unread: 0, mentions: 0 }));
    expect(link.textContent).toBe("#Garden");
  });

  it("keeps a room quiet of which one wants to hear nothing", async () => {
    await inside(garden({ unread: 5, mentions: 1, level: "nothing" }), {
      name: "Kitchen",
      unread: 1,
    });
    sidebar();
    const { classList } = screen.getByRole("link", { name: /Garden/ });
    expect([classList.contains("is-quiet"), classList.contains("has-unread")]).toEqual([
      true,
      false,
    ]);
    expect(title()).toBe("(1) lobby · Parlor");
  });

  it("has favourites of every kind above the others, where there are any", async () => {
    await inside(
      garden({ favourite: true }),
      { name: "", kind: "direct", people: [eve], favourite: true },
      { name: "Attic" },
    );
    sidebar();
    expect(links("Favourites")).toEqual(["#Garden", "Eeve"]);
    expect(links("Rooms")).toEqual(["#lobby", "#Attic"]);
    expect(links("Direct messages")).toEqual([]);
    // There is one, only elsewhere.
    expect(screen.queryByText("No messages yet.")).toBeNull();
    const headings = screen.getAllByRole("heading").map((each) => each.textContent);
    expect(headings).toEqual(["Favourites", "Rooms", "Direct messages"]);

    act(() =>
      ports.wire.receive("room", {
        change: "preferred",
        room: room({ room: "garden", name: "Garden" }),
      }),
    );
    expect(links("Favourites")).toEqual(["Eeve"]);
    expect(links("Rooms")).toEqual(["#lobby", "#Attic", "#Garden"]);
  });

  it("has no such section without one", async () => {
    await inside(garden());
    sidebar();
    expect(list("Favourites")).toBeNull();
  });
});

it("the switcher offers rooms first in which one is meant, and quiet ones like those without news", async () => {
  await inside(
    { name: "Attic", unread: 5, level: "nothing" },
    { name: "Barn" },
    { name: "Cellar", unread: 5 },
    { name: "Den", unread: 1, mentions: 1 },
  );
  show(<SwitcherDialog onClose={() => {}} onOpenDialog={() => {}} />);
  const options = screen
    .getAllByRole("option")
    .map((each) => each.querySelector("bdi")?.textContent);
  expect(options).toEqual(["Den", "Cellar", "Attic", "Barn", "lobby"]);
  fireEvent.keyDown(screen.getByRole("combobox"), { key: "Enter" });
  expect(session.store.getState().active).toBe("r3");
});

describe("the tab", () => {
  /** What its picture shows: a number, and with ! that somebody waits. */
  const signed = async () => {
    const link = Object.assign(document.createElement("link"), {
      rel: "icon",
      href: "/favicon.svg",
    });
    document.head.replaceChildren(link);
    vi.spyOn(tabIcon, "badgedIcon").mockImplementation(
      async (_source, unread, isCalled) => `data:${unread}${isCalled ? "!" : ""}`,
    );
    signTab(session.store);
    return () => link.getAttribute("href");
  };
  const news = async (seq: number, more: object) => {
    ports.wire.receive("message", message(seq, more));
    await settle();
    // Drawing comes in its own time.
    await vi.dynamicImportSettled();
  };

  it("counts what is unread, but not in rooms that are quiet", async () => {
    await inside(garden({ unread: 2 }), { name: "Barn", unread: 7, level: "nothing" });
    expect(title()).toBe("(2) lobby · Parlor");
  });

  it("shows the number in grey, and in red where somebody waits", async () => {
    const icon = await signed();
    expect(icon()).toBe("/favicon.svg");
    await inside(
      garden(),
      { room: "barn", name: "Barn", level: "nothing" },
      { room: "d1", name: "", kind: "direct", people: [eve] },
    );
    await news(10, { room: "barn", mentions: ["u-ada"] });
    expect(icon()).toBe("/favicon.svg");
    await news(10, { room: "garden" });
    expect(icon()).toBe("data:1");
    await news(11, { room: "garden", mentions: ["u-ada"] });
    expect(icon()).toBe("data:2!");
    act(() => ports.wire.receive("read", { room: "garden", seq: 11, unread: 0, mentions: 0 }));
    await settle();
    expect(icon()).toBe("/favicon.svg");
    await news(10, { room: "d1" });
    expect(icon()).toBe("data:1!");
    expect(title()).toBe("(1) lobby · Parlor");
  });
});
