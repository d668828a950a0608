// @vitest-environment happy-dom
// Mutes and slow mode in the panel of a room, and in the place of the composer.
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { loadLaterWords } from "../../src/locales/words.ts";
import type { Restraint } from "../../src/state/timeline.ts";
import { RestraintLine } from "../../src/views/restraint_line.tsx";
import { RoomView } from "../../src/views/room_view.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import { message, said, startMs } from "../support/events.ts";
import {
  button,
  click,
  done,
  menuItems,
  noButton,
  openMenu,
  part,
  person,
  ports,
  refusal,
  rows,
  session,
  settle,
  showDetails,
} from "../support/room_details.tsx";

const by = { user: "u-ada", nickname: "ada" };
const bob = { user: "u-bob", nickname: "bob" };
const mute = { ...bob, by, time: startMs };
const list = () => button("Muted people");
const hour = 3_600_000;

beforeAll(() => loadLaterWords());
beforeEach(() => void vi.stubGlobal("matchMedia", () => ({ matches: false })));
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const answerMutes = async (mutes: readonly object[]) => {
  ports.wire.question("mutes").answer({ ok: true, mutes });
  await settle();
};
const heard = async (event: string, payload: object) => {
  ports.wire.receive(event, { room: "garden", time: startMs, ...payload });
  await settle();
};

describe("whoever looks after a room", () => {
  it("mutes for a time, and sees who is", async () => {
    await showDetails({ host: true });
    await answerMutes([]);
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Mute…" }));
    const dialog = screen.getByRole("dialog", { name: "Mute bob in Garden" });
    expect(
      within(dialog).getByRole<HTMLInputElement>("radio", { name: "For 1 hour" }).checked,
    ).toBe(true);
    await click(within(dialog).getByRole("button", { name: "Mute" }));
    const { user, until } = ports.wire.question("mute").payload as { user: string; until: number };
    expect(user).toBe("u-bob");
    expect(until - session.sender.serverNowMs()).toBe(hour);
    ports.wire.question("mute").answer(done(2));
    await settle();
    expect(screen.queryByRole("dialog")).toBeNull();

    await heard("muted", { seq: 2, ...bob, on: true, until, by });
    await answerMutes([{ ...mute, until }]);
    expect(rows("Online now").find((row) => row?.includes("bob"))).toContain("Muted");
    await click(list());
    expect(part("Muted people").textContent).toContain("by ada, since");

    await openMenu("bob");
    expect(menuItems()).toContain("Unmute");
    await click(screen.getByRole("menuitem", { name: "Unmute" }));
    ports.wire.question("unmute").answer(done(3));
    await heard("muted", { seq: 3, ...bob, on: false, by });
    await answerMutes([]);
    expect(rows("Online now").join()).not.toContain("Muted");
    expect(part("Muted people").textContent).toContain("Nobody is muted in this room.");
  });

  it("mutes until it is lifted, and is told why not", async () => {
    await showDetails({ host: true });
    await openMenu("bob");
    await click(screen.getByRole("menuitem", { name: "Mute…" }));
    await click(screen.getByRole("radio", { name: "Until it is lifted" }));
    await click(screen.getByRole("button", { name: "Mute" }));
    const question = ports.wire.question("mute");
    expect(question.payload).toEqual({ room: "garden", user: "u-bob" });
    question.answer(refusal("too_many_mutes"));
    await settle();
    expect(screen.getByRole("dialog").textContent).toContain("Unmute one first.");
  });

  it("asks again for what could not be had, and when a mute is over", async () => {
    await showDetails({ host: true });
    ports.wire.question("mutes").answer(refusal("unavailable"));
    await settle();
    await click(list());
    expect(part("Muted people").textContent).toContain("could not be loaded.");
    await click(button("Try again"));
    await answerMutes([{ ...mute, until: session.sender.serverNowMs() + 1_000 }]);
    await click(button("Unmute bob"));
    ports.wire.question("unmute").answer(refusal("forbidden"));
    await settle();
    expect(part("Muted people").textContent).toContain("That was not done.");
    await settle(1_000);
    await answerMutes([]);
    expect(part("Muted people").textContent).toContain("Nobody is muted");
  });

  it("chooses how slow the room is", async () => {
    await showDetails({ host: true });
    await click(button("Slow mode: off"));
    await click(screen.getByRole("radio", { name: "30 seconds" }));
    expect(ports.wire.question("slow_mode").payload).toEqual({ room: "garden", seconds: 30 });
    ports.wire.question("slow_mode").answer(done(2));
    await heard("slow_mode", { seq: 2, ...by, seconds: 30 });
    expect(button("Slow mode: 30 seconds")).toBeTruthy();
    await click(screen.getByRole("radio", { name: "1 hour" }));
    ports.wire.question("slow_mode").answer(refusal("unavailable"));
    await settle();
    expect(part("Slow mode").textContent).toContain("That was not done.");
  });
});

