// @vitest-environment happy-dom
// How long a room keeps its messages: in its panel, in the timeline, and where its log begins.
import { act, cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { loadLaterWords, speak } from "../../src/locales/words.ts";
import type { RoomState } from "../../src/state/model.ts";
import { startLog } from "../../src/state/room_log.ts";
import { Kept } from "../../src/views/kept.tsx";
import { RestraintLine } from "../../src/views/restraint_line.tsx";
import { RoomView } from "../../src/views/room_view.tsx";
import { Top } from "../../src/views/timeline.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import { said, saidAll, startMs } from "../support/events.ts";
import {
  button,
  click,
  done,
  noButton,
  panel,
  part,
  person,
  ports,
  refusal,
  rows,
  session,
  settle,
  showDetails,
  state,
} from "../support/room_details.tsx";

const by = { user: "u-ada", nickname: "ada" };

beforeAll(() => loadLaterWords());
beforeEach(() => void vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const heard = async (event: string, payload: object) => {
  ports.wire.receive(event, { room: "garden", time: startMs, ...by, ...payload });
  await settle();
};
const choice = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });
const choices = () =>
  within(screen.getByRole("group", { name: "Keep messages" }))
    .getAllByRole("radio")
    .map((each) => (each as HTMLInputElement).labels?.[0]?.textContent);
const dialog = () => screen.queryByRole("dialog");

describe("whoever looks after a room", () => {
  it("is asked before messages are kept for a shorter time, and told what goes", async () => {
    await showDetails({ host: true });
    await click(button("Keep messages: for ever"));
    expect(choices()).toEqual(["for ever", "1 day", "7 days", "30 days", "90 days", "1 year"]);
    await click(choice("30 days"));
    expect(ports.wire.count("retention")).toBe(0);
    expect(screen.getByRole("dialog", { name: "Keep messages for 30 days only?" })).toBeTruthy();
    expect(dialog()?.textContent).toMatch(
      /older than 30 days.*for everybody and for good.*right now/,
    );
    await click(button("Cancel"));
    expect([dialog(), choice("for ever").checked]).toEqual([null, true]);

    await click(choice("7 days"));
    await click(button("Delete old messages"));
    expect(ports.wire.question("retention").payload).toEqual({ room: "garden", days: 7 });
    ports.wire.question("retention").answer(done(2));
    await heard("retention", { seq: 2, days: 7 });
    expect(dialog()).toBeNull();
    expect(choice("7 days").checked).toBe(true);
    expect(document.activeElement).toBe(choice("7 days"));
  });

  it("is not asked before they are kept longer", async () => {
    await showDetails({ host: true, retention: 7 });
    await click(button("Keep messages: 7 days"));
    await click(choice("1 year"));
    expect(dialog()).toBeNull();
    expect(ports.wire.question("retention").payload).toEqual({ room: "garden", days: 365 });
    ports.wire.question("retention").answer(done(2));
    await heard("retention", { seq: 2, days: 365 });
    expect(button("Keep messages: 1 year")).toBeTruthy();
    await click(choice("for ever"));
    expect(dialog()).toBeNull();
    ports.wire.question("retention").answer(refusal("unavailable"));
    await settle();
    expect(part("Keep messages").textContent).toContain("That was not done.");
  });

  it("is told why not in the dialog, which stays", async () => {
    await showDetails({ host: true, retention: 90 });
    await click(button("Keep messages: 90 days"));
    await click(choice("1 day"));
    await click(button("Delete old messages"));
    ports.wire.question("retention").answer(refusal("archived"));
    await settle();
    expect(within(dialog() as HTMLElement).getByRole("alert").textContent).toMatch(/archived/);
  });

  it("sees a number that a program chose, in its place", async () => {
    await showDetails({ host: true, retention: 45 });
    await click(button("Keep messages: 45 days"));
    expect(choices()).toEqual([
      "for ever",
      "1 day",
      "7 days",
      "30 days",
      "45 days",
      "90 days",
      "1 year",
    ]);
    expect(choice("45 days").checked).toBe(true);
  });

  it("reads in the log of the room who said how long", async () => {
    await showDetails({ host: true });
    await click(button("Log"));
    const entry = { time: startMs, by, deed: "retention_set" };
    const entries = [
      { ...entry, number: 3 },
      { ...entry, number: 2, detail: "365" },
      { ...entry, number: 1, detail: "30" },
    ];
    ports.wire.question("room_audit").answer({ ok: true, entries, more: false });
    await settle();
    const said = rows("Log").map((row) => (row ?? "").replace(/[\u2068\u2069]/g, ""));
    expect(said).toEqual([
      expect.stringMatching(/^ada set messages to be kept for ever/),
      expect.stringMatching(/^ada set messages to be kept for 1 year/),
      expect.stringMatching(/^ada set messages to be kept for 30 days/),
    ]);
  });
});

