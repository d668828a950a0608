// @vitest-environment happy-dom
import { act, fireEvent, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Role } from "../../src/protocol/types.ts";
import { shortTime } from "../../src/ui/time.ts";
import { dateOf } from "../../src/views/administration_words.ts";
import { MeMenu } from "../../src/views/me_menu.tsx";
import { account, suspended } from "../support/accounts.ts";
import {
  answer,
  bodyOf,
  choosesDeed,
  deeds,
  key,
  lose,
  open,
  people,
  ports,
  press,
  question,
  refuse,
  rows,
  session,
  tabNames,
  type,
} from "../support/administration.tsx";
import { startMs } from "../support/events.ts";

const listName = "People with an account";
const ada = account("ada", { role: "owner", present: true });
const bob = account("bob");
const suspensionPath = "PUT admin/people/u-bob/suspension";

describe("the page", () => {
  it.each([
    ["owner", true],
    ["admin", true],
    ["moderator", true],
    ["member", false],
    ["guest", false],
  ] satisfies [Role, boolean][])("is in the menu of %s: %s", async (role, isThere) => {
    const onOpenDialog = vi.fn();
    const opener = { current: null };
    await open(role, <MeMenu opener={opener} onOpenDialog={onOpenDialog} onClose={() => {}} />);
    const item = screen.queryByRole("menuitem", { name: "Administration" });
    expect(item !== null).toBe(isThere);
    item?.click();
    expect(onOpenDialog.mock.calls).toEqual(isThere ? [["administration"]] : []);
  });

  it("has for each rank what it may, and takes it with the rank", async () => {
    await open("admin");
    expect(tabNames()).toEqual(["People", "Rooms", "Invites", "Bans", "Server", "Log"]);
    const told = { user: "u-ada", nickname: "ada" };
    await act(async () => ports.wire.receive("profile", { ...told, role: "moderator" }));
    expect(tabNames()).toEqual(["Log"]);
    expect(ports.server.count("GET admin/audit")).toBe(1);
    await act(async () => ports.wire.receive("profile", { ...told, role: "member" }));
    expect(screen.queryByRole("tab")).toBeNull();
    expect(screen.getByText(/may not look after this server/)).toBeTruthy();
  });

  it("goes from section to section by arrows", async () => {
    await open("owner");
    screen.getByRole("tab", { name: "People" }).focus();
    await key("ArrowLeft");
    expect(document.activeElement?.textContent).toBe("Log");
    await key("ArrowRight");
    expect(document.activeElement?.textContent).toBe("People");
    await key("End");
    expect(screen.getByRole("tabpanel", { name: "Log" })).toBeTruthy();
    await key("Home");
    await key("x");
    expect(screen.getByRole("tabpanel", { name: "People" })).toBeTruthy();
  });
});

describe("the list of people", () => {
  it("says who they are, and what may be done about each", async () => {
    await open("owner");
    expect(screen.getByText("Loading the people…")).toBeTruthy();
    const { by: _, until: __, ...byCommand } = suspended;
    const eve = account("eve", { role: "admin", suspended: { ...suspended, reason: "spam" } });
    await people([ada, bob, eve, account("zoe", { suspended: byCommand })]);
    const since = `since ${dateOf(startMs)}`;
    const until = shortTime(suspended.until);
    expect(rows(listName)).toEqual([
      `AadayouonlineOwner${since}`,
      `Bbob${since}`,
      `EeveAdmin${since}Suspended until ${until}, by adaspam`,
      `Zzoe${since}Suspended by the command line`,
    ]);
    expect(screen.queryByRole("button", { name: "Actions for ada" })).toBeNull();
    await press("Actions for bob");
    expect(deeds()).toEqual(["Make admin", "Make moderator", "Sign out everywhere", "Suspend…"]);
    await key("Escape");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(screen.getByRole("dialog", { name: "Administration" })).toBeTruthy();
    await press("Actions for eve");
    expect(deeds().slice(-2)).toEqual(["Lift suspension", "Change suspension…"]);
  });

  it("comes a page at a time, nobody twice", async () => {
    await open("owner");
    await people([ada, bob], true);
    await press("Show more");
    await press("Loading more…");
    expect(ports.server.count("GET admin/people?after=u-bob")).toBe(1);
    await refuse("GET admin/people?after=u-bob", 503, "unavailable");
    expect(screen.getByText(/busy right now/)).toBeTruthy();
    await press("Show more");
    await people([bob, account("eve")], false, "GET admin/people?after=u-bob");
    expect(rows(listName)).toHaveLength(3);
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
  });

  it("follows what is typed, after a pause, and only the last of it", async () => {
    await open("owner");
    await people([ada, bob]);
    const wait = (ms: number) => act(async () => ports.clock.advance(ms));
    await type("Find somebody", "b");
    await wait(100);
    await type("Find somebody", "bo ");
    await wait(250);
    expect(ports.server.asked.map(({ path }) => path)).toEqual(["admin/people?query=bo"]);
    expect(rows(listName)).toHaveLength(2);
    await type("Find somebody", "box");
    await wait(250);
    const late = ports.server.request("GET admin/people?query=bo");
    await people([], false, "GET admin/people?query=box");
    await act(async () => late.answer(200, { people: [bob], more: false }));
    expect(screen.getByText(/Nobody with an account is called so/)).toBeTruthy();
    await press("Show everybody");
    await wait(250);
    await people([ada]);
    expect(rows(listName)).toHaveLength(1);
  });

  it("says why it is not there, and asks again; and that there is nobody", async () => {
    await open("owner");
    await lose("GET admin/people");
    expect(screen.getByText(/could not be loaded. The server cannot be reached/)).toBeTruthy();
    await press("Try again");
    await people([]);
    expect(screen.getByText(/Make an invite to let somebody in/)).toBeTruthy();
  });
});