it("others see only that the room is slow", async () => {
  await showDetails({ slow_mode: 60 });
  expect(ports.wire.count("mutes")).toBe(0);
  expect(noButton("Muted people")).toBe(true);
  expect(screen.getByRole("complementary").textContent).toContain("Slow mode: 1 minute between");
});

describe("in the place of the composer", () => {
  const first = said(1, { room: "garden" });
  async function showRoom(about: object) {
    await showDetails(about as Parameters<typeof showDetails>[0], { here: [person("ada")] });
    cleanup();
    const navigation = {} as Navigation;
    const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
    const nothing = () => {};
    render(
      <ClientContext value={client}>
        <RoomView isSearching={false} onOpenRooms={nothing} onSearch={nothing} onHelp={nothing} />
      </ClientContext>,
    );
    ports.wire.question("history").answer({ ok: true, events: [first], more: false });
    await settle();
    // Views that are loaded later.
    await act(() => vi.dynamicImportSettled());
    await settle();
  }
  const field = () => screen.queryByRole<HTMLTextAreaElement>("textbox");

  it("whoever is muted sees until when, and goes on with what they wrote", async () => {
    await showRoom({});
    fireEvent.change(field() as HTMLElement, { target: { value: "half a word" } });
    const until = session.sender.serverNowMs() + 2_000;
    await heard("muted", { seq: 2, user: "u-ada", nickname: "ada", on: true, until, by: bob });
    await act(() => vi.dynamicImportSettled());
    await settle();
    expect(field()).toBeNull();
    expect(screen.getByRole("region", { name: "You are muted" }).textContent).toMatch(
      /^You may not write here until /,
    );
    await settle(1_999);
    expect(field()).toBeNull();
    await settle(1);
    expect(field()?.value).toBe("half a word");
  });

  it("whoever is muted for ever sees who can change that", async () => {
    await showRoom({ muted: true });
    expect(screen.getByRole("region", { name: "You are muted" }).textContent).toContain(
      "Only those who look after the room",
    );
    await heard("muted", { seq: 2, user: "u-ada", nickname: "ada", on: false, by: bob });
    expect(field()).not.toBeNull();
  });

  it("a slow room counts down, keeps the text, and lets go", async () => {
    await showRoom({ slow_mode: 10 });
    expect(screen.getByText("Slow mode: 10 seconds between messages")).toBeTruthy();
    const now = session.sender.serverNowMs();
    await heard(
      "message",
      message(2, { room: "garden", user: "u-ada", nickname: "ada", time: now }),
    );
    expect(screen.getByText("You can write again in 10 s")).toBeTruthy();
    fireEvent.change(field() as HTMLElement, { target: { value: "next" } });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send" }).disabled).toBe(true);
    fireEvent.keyDown(field() as HTMLElement, { key: "Enter" });
    expect(ports.wire.count("message")).toBe(0);
    await settle(1_000);
    expect(screen.getByText("You can write again in 9 s")).toBeTruthy();
    for (let second = 0; second < 9; second += 1) await settle(1_000);
    expect(field()?.value).toBe("next");
    fireEvent.keyDown(field() as HTMLElement, { key: "Enter" });
    expect(ports.wire.count("message")).toBe(1);
  });

  it("counts on when the server's clock is known better", async () => {
    await showRoom({ slow_mode: 10 });
    const told = { room: "garden", user: "u-ada", nickname: "ada" };
    await heard("message", message(2, { ...told, time: session.sender.serverNowMs() }));
    expect(screen.getByText("You can write again in 10 s")).toBeTruthy();
    const now = session.sender.serverNowMs.bind(session.sender);
    vi.spyOn(session.sender, "serverNowMs").mockImplementation(() => now() - 1_000);
    await settle(1_000);
    expect(screen.getByText("You can write again in 10 s")).toBeTruthy();
    for (let second = 0; second < 10; second += 1) await settle(1_000);
    expect(screen.getByText("Slow mode: 10 seconds between messages")).toBeTruthy();
  });

  it("hosts of a slow room do not wait", async () => {
    await showRoom({ slow_mode: 10, host: true });
    expect(screen.queryByText(/Slow mode/)).toBeNull();
  });
});

describe("what the timeline says", () => {
  const told = (deed: Restraint) => {
    render(<RestraintLine deed={deed} />);
    const text = document.querySelector(".notice")?.textContent;
    cleanup();
    return text;
  };
  const at = { room: "garden", seq: 2, time: startMs };
  it("of mutes and of slow mode", () => {
    const muted = { type: "muted", ...at, ...bob, by } as const;
    expect(told({ ...muted, on: true })).toBe("ada muted bob");
    expect(told({ ...muted, on: true, until: startMs })).toMatch(/^ada muted bob until .*2023/);
    expect(told({ ...muted, on: false })).toBe("ada unmuted bob");
    const slow = { type: "slow_mode", ...at, ...by } as const;
    expect(told({ ...slow, seconds: 30 })).toBe("ada set slow mode: 30 seconds between messages");
    expect(told({ ...slow, seconds: 0 })).toBe("ada turned slow mode off");
  });
});
