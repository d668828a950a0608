// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { ServerSettings } from "../../src/protocol/administration.ts";
import { fullTime, shortTime } from "../../src/ui/time.ts";
import { bytesText } from "../../src/views/server_figures.tsx";
import { entry } from "../support/accounts.ts";
import {
  answer,
  bodyOf,
  choose,
  lose,
  open,
  ports,
  press,
  refuse,
  rows,
} from "../support/administration.tsx";
import { startMs } from "../support/events.ts";

const settings: ServerSettings = {
  registration: { value: "open", configured: "open", changed: false },
  guests: { value: true, configured: true, changed: false },
};
const figures = {
  version: "1.2.3",
  started: startMs,
  people_present: 2,
  connections: 3,
  accounts: 1_234,
  rooms: 5,
  messages_since_start: 1_000_000,
  messages_per_minute: 1_200,
  store_wait_ms: 12,
  store_bytes: 5_678_901,
};
const nodes = [
  {
    node: "k3v9x2ab",
    name: "north",
    version: "1.2.3",
    state: "serving",
    people_present: 1,
    connections: 2,
    rooms_active: 1,
    messages_since_start: 1_000,
    messages_per_minute: 1_200,
    store_wait_ms: 12,
    this: true,
  },
  {
    node: "m4w0y3bc",
    name: "south",
    version: "1.2.2",
    state: "draining",
    people_present: 1,
    connections: 1,
    rooms_active: 1,
    messages_since_start: 7,
    messages_per_minute: 1_200,
    store_wait_ms: 12,
  },
];
const radio = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });
const guests = () => screen.getByRole<HTMLInputElement>("checkbox");
const click = (what: HTMLElement) => act(async () => void fireEvent.click(what));
const figure = (name: string) => screen.getByText(name).nextElementSibling?.textContent;

async function openServer(told = settings): Promise<void> {
  await open("admin");
  await choose("Server");
  await answer("GET admin/settings", 200, told);
}

describe("who may come in", () => {
  it("is as configured until somebody says otherwise", async () => {
    await openServer();
    expect(radio("Everybody").checked).toBe(true);
    expect(screen.getByText("As configured: Everybody.")).toBeTruthy();
    expect(screen.getByText("As configured: Yes.")).toBeTruthy();
    await press("Save");
    expect(ports.server.count("PATCH admin/settings")).toBe(0);
    await click(radio("Nobody"));
    await press("Save");
    await press("Saving…");
    expect(ports.server.count("PATCH admin/settings")).toBe(1);
    expect(bodyOf("PATCH admin/settings")).toEqual({ registration: "closed" });
    const closed = { value: "closed", configured: "open", changed: true };
    await answer("PATCH admin/settings", 200, { ...settings, registration: closed });
    expect(screen.getByText("Saved.")).toBeTruthy();
    expect(screen.getByText(/The configuration says: Everybody/)).toBeTruthy();
  });

  it("goes back to the configuration, and keeps what is not saved yet", async () => {
    const registration = { value: "invite", configured: "closed", changed: true } as const;
    await openServer({ ...settings, registration });
    await click(guests());
    await press("Who can create an account: go back to the configuration");
    expect(bodyOf("PATCH admin/settings")).toEqual({ registration: null });
    const back = { value: "closed", configured: "closed", changed: false };
    await answer("PATCH admin/settings", 200, { ...settings, registration: back });
    expect(radio("Nobody").checked).toBe(true);
    expect(guests().checked).toBe(false);
    await press("Save");
    expect(bodyOf("PATCH admin/settings")).toEqual({ guests: false });
    const changed = { value: false, configured: true, changed: true };
    await answer("PATCH admin/settings", 200, { registration: back, guests: changed });
    await press("Guests: go back to the configuration");
    expect(bodyOf("PATCH admin/settings")).toEqual({ guests: null });
  });

  it("says why it is not saved, and what was chosen stays", async () => {
    await openServer();
    await click(radio("People with an invite"));
    await press("Save");
    await refuse("PATCH admin/settings", 403, "forbidden");
    expect(screen.getByText("You may not do this any more.")).toBeTruthy();
    expect(radio("People with an invite").checked).toBe(true);
    await click(guests());
    expect(screen.queryByText("You may not do this any more.")).toBeNull();
  });

  it("says that it could not be loaded, and asks again", async () => {
    await open("admin");
    await choose("Server");
    expect(screen.getByText("Loading the settings…")).toBeTruthy();
    await lose("GET admin/settings");
    expect(screen.getByText(/settings could not be loaded/)).toBeTruthy();
    await press("Try again");
    await answer("GET admin/settings", 200, settings);
    expect(radio("Everybody")).toBeTruthy();
  });
});

describe("the figures", () => {
  it("tells of each node of a cluster", async () => {
    await openServer();
    await answer("GET admin/figures", 200, { ...figures, bus: "up", nodes });
    expect(figure("north (this one)")).toBe(
      "one person, 2 connections, 1,200 messages a minute, database 12 ms, version 1.2.3",
    );
    expect(figure("Other nodes")).toBe("are heard");
    await press("Refresh");
    await answer("GET admin/figures", 200, { ...figures, bus: "down", nodes });
    expect(figure("Other nodes")).toBe("are not heard; messages come later");
    expect(figure("south")).toBe("sending its people away");
  });

  it("are told as people write them, and asked for again", async () => {
    await openServer();
    await answer("GET admin/figures", 200, figures);
    expect(figure("Accounts")).toBe("1,234");
    expect(figure("Messages since the start")).toBe("1,000,000");
    expect(figure("Messages in the last minute")).toBe("1,200");
    expect(figure("Longest wait for the database")).toBe("12 ms");
    expect(figure("Size of the database")).toBe("5.68 MB");
    expect(figure("Running since")).toBe(shortTime(startMs));
    expect(figure("Version")).toBe("1.2.3");
    await press("Refresh");
    const { store_bytes: _, ...without } = figures;
    await answer("GET admin/figures", 200, { ...without, accounts: 1_235 });
    expect(figure("Accounts")).toBe("1,235");
    expect(screen.queryByText("Size of the database")).toBeNull();
    await press("Refresh");
    await lose("GET admin/figures");
    expect(screen.getByText(/figures could not be loaded/)).toBeTruthy();
  });

  it.each([
    [0, "0 byte"],
    [999, "999 byte"],
    [1_000, "1 kB"],
    [1_234_567_890, "1.23 GB"],
    [12e15, "12,000 TB"],
  ])("%d bytes are %s", (bytes, text) => expect(bytesText(bytes)).toBe(text));
});

