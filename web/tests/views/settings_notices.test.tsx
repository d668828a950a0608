// @vitest-environment happy-dom
// The settings of notifications: asked for after a click, kept for the browser, followed by other tabs.
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepPrefix } from "../../src/client/browser_ports.ts";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import { keepNotices, keptNotices, type NoticeSettings } from "../../src/views/notice_settings.ts";
import { SettingsDialog } from "../../src/views/settings_dialog.tsx";
import { SettingsNotices } from "../../src/views/settings_notices.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;

beforeEach(() => {
  ports = fakePorts();
  ports.desk.allowed = "unasked";
});
afterEach(cleanup);

function show(view = <SettingsNotices />) {
  const session = new Session(ports);
  const client = { session, navigation: {} as Navigation, keep: ports.keep, tabKeep: ports.keep };
  render(<ClientContext value={client}>{view}</ClientContext>);
}
const kept = () => keptNotices(ports.keep);
const set = (change: Partial<NoticeSettings>) => keepNotices(ports.keep, { ...kept(), ...change });
const status = () => screen.getByRole("status").textContent;
const alert = () => screen.getByRole("alert").textContent;
const buttons = () => screen.queryAllByRole("button").map((button) => button.textContent);
const click = (name: string) =>
  act(async () => void fireEvent.click(screen.getByRole("button", { name })));
const toggle = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name });
const turn = (name: string) => act(async () => void fireEvent.click(toggle(name)));

describe("whether they are shown", () => {
  it("is asked of the browser only after a click", async () => {
    show();
    expect(status()).toBe("Notifications are off in this browser.");
    expect(ports.desk.asked).toBe(0);
    await click("Turn on notifications");
    expect(ports.desk.asked).toBe(1);
    expect(status()).toBe("Notifications are on in this browser.");
    expect(kept().on).toBe(true);
    await click("Turn off");
    expect(status()).toBe("Notifications are off in this browser.");
    expect(kept().on).toBe(false);
  });

  it("stays as it was where nothing was answered", async () => {
    ports.desk.answer = "unasked";
    show();
    await click("Turn on notifications");
    expect(alert()).toMatch(/Try again and choose “Allow”/);
    expect([status(), kept().on]).toEqual(["Notifications are off in this browser.", false]);
    ports.desk.answer = "granted";
    await click("Turn on notifications");
    expect([alert(), kept().on]).toEqual(["", true]);
  });

  it("is for the browser to say: it says what to do where they are blocked", async () => {
    ports.desk.answer = "blocked";
    show();
    await click("Turn on notifications");
    expect(status()).toMatch(/blocks notifications.*Allow them in its settings/);
    expect([buttons(), kept().on]).toEqual([[], false]);
    // Allowed there, one comes back to the page.
    ports.desk.allowed = "granted";
    act(() => void window.dispatchEvent(new Event("focus")));
    expect(buttons()).toEqual(["Turn on notifications"]);
  });

  it("is not for a browser that has none", () => {
    ports.desk.allowed = "unsupported";
    show();
    expect(status()).toBe("This browser cannot show notifications.");
    expect(buttons()).toEqual([]);
  });

  it("is no more where the browser forgot what it was told", () => {
    set({ on: true });
    show();
    expect(status()).toBe("Notifications are off in this browser.");
  });
});

describe("trying it", () => {
  beforeEach(() => {
    ports.desk.allowed = "granted";
    set({ on: true });
  });

  it("shows one, with the tone where that is wanted", async () => {
    show();
    await click("Try it");
    expect(ports.desk.visible()).toMatchObject([
      { title: "Parlor", body: "This is what a notification looks like." },
    ]);
    expect(ports.desk.chimed).toBe(0);
    await turn("Sound");
    await click("Try it");
    expect([ports.desk.visible().length, ports.desk.chimed]).toEqual([1, 1]);
    ports.desk.shown.at(-1)?.click();
    expect([ports.desk.visible().length, ports.desk.focused]).toEqual([0, 1]);
  });

  it("says so where nothing is shown after all", async () => {
    ports.desk.isBroken = true;
    set({ sound: true });
    show();
    await click("Try it");
    expect([alert(), ports.desk.chimed]).toEqual(["This browser did not show it.", 0]);
  });
});

describe("how they are", () => {
  it("is kept for the browser", async () => {
    show();
    expect([toggle("Show what was written").checked, toggle("Sound").checked]).toEqual([
      true,
      false,
    ]);
    await turn("Show what was written");
    await turn("Sound");
    expect(kept()).toMatchObject({ text: false, sound: true });
    cleanup();
    show();
    expect([toggle("Show what was written").checked, toggle("Sound").checked]).toEqual([
      false,
      true,
    ]);
  });

  it("has hours of quiet, which may pass midnight", async () => {
    show();
    expect(screen.queryByLabelText("From")).toBeNull();
    await turn("Do not disturb");
    expect(kept().quiet).toBe(true);
    const from = screen.getByLabelText<HTMLInputElement>("From");
    const to = screen.getByLabelText<HTMLInputElement>("To");
    expect([from.value, to.value]).toEqual(["22:00", "07:00"]);
    expect(screen.getByText("It ends on the next day.")).toBeTruthy();
    const type = (field: HTMLInputElement, value: string) =>
      act(() => void fireEvent.change(field, { target: { value } }));
    type(from, "12:15");
    type(to, "13:00");
    expect(kept()).toMatchObject({ from: "12:15", to: "13:00" });
    expect(screen.queryByText("It ends on the next day.")).toBeNull();
    type(to, "");
    expect(kept()).toMatchObject({ from: "12:15", to: "13:00" });
    type(to, "12:15");
    expect(screen.getByText("That is the whole day.")).toBeTruthy();
  });

  it("follows what is changed in another tab", () => {
    ports.desk.allowed = "granted";
    show();
    set({ on: true, sound: true });
    const key = `${keepPrefix}notices`;
    act(() => void window.dispatchEvent(new StorageEvent("storage", { key })));
    expect(status()).toBe("Notifications are on in this browser.");
    expect(toggle("Sound").checked).toBe(true);
  });
});

it("is a section of the settings", async () => {
  show(<SettingsDialog onClose={() => {}} onOpenDialog={() => {}} />);
  await act(async () => void fireEvent.click(screen.getByRole("tab", { name: "Notifications" })));
  const panel = screen.getByRole("tabpanel", { name: "Notifications" });
  expect(panel.textContent).toContain("Notifications are off in this browser.");
});
