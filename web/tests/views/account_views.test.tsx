// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import { shortTime } from "../../src/ui/time.ts";
import { App } from "../../src/views/app.tsx";
import { RegisterDialog } from "../../src/views/register_dialog.tsx";
import { RegisterForm } from "../../src/views/register_form.tsx";
import { SettingsDialog } from "../../src/views/settings_dialog.tsx";
import { SignInForm } from "../../src/views/sign_in_form.tsx";
import { ClientContext } from "../../src/views/use_session.ts";
import { room, saidAll, startMs, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;

beforeEach(() => {
  ports = fakePorts();
  session = new Session(ports);
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(view: React.ReactNode) {
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.tabKeep };
  return render(<ClientContext value={client}>{view}</ClientContext>);
}

async function here(role: "guest" | "member" | "owner" = "guest"): Promise<void> {
  await act(async () => {
    session.rooms.activate("lobby");
    session.join("ada");
    ports.wire.connect();
    const told = welcome([room({ head: 2, read: 2 })]);
    ports.wire.receive("welcome", { ...told, me: { ...told.me, role } });
    ports.wire.question("history").answer({ ok: true, events: saidAll(1, 2), more: false });
    await ports.clock.advance(0);
  });
}

const answer = (what: string, status: number, body?: unknown) =>
  act(async () => ports.server.request(what).answer(status, body));
const refuse = (what: string, status: number, code: string, more = {}) =>
  act(async () => ports.server.request(what).refuse(status, code, more));
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { selector: "input" }), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const serverSays = (more: object) =>
  answer("GET server", 200, {
    name: "Salon",
    version: "1",
    present: 3,
    registration: "open",
    guests: true,
    ...more,
  });

describe("the join screen", () => {
  it.each([
    ["open", "Create account", true],
    ["closed", "Create account", false],
    ["invite", "Create account", false],
  ])("with registration %s has %j: %s", async (registration, name, isThere) => {
    show(<App />);
    await serverSays({ registration });
    expect(screen.queryByRole("button", { name }) !== null).toBe(isThere);
    expect(screen.queryByText(/needs an invite/) !== null).toBe(registration === "invite");
    expect(screen.getByRole("button", { name: "Sign in" })).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Salon" })).toBeTruthy();
  });

  it("of a server without guests signs in first", async () => {
    show(<App />);
    await serverSays({ guests: false });
    expect(await screen.findByLabelText("Password", { selector: "input" })).toBeTruthy();
    expect(screen.queryByLabelText("Nickname")).toBeNull();
    expect(screen.queryByRole("button", { name: "Join without an account" })).toBeNull();
  });

  it("says why an account is signed out, with its name filled in", async () => {
    show(<App />);
    await here("member");
    await act(async () => ports.wire.receive("signed_out", { reason: "password_changed" }));
    expect(await screen.findByText(/Your password was changed/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("ada");
    const password = screen.getByLabelText("Password", { selector: "input" });
    expect(document.activeElement).toBe(password);
  });

  it("says of a suspended account until when and why, where that is told", async () => {
    show(<App />);
    await here("member");
    await act(async () => ports.wire.receive("signed_out", { reason: "suspended" }));
    expect(await screen.findByText(/Sign in to see until when/)).toBeTruthy();
    type("Password", "correct horse");
    press("Sign in");
    await refuse("POST login", 403, "suspended", { reason: "spam" });
    expect(screen.getByText("This account is suspended. The reason given: spam")).toBeTruthy();
    cleanup();
    show(<App />);
    await here("member");
    await act(async () => {
      ports.wire.drop();
      await ports.clock.advance(5_000);
      ports.wire.refuse({ message: "", data: { code: "suspended", until: startMs } });
    });
    const told = `This account is suspended until ${shortTime(startMs)}.`;
    expect(await screen.findByText(told)).toBeTruthy();
  });

  it("says of a banned address until when and why, and an account tries again without its password", async () => {
    show(<App />);
    await here("member");
    await act(async () => ports.wire.receive("signed_out", { reason: "address_banned" }));
    const text = "Nobody can come in from your network: it is banned here.";
    expect(await screen.findByText(text)).toBeTruthy();
    type("Password", "correct horse");
    press("Sign in");
    await refuse("POST login", 403, "address_banned", { until: startMs });
    const untilText = `Nobody can come in from your network until ${shortTime(startMs)}: it is banned here.`;
    expect(screen.getByText(untilText)).toBeTruthy();
    press("Try again");
    await act(async () => ports.wire.connect());
    expect(ports.wire.auth).toMatchObject({ token: expect.any(String) });
    const data = { code: "address_banned", until: startMs, reason: "spam" };
    await act(async () => ports.wire.refuse({ message: "", data }));
    expect(screen.getByText(`${untilText} The reason given: spam`)).toBeTruthy();
  });

  it("says to a guest that the address is banned, where the name stands", async () => {
    show(<App />);
    await serverSays({});
    type("Nickname", "eve");
    press("Join");
    const data = { code: "address_banned", reason: "spam" };
    await act(async () => ports.wire.refuse({ message: "", data }));
    const told = "Nobody can come in from your network: it is banned here. The reason given: spam";
    expect(screen.getByText(told)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Nickname").value).toBe("eve");
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("goes from one way to the other and leaves the problem behind", async () => {
    show(<App />);
    await serverSays({});
    type("Nickname", "ada");
    press("Join");
    await act(async () =>
      ports.wire.refuse({ message: "", data: { code: "nickname_taken", suggestions: ["ada2"] } }),
    );
    expect(screen.getByText("ada is here already. Try ada2")).toBeTruthy();
    press("Sign in");
    await screen.findByLabelText("Password", { selector: "input" });
    expect(screen.queryByText(/is here already/)).toBeNull();
    press("Join without an account");
    expect(screen.queryByText(/is here already/)).toBeNull();
  });
});

describe("the sign-in form", () => {
  const signIn = () => {
    show(<SignInForm name="" />);
    type("Name", " ada ");
    type("Password", "wrong word");
    press("Sign in");
  };

  it("asks once while the server is asked, for what was entered", () => {
    signIn();
    press("Signing in…");
    expect(ports.server.count("POST login")).toBe(1);
    const body = { name: "ada", password: "wrong word", keep: true };
    expect(ports.server.request("POST login").body).toEqual(body);
  });

  it.each([
    [401, "credentials_wrong", {}, "Name or password is wrong."],
    [429, "rate_limited", { retry_after_ms: 4_100 }, /in 5 seconds/],
    [429, "rate_limited", { retry_after_ms: 600_000 }, /in 10 minutes/],
    [503, "unavailable", {}, /busy right now/],
    [418, "something_new", {}, "That did not work. Try again in a moment."],
  ])("%d %s is said in words", async (status, code, more, text) => {
    signIn();
    await refuse("POST login", status, code, more);
    expect(screen.getByText(text)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe(" ada ");
  });

  it("has the focus in the field that is wrong", async () => {
    signIn();
    await refuse("POST login", 401, "credentials_wrong");
    const password = screen.getByLabelText("Password", { selector: "input" });
    expect(document.activeElement).toBe(password);
    expect(password.getAttribute("aria-invalid")).toBe("true");
    type("Password", "another");
    expect(password.getAttribute("aria-invalid")).toBe("false");
  });

  it.each([
    ["", "x", "Enter a name first."],
    ["ada", "", "Enter a password first."],
  ])("asks nobody with name %j and password %j", (name, password, text) => {
    show(<SignInForm name="" />);
    type("Name", name);
    type("Password", password);
    press("Sign in");
    expect(screen.getByText(text)).toBeTruthy();
    expect(ports.server.asked).toEqual([]);
  });

  it("tells password managers what it is, and shows the password when asked to", () => {
    show(<SignInForm name="ada" />);
    const password = screen.getByLabelText<HTMLInputElement>("Password", { selector: "input" });
    expect(screen.getByLabelText("Name").getAttribute("autocomplete")).toBe("username");
    expect(password.autocomplete).toBe("current-password");
    press("Show password");
    expect(password.type).toBe("text");
    press("Hide password");
    expect(password.type).toBe("password");
  });
});

describe("the form for a new account", () => {
  it("takes a free name at a click", async () => {
    show(<RegisterForm name="" link={null} />);
    type("Name", "ada");
    type("Password", "correct horse");
    press("Create account");
    await refuse("POST register", 409, "name_taken", { suggestions: ["ada2"] });
    press("ada2");
    expect(ports.server.request("POST register").body).toMatchObject({ name: "ada2" });
  });

  it("with an invite checks it first, and brings it", async () => {
    show(<RegisterForm name="" link={{ kind: "invite", key: "c0de" }} />);
    expect(screen.getByText("Checking the invite…")).toBeTruthy();
    await answer("POST invites/check", 204);
    type("Name", "ada");
    type("Password", "correct horse");
    press("Create account");
    expect(ports.server.request("POST register").body).toMatchObject({ invite: "c0de" });
  });

  it("says that an invite is no good, and lets one try when that is not known", async () => {
    const link = { kind: "invite", key: "c0de" } as const;
    const { unmount } = show(<RegisterForm name="" link={link} />);
    await refuse("POST invites/check", 404, "invite_invalid");
    expect(screen.getByText(/used up, expired/)).toBeTruthy();
    expect(screen.queryByLabelText("Name")).toBeNull();
    unmount();
    show(<RegisterForm name="" link={link} />);
    await act(async () => ports.server.request("POST invites/check").lose());
    expect(screen.getByLabelText("Name")).toBeTruthy();
  });

  it("of a guest has their name, and with the owner's key brings it", async () => {
    await here();
    session.openLink({ kind: "owner", key: "KEY" });
    const onClose = vi.fn();
    show(<RegisterDialog onClose={onClose} onOpenDialog={() => {}} />);
    expect(screen.getByRole("dialog", { name: "Make the owner’s account" })).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Name").value).toBe("ada");
    type("Password", "correct horse");
    press("Create account");
    expect(ports.server.request("POST register").body).toMatchObject({ owner_key: "KEY" });
    const me = { user: "u-ada", nickname: "ada", role: "owner" };
    await answer("POST register", 201, { token: "t", session: "s", me });
    expect(onClose).toHaveBeenCalled();
    expect(session.store.getState().link).toBeNull();
  });
});

describe("the settings", () => {
  const open = (section: string) => {
    show(<SettingsDialog onClose={() => {}} onOpenDialog={() => {}} />);
    fireEvent.click(screen.getByRole("tab", { name: section }));
  };
  const signIns = {
    sessions: [
      { session: "s1", created: 1, used: startMs, agent: "", address: "::1", current: true },
      {
        session: "s2",
        created: 1,
        used: startMs,
        agent: "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
        address: "192.0.2.1",
        current: false,
      },
    ],
  };

  it("have the sections of the role, and arrows go through them", async () => {
    await here("owner");
    open("Profile");
    const names = screen.getAllByRole("tab").map((tab) => tab.textContent);
    expect(names).toEqual(["Profile", "Appearance", "Notifications", "Account", "Invites"]);
    fireEvent.keyDown(screen.getByRole("tab", { name: "Profile" }), { key: "ArrowLeft" });
    expect(screen.getByRole("tab", { name: "Invites" }).getAttribute("aria-selected")).toBe("true");
    cleanup();
    await act(async () => {
      ports.wire.receive("profile", { user: "u-ada", nickname: "ada", role: "member" });
    });
    open("Account");
    expect(screen.queryByRole("tab", { name: "Invites" })).toBeNull();
  });

  it("send of the profile what changed, and say when it is saved", async () => {
    await here("member");
    open("Profile");
    type("Status", "At lunch");
    fireEvent.click(screen.getByRole("radio", { name: "Colour number 3" }));
    press("Save");
    const request = ports.server.request("PATCH me");
    expect(request.body).toEqual({ hue: 60, status: "At lunch" });
    await act(async () => {
      const me = { user: "u-ada", nickname: "ada", role: "member", hue: 60, status: "At lunch" };
      request.answer(200, { me });
    });
    expect(screen.getByText("Saved.")).toBeTruthy();
    expect(session.store.getState().me?.status).toBe("At lunch");
    fireEvent.click(screen.getByRole("checkbox", { name: "From my name" }));
    press("Save");
    expect(ports.server.request("PATCH me").body).toEqual({ hue: null });
  });

  it("list where one is signed in, and end it there", async () => {
    await here("member");
    open("Account");
    expect(screen.getByText("Looking where you are signed in…")).toBeTruthy();
    await answer("GET sessions", 200, signIns);
    expect(screen.getByText("Unknown browser")).toBeTruthy();
    press("Sign out Firefox on Linux");
    await answer("DELETE sessions/s2", 204);
    await answer("GET sessions", 200, { sessions: signIns.sessions.slice(0, 1) });
    expect(screen.getByText("You are signed in nowhere else.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Sign out everywhere else" })).toBeNull();
  });

  it("say that the list could not be loaded, and ask again", async () => {
    await here("member");
    open("Account");
    await act(async () => ports.server.request("GET sessions").lose());
    expect(screen.getByText(/This could not be loaded/)).toBeTruthy();
    press("Try again");
    await answer("GET sessions", 200, signIns);
    press("Sign out everywhere else");
    expect(ports.server.count("DELETE sessions")).toBe(1);
  });

  it("change the password, and say what was wrong with the old one", async () => {
    await here("member");
    open("Account");
    await answer("GET sessions", 200, signIns);
    type("Current password", "old password");
    type("New password", "new password");
    press("Change password");
    await refuse("POST password", 403, "password_wrong");
    expect(screen.getByText("That is not your current password.")).toBeTruthy();
    press("Change password");
    const request = ports.server.request("POST password");
    expect(request.body).toEqual({ current: "old password", password: "new password" });
    await answer("POST password", 204);
    expect(screen.getByText(/Your password is changed/)).toBeTruthy();
    expect(ports.server.count("GET sessions")).toBe(1);
  });

  it("make an invite and show its link, list those there are and take one back", async () => {
    await here("owner");
    open("Invites");
    await answer("GET invites", 200, { invites: [] });
    expect(screen.getByText(/There are no open invites/)).toBeTruthy();
    type("For how many people", "0");
    press("Make a link");
    expect(screen.getByText("Between 1 and 1,000 people.")).toBeTruthy();
    type("For how many people", "3");
    press("Make a link");
    const wish = { lifetime_ms: 7 * 86_400_000, uses: 3 };
    expect(ports.server.request("POST invites").body).toEqual(wish);
    const made = { invite: "i1", creator: "u-ada", creator_name: "ada", created: 1 };
    const invite = { ...made, expires: startMs, uses: 0, uses_max: 3 };
    await answer("POST invites", 201, { invite, code: "c0de" });
    const link = screen.getByRole<HTMLInputElement>("textbox", { name: "The link" });
    expect(link.value).toMatch(/\/#invite=c0de$/);
    await answer("GET invites", 200, { invites: [{ ...invite, uses: 1 }] });
    const list = within(screen.getByRole("region", { name: "Open invites" }));
    expect(list.getByText("1 of 3 used")).toBeTruthy();
    press("Take back the invite by ada");
    await refuse("DELETE invites/i1", 403, "forbidden");
    expect(list.getByText("You may not do this any more.")).toBeTruthy();
  });

  it("offer a guest an account instead", async () => {
    await here();
    open("Account");
    expect(screen.getByText(/You are here as a guest/)).toBeTruthy();
    expect(screen.queryByLabelText("Current password")).toBeNull();
    expect(ports.server.asked).toEqual([]);
  });
});