describe("the log", () => {
  const told = () =>
    within(screen.getByRole("list", { name: "Log" }))
      .getAllByRole("listitem")
      .map((row) => row.textContent?.replace(/[\u2068\u2069]/g, ""));
  const openLog = async (entries: readonly object[], more = false) => {
    await open("moderator");
    await answer("GET admin/audit", 200, { entries, more });
  };
  const at = shortTime(startMs);

  it("says in words what was done", async () => {
    const { by: _, ...byCommand } = entry(9, "reinstated");
    await openLog([
      entry(12, "role_changed", { detail: "member moderator" }),
      entry(11, "suspended", { detail: "spam", until: startMs }),
      entry(10, "suspended"),
      byCommand,
      entry(8, "sessions_ended"),
      entry(7, "setting_changed", { detail: "registration closed" }),
      entry(6, "setting_changed", { detail: "guests configured" }),
      entry(5, "invite_made", { detail: "i1" }),
      entry(4, "moon_landed"),
    ]);
    expect(told()).toEqual([
      `ada made bob a moderator${at} · was a member before`,
      `ada suspended bob until ${at}spam${at}`,
      `ada suspended bob${at}`,
      `The command line lifted the suspension of bob${at}`,
      `ada signed bob out everywhere${at}`,
      `ada let nobody create accounts any more${at}`,
      `ada left it to the configuration whether guests come in${at}`,
      `ada made an invite${at}`,
      `ada did something this page does not know. Reload it.${at}`,
    ]);
    expect(screen.getAllByTitle(fullTime(startMs))[0]?.getAttribute("datetime")).toBe(
      new Date(startMs).toISOString(),
    );
  });

  it("says in words what was done about addresses and rooms", async () => {
    const { user: _, nickname: __, ...nobody } = entry(0, "");
    const of = (number: number, action: string, more = {}) => ({
      ...nobody,
      number,
      action,
      ...more,
    });
    await openLog([
      of(12, "address_banned", { detail: "192.0.2.0/24 spam and lies" }),
      of(11, "address_banned", { detail: "2001:db8::/64", until: startMs }),
      entry(10, "address_banned", { detail: "192.0.2.7" }),
      entry(9, "address_banned", { detail: "192.0.2.7 spam", until: startMs }),
      of(8, "address_banned"),
      of(7, "address_ban_lifted", { detail: "192.0.2.7" }),
      of(6, "room_archived", { detail: "Garden" }),
      of(5, "room_restored", { detail: "Garden" }),
      of(4, "room_archived"),
      of(3, "room_imported", { detail: "1200" }),
      of(2, "room_imported", { detail: "1" }),
      of(1, "room_imported"),
    ]);
    expect(told()).toEqual([
      `ada banned 192.0.2.0/24 from the serverspam and lies${at}`,
      `ada banned 2001:db8::/64 from the server until ${at}${at}`,
      `ada banned 192.0.2.7 from the server, the address of bob${at}`,
      `ada banned 192.0.2.7 from the server until ${at}, the address of bobspam${at}`,
      `ada banned an address from the server${at}`,
      `ada let 192.0.2.7 in again${at}`,
      `ada archived Garden${at}`,
      `ada restored Garden${at}`,
      `ada archived a room${at}`,
      `ada imported a room whose log has 1,200 events${at}`,
      `ada imported a room whose log has 1 event${at}`,
      `ada imported a room${at}`,
    ]);
  });

  it("goes on to older entries", async () => {
    await openLog([entry(8, "invite_made"), entry(7, "invite_made")], true);
    await press("Show more");
    const older = { entries: [entry(6, "invite_revoked")], more: false };
    await answer("GET admin/audit?before=7", 200, older);
    expect(rows("Log")).toHaveLength(3);
    expect(told()[2]).toContain("took back an invite");
  });

  it("says that there is nothing yet, or why it is not there", async () => {
    await openLog([]);
    expect(screen.getByText(/Nothing has happened yet/)).toBeTruthy();
  });

  it("asks again where it could not be loaded", async () => {
    await open("moderator");
    await refuse("GET admin/audit", 429, "rate_limited", { retry_after_ms: 2_000 });
    expect(screen.getByText(/log could not be loaded. Too many tries/)).toBeTruthy();
    await press("Try again");
    expect(ports.server.count("GET admin/audit")).toBe(1);
  });
});

it("the invites are here, too, also those of the command line", async () => {
  await open("admin");
  await choose("Invites");
  const invite = { invite: "i1", creator_name: "cli", created: 1, expires: startMs };
  await answer("GET invites", 200, { invites: [{ ...invite, uses: 0, uses_max: 1 }] });
  expect(screen.getByText(`by the command line, until ${shortTime(startMs)}`)).toBeTruthy();
});