describe("everybody else", () => {
  it("reads how long messages are kept, and nothing where it is for ever", async () => {
    await showDetails({ retention: 30 });
    expect(panel().textContent).toContain("Messages are kept here for 30 days.");
    expect(noButton("Keep messages: 30 days")).toBe(true);
    cleanup();
    await showDetails({});
    expect(panel().textContent).not.toContain("kept");
  });

  it("hosts of an archived room read it only, and in a direct one nothing is chosen", async () => {
    await showDetails({ host: true, archived: true, retention: 7 });
    expect(panel().textContent).toContain("Messages are kept here for 7 days.");
    expect(noButton("Keep messages: 7 days")).toBe(true);
    cleanup();
    await showDetails({ kind: "direct", people: [] });
    expect(panel().textContent).not.toContain("Keep messages");
  });
});

describe("in a conversation", () => {
  async function showRoom(about: object, from = 1) {
    await showDetails({ head: 5, read: 5, ...about }, { here: [person("ada")] });
    cleanup();
    const navigation = {} as Navigation;
    const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
    const nothing = () => {};
    render(
      <ClientContext value={client}>
        <RoomView isSearching={false} onOpenRooms={nothing} onSearch={nothing} onHelp={nothing} />
      </ClientContext>,
    );
    const events = saidAll(from, 5).map((event) => ({ ...event, room: "garden" }));
    ports.wire.question("history").answer({ ok: true, events, more: false });
    await settle();
    await loadedLater();
  }
  /** Views that are loaded later. */
  async function loadedLater() {
    await act(() => vi.dynamicImportSettled());
    await settle();
  }

  it("whoever is brought to a message that is gone is told so, and stays", async () => {
    await showRoom({ expired: 3 }, 4);
    await act(async () => session.show("garden", 2));
    await settle();
    expect(state().jump).toBeNull();
    expect(state().notice).toBe("The message is not there any more.");
    expect(ports.wire.count("history")).toBe(0);
    await act(async () => session.show("garden", 4));
    await settle();
    expect(state().jump).toBeNull();
  });
});

describe("where the log begins", () => {
  async function beginning(about: Partial<RoomState>, isMore = false) {
    await showDetails({});
    cleanup();
    const garden = state().rooms.get("garden");
    if (garden === undefined) throw new Error("no garden");
    const log = startLog({ events: [said(9, { room: "garden" })], more: isMore }, 9, true);
    const navigation = {} as Navigation;
    const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
    render(
      <ClientContext value={client}>
        <Top room={{ ...garden, ...about }} log={log} />
      </ClientContext>,
    );
    await act(() => vi.dynamicImportSettled());
    await settle();
    const text = document.body.textContent;
    cleanup();
    return text;
  }

  it("it is said that older messages are deleted, and how old those are", async () => {
    expect(await beginning({ expired: 8, retention: 30 })).toBe(
      "Messages older than 30 days are deleted here.",
    );
    expect(await beginning({ expired: 8 })).toBe("Older messages were deleted.");
  });

  it("it is the beginning of the room where nothing is gone yet, and no end where more comes", async () => {
    expect(await beginning({ retention: 30 })).toContain("This is the beginning of Garden.");
    expect(await beginning({ expired: 3 }, true)).toBe("Loading older messages…");
  });
});

describe("in words", () => {
  const texts = () => {
    const deed = { type: "retention", room: "garden", seq: 2, time: startMs, ...by } as const;
    const shown = [0, 1, 365].map((days) => <RestraintLine key={days} deed={{ ...deed, days }} />);
    render(
      <>
        {shown}
        <Kept days={1} />
        <Kept days={0} />
      </>,
    );
    const all = [...document.querySelectorAll("p")].map((each) => each.textContent);
    cleanup();
    return all;
  };
  it("of each language", async () => {
    expect(texts()).toEqual([
      "ada set messages to be kept for ever",
      "ada set messages to be kept for 1 day",
      "ada set messages to be kept for 1 year",
      "Messages older than 1 day are deleted here.",
      "Older messages were deleted.",
    ]);
    await speak("de", []);
    expect(texts()).toEqual([
      "ada hat eingestellt, dass Nachrichten für immer aufgehoben werden",
      "ada hat eingestellt, dass Nachrichten 1 Tag lang aufgehoben werden",
      "ada hat eingestellt, dass Nachrichten 1 Jahr lang aufgehoben werden",
      "Nachrichten, die älter als 1 Tag sind, werden hier gelöscht.",
      "Ältere Nachrichten wurden gelöscht.",
    ]);
    await speak("en", []);
  });
});
