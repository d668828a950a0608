// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadLaterWords, speak } from "../../src/locales/words.ts";
import type { AddressBan } from "../../src/protocol/administration.ts";
import { shortTime } from "../../src/ui/time.ts";
import { addressBan } from "../support/accounts.ts";
import {
  answer,
  bodyOf,
  choose,
  lose,
  open,
  people,
  ports,
  press,
  refuse,
  type,
} from "../support/administration.tsx";
import { startMs } from "../support/events.ts";

const at = shortTime(startMs);
const field = () => screen.getByLabelText<HTMLInputElement>("Address or network");
const told = () => screen.getByRole("status").textContent;
const list = (name = "Banned addresses") =>
  within(screen.getByRole("region", { name }))
    .queryAllByRole("listitem")
    .map((row) => row.textContent);

async function openBans(bans: readonly AddressBan[] = []) {
  await open("admin");
  await people([]);
  await choose("Bans");
  await answer("GET admin/bans", 200, { bans });
}
afterEach(() => vi.restoreAllMocks());

describe("the banned addresses", () => {
  it("are told with who, until when and why", async () => {
    const { by: _, ...byCommand } = addressBan("b2", { network: "2001:db8::/64" });
    await openBans([addressBan("b1", { until: startMs, reason: "<b>spam</b>" }), byCommand]);
    expect(list()).toEqual([
      `192.0.2.7until ${at}, by ada, since ${at}<b>spam</b>Lift`,
      `2001:db8::/64for ever, by ada, since ${at}Lift`.replace("by ada", "by the command line"),
    ]);
  });

  it("are none yet, or could not be loaded and are asked for again", async () => {
    await open("admin");
    await choose("Bans");
    expect(screen.getByText("Loading the bans…")).toBeTruthy();
    await lose("GET admin/bans");
    expect(screen.getByText(/bans could not be loaded. The server cannot be reached/)).toBeTruthy();
    await press("Try again");
    await answer("GET admin/bans", 200, { bans: [] });
    expect(screen.getByText("No address is banned.")).toBeTruthy();
  });

  it("are lifted, and those that are over count as such", async () => {
    await openBans([addressBan("b1"), addressBan("b2", { network: "198.51.100.0/24" })]);
    await press("Lift the ban of 192.0.2.7");
    await answer("DELETE admin/bans/b1", 204);
    expect(told()).toBe("192.0.2.7 may come in again.");
    await answer("GET admin/bans", 200, { bans: [addressBan("b2")] });
    expect(document.activeElement).toBe(field());
    await press("Lift the ban of 192.0.2.7");
    await refuse("DELETE admin/bans/b2", 404, "not_found");
    expect(told()).toBe("192.0.2.7 may come in again.");
    await answer("GET admin/bans", 200, { bans: [] });
    expect(list()).toEqual([]);
  });

  it("stay when they are not lifted, and say why", async () => {
    await openBans([addressBan("b1")]);
    await press("Lift the ban of 192.0.2.7");
    await refuse("DELETE admin/bans/b1", 403, "forbidden");
    await answer("GET admin/bans", 200, { bans: [addressBan("b1")] });
    expect(screen.getByText("You may not do this any more.")).toBeTruthy();
    expect(list()).toHaveLength(1);
  });
});

describe("banning", () => {
  it("takes a network, for how long, and why", async () => {
    vi.spyOn(Date, "now").mockReturnValue(startMs);
    await openBans();
    await type("Address or network", " 192.0.2.0/24 ");
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: "For 1 hour" })));
    await type("Reason (optional)", "spam");
    await press("Ban");
    const until = startMs + 3_600_000;
    expect(bodyOf("POST admin/bans")).toEqual({ network: "192.0.2.0/24", until, reason: "spam" });
    const made = addressBan("b3", { network: "192.0.2.0/24", until });
    await answer("POST admin/bans", 201, { bans: [made] });
    expect(told()).toBe("192.0.2.0/24 is banned.");
    expect(field().value).toBe("");
    expect(screen.getByLabelText<HTMLInputElement>("Reason (optional)").value).toBe("");
    await answer("GET admin/bans", 200, { bans: [made] });
    expect(list()).toHaveLength(1);
  });

  it("asks for an address first, and says what is wrong with one", async () => {
    await openBans();
    await press("Ban");
    expect(ports.server.asked).toEqual([]);
    expect(screen.getByText("Enter an address first.")).toBeTruthy();
    expect(field().getAttribute("aria-invalid")).toBe("true");
    await type("Address or network", "10.0.0.0/4");
    expect(field().getAttribute("aria-invalid")).toBe("false");
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: "For ever" })));
    await press("Ban");
    expect(bodyOf("POST admin/bans")).toEqual({ network: "10.0.0.0/4" });
    await refuse("POST admin/bans", 400, "network_invalid");
    expect(screen.getByText(/no address and no network, or it is too wide/)).toBeTruthy();
    expect(document.activeElement).toBe(field());
    expect(field().value).toBe("10.0.0.0/4");
  });

  it.each([
    [403, "is_oneself", /That would ban yourself: your own address is in it/],
    [400, "until_past", /clock of your device/],
    [409, "too_many", /Lift one first/],
    [503, "unavailable", /busy right now/],
  ])("that is refused says why: %d %s", async (status, code, text) => {
    await openBans();
    await type("Address or network", "127.0.0.1");
    await press("Ban");
    await refuse("POST admin/bans", status, code);
    expect(screen.getByText(text)).toBeTruthy();
    expect(field().value).toBe("127.0.0.1");
  });

  it("is in German where that is spoken", async () => {
    await speak("de", ["de"]);
    await loadLaterWords();
    try {
      await open("admin");
      await choose("Verbannungen");
      await answer("GET admin/bans", 200, { bans: [addressBan("b1", { until: startMs })] });
      const time = shortTime(startMs);
      expect(list("Verbannte Adressen")).toEqual([
        `192.0.2.7bis ${time}, von ada, seit ${time}Aufheben`,
      ]);
      await type("Adresse oder Netz", "127.0.0.1");
      await press("Verbannen");
      await refuse("POST admin/bans", 403, "is_oneself");
      expect(screen.getByText(/Deine eigene Adresse gehört dazu/)).toBeTruthy();
    } finally {
      await speak("en", ["en-GB"]);
      await loadLaterWords();
    }
  });
});
