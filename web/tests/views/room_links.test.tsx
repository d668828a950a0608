// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startMs } from "../support/events.ts";
import {
  button,
  click,
  noButton,
  part,
  ports,
  refusal,
  rows,
  settle,
  showDetails,
} from "../support/room_details.tsx";

beforeEach(() => vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const by = { user: "u-bob", nickname: "bob" };
const ada = { user: "u-ada", nickname: "ada" };
const link = { id: "l1", room: "garden", by, time: startMs, expires: startMs + 9, uses: 0 };
const type = (label: string, value: string) =>
  act(() => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));

describe("links into the room", () => {
  const open = async (links: readonly object[] = []) => {
    await showDetails({ kind: "private", host: true });
    await click(button("Invite links"));
    ports.wire.question("invite_links").answer({ ok: true, links });
    await settle();
  };

  it("are for those who may manage them", async () => {
    await showDetails({ kind: "private" });
    expect(noButton("Invite links")).toBe(true);
    cleanup();
    await showDetails({}, { role: "guest" });
    expect(noButton("Invite links")).toBe(true);
    cleanup();
    await showDetails({});
    expect(noButton("Invite links")).toBe(false);
  });

  it("are listed with who made them, how often they were used and until when they are good", async () => {
    await open([
      { ...link, uses: 2, uses_max: 5 },
      { ...link, id: "l2", uses: 1 },
      { ...link, id: "l3", uses: 3 },
    ]);
    expect(rows("Invite links")).toEqual([
      expect.stringMatching(/2 of 5 used.*by bob, until/),
      expect.stringMatching(/Used once/),
      expect.stringMatching(/Used 3 times/),
    ]);
  });

  it("a new one is shown once, to be copied", async () => {
    await open();
    expect(part("Invite links").textContent).toMatch(/No link leads into this room/);
    type("Good for", "30");
    type("For how many people", "3");
    await click(button("Make a link"));
    const question = ports.wire.question("invite_link");
    expect(question.payload).toEqual({ room: "garden", days: 30, uses: 3 });
    question.answer({ ok: true, link: { ...link, uses_max: 3 }, token: "t0ken" });
    await settle();
    const field = screen.getByLabelText<HTMLInputElement>("The link");
    expect(field.value).toBe(`${location.origin}/#join=t0ken`);
    ports.wire.question("invite_links").answer({ ok: true, links: [link] });
    await settle();
    expect(rows("Invite links")).toHaveLength(1);
  });

  it("is for any number when none is written, and for no nonsense", async () => {
    await open();
    for (const nonsense of ["0", "1.5", "many", "1000001"]) {
      type("For how many people", nonsense);
      await click(button("Make a link"));
      expect(screen.getByText(/Between 1 and 1,000,000/)).toBeTruthy();
    }
    type("For how many people", " ");
    await click(button("Make a link"));
    expect(ports.wire.question("invite_link").payload).toMatchObject({ days: 7, uses: 0 });
    ports.wire.question("invite_link").answer(refusal("too_many_links"));
    await settle();
    expect(screen.getByText(/too many links into this room/)).toBeTruthy();
  });

  it("is taken back", async () => {
    await open([link]);
    await click(within(part("Invite links")).getByRole("button", { name: /Take back the link/ }));
    const question = ports.wire.question("revoke_invite_link");
    expect(question.payload).toEqual({ room: "garden", id: "l1" });
    question.answer({ ok: true });
    await settle();
    ports.wire.question("invite_links").answer({ ok: true, links: [] });
    await settle();
    expect(rows("Invite links")).toEqual([]);
  });

  it("that do not come are asked for again", async () => {
    await showDetails({ host: true });
    await click(button("Invite links"));
    expect(part("Invite links").textContent).toMatch(/Loading the links/);
    ports.wire.question("invite_links").answer(refusal("unavailable"));
    await settle();
    expect(part("Invite links").textContent).toMatch(/could not be loaded.*busy/);
    await click(within(part("Invite links")).getByRole("button", { name: "Try again" }));
    ports.wire.question("invite_links").answer({ ok: true, links: [link] });
    await settle();
    expect(rows("Invite links")).toHaveLength(1);
  });

  it("of an archived room are taken back, but not made", async () => {
    await showDetails({ host: true, archived: true });
    await click(button("Invite links"));
    ports.wire.question("invite_links").answer({ ok: true, links: [link] });
    await settle();
    expect(noButton("Make a link")).toBe(true);
    expect(rows("Invite links")).toHaveLength(1);
  });
});

describe("the room's log", () => {
  const entry = (number: number, deed: string, more: object = {}) => ({
    number,
    time: startMs,
    by,
    deed,
    ...more,
  });

  it("is for those who look after it", async () => {
    await showDetails({});
    expect(noButton("Log")).toBe(true);
    cleanup();
    await showDetails({}, { role: "moderator" });
    expect(noButton("Log")).toBe(false);
  });

  it("says in sentences what was done, and shows more", async () => {
    await showDetails({ host: true });
    await click(button("Log"));
    expect(part("Log").textContent).toMatch(/Loading the log/);
    ports.wire.question("room_audit").answer({
      ok: true,
      entries: [
        entry(9, "banned", { person: ada, detail: "shouting", until: startMs }),
        entry(8, "slow_mode_set", { detail: "60" }),
        entry(7, "painted"),
      ],
      more: true,
    });
    await settle();
    const said = () => rows("Log").map((row) => (row ?? "").replace(/[\u2068\u2069]/g, ""));
    expect(said()).toEqual([
      expect.stringMatching(/^bob banned ada until .*shouting/),
      expect.stringMatching(/^bob set slow mode: 1 minute between two messages/),
      expect.stringMatching(/^bob did something this page does not know/),
    ]);
    await click(within(part("Log")).getByRole("button", { name: "Show more" }));
    const question = ports.wire.question("room_audit");
    expect(question.payload).toEqual({ room: "garden", before: 7 });
    question.answer({ ok: true, entries: [entry(6, "link_made")], more: false });
    await settle();
    expect(said()[3]).toMatch(/^bob made an invite link/);
  });

  it("says that nothing has happened, or that it could not be loaded", async () => {
    await showDetails({ host: true });
    await click(button("Log"));
    ports.wire.question("room_audit").answer(refusal("unavailable"));
    await settle();
    expect(part("Log").textContent).toMatch(/could not be loaded/);
    await click(within(part("Log")).getByRole("button", { name: "Try again" }));
    ports.wire.question("room_audit").answer({ ok: true, entries: [], more: false });
    await settle();
    expect(part("Log").textContent).toMatch(/Nothing has happened yet/);
  });
});