describe("a role", () => {
  it("is given after a word of what it means", async () => {
    await open("owner");
    await people([ada, bob]);
    await choosesDeed("bob", "Make moderator");
    expect(question("Make bob a moderator?").getByText(/delete messages of others/)).toBeTruthy();
    expect(document.activeElement?.textContent).toBe("Change role");
    await press("Change role");
    expect(bodyOf("PATCH admin/people/u-bob")).toEqual({ role: "moderator" });
    const person = { ...bob, role: "moderator" };
    await answer("PATCH admin/people/u-bob", 200, { person });
    expect(screen.queryByRole("dialog", { name: /Make bob/ })).toBeNull();
    expect(screen.getByRole("status").textContent).toBe("bob is a moderator now.");
    expect(rows(listName)[1]).toContain("Moderator");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Actions for bob");
  });

  it.each([
    [403, "outranked", /rank below you/],
    [403, "forbidden", /may not do this any more/],
    [404, "no_such_person", /no such account/],
  ])("is not given: %d %s", async (status, code, text) => {
    await open("owner");
    await people([ada, bob]);
    await choosesDeed("bob", "Make admin");
    await press("Change role");
    await refuse("PATCH admin/people/u-bob", status, code);
    expect(question("Make bob an admin?").getByText(text)).toBeTruthy();
    // Whoever is gone is gone from the list, too.
    expect(ports.server.count("GET admin/people")).toBe(code === "no_such_person" ? 1 : 0);
  });
});

describe("a suspension", () => {
  const suspends = async (term: string) => {
    await open("admin");
    await people([ada, bob]);
    await choosesDeed("bob", "Suspend…");
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: term })));
  };
  const hourMs = 3_600_000;
  it.each([
    ["For 1 hour", hourMs],
    ["For 1 day", 24 * hourMs],
    ["For 30 days", 720 * hourMs],
    ["Until it is lifted", null],
  ])("%s", async (term, ms) => {
    vi.spyOn(Date, "now").mockReturnValue(startMs);
    await suspends(term);
    expect(screen.getByText(/is signed out everywhere at once/)).toBeTruthy();
    await type("Reason (optional)", " spam ");
    await press("Suspend");
    const until = ms === null ? {} : { until: startMs + ms };
    expect(bodyOf(suspensionPath)).toEqual({ ...until, reason: "spam" });
    vi.restoreAllMocks();
  });

  it("ends with the last of its days", async () => {
    vi.spyOn(Date, "now").mockReturnValue(startMs);
    await suspends("Until a day");
    await press("Suspend");
    expect(screen.getByText("Choose a day that is not over.")).toBeTruthy();
    await type("The last day", "2023-11-13");
    await press("Suspend");
    expect(screen.getByText("Choose a day that is not over.")).toBeTruthy();
    expect(ports.server.asked).toEqual([]);
    await type("The last day", "2023-11-30");
    await press("Suspend");
    expect(bodyOf(suspensionPath)).toEqual({ until: new Date(2023, 11, 1).getTime() });
    await refuse(suspensionPath, 400, "until_past");
    expect(screen.getByText(/over already/)).toBeTruthy();
    vi.restoreAllMocks();
  });

  it("has a reason that is not too long", async () => {
    await suspends("For 1 week");
    await type("Reason (optional)", "x".repeat(201));
    expect(screen.getByText("1 character too long")).toBeTruthy();
    await press("Suspend");
    expect(ports.server.asked).toEqual([]);
  });

  it("is shown at once, and lifted", async () => {
    await suspends("Until it is lifted");
    await press("Suspend");
    await answer(suspensionPath, 200, { person: { ...bob, suspended } });
    expect(screen.getByRole("status").textContent).toBe("bob is suspended.");
    expect(rows(listName)[1]).toContain("Suspended until");
    await choosesDeed("bob", "Lift suspension");
    await answer("DELETE admin/people/u-bob/suspension", 200, { person: bob });
    expect(screen.getByRole("status").textContent).toBe("bob may come in again.");
    expect(rows(listName)[1]).not.toContain("Suspended");
  });

  it("stays when it is not lifted, and says why", async () => {
    await open("admin");
    await people([account("bob", { suspended })]);
    await choosesDeed("bob", "Lift suspension");
    await lose("DELETE admin/people/u-bob/suspension");
    expect(screen.getByText(/cannot be reached/)).toBeTruthy();
    expect(rows(listName)[0]).toContain("Suspended until");
  });

  it("that is changed begins with its reason", async () => {
    await open("admin");
    await people([account("bob", { suspended: { ...suspended, reason: "spam" } })]);
    await choosesDeed("bob", "Change suspension…");
    expect(screen.getByLabelText<HTMLInputElement>("Reason (optional)").value).toBe("spam");
  });
});

it("somebody is signed out everywhere after a question", async () => {
  await open("admin");
  await people([ada, bob]);
  await choosesDeed("bob", "Sign out everywhere");
  expect(ports.server.asked).toEqual([]);
  await press("Sign out");
  await answer("DELETE admin/people/u-bob/sessions", 204);
  expect(screen.getByRole("status").textContent).toBe("bob is signed out everywhere.");
  expect(session.store.getState().connection.state).toBe("online");
});
