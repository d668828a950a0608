// Who this browser is: signing in, becoming an account, and being told that it is over.
import { describe, expect, it } from "vitest";
import { register, signIn } from "../../src/client/account.ts";
import { keepIdentity, keptIdentity } from "../../src/client/identity.ts";
import { room, startMs, welcome } from "../support/events.ts";
import { fakePorts } from "../support/fake_ports.ts";
import { begin, lobby, online, ports, reconnected, session, state } from "../support/session.ts";

const accountOf = (user = "u-ada", token = "account-token") => ({
  token,
  session: "s-1",
  me: { user, nickname: "ada", role: "member", hue: 200 },
});
const credentials = { name: "ada", password: "correct horse", keep: true };

function welcomeAccount(token = "account-token"): void {
  const told = welcome([room({ head: 3, read: 3 })]);
  ports.wire.receive("welcome", { ...told, me: { ...told.me, role: "member", token } });
}

async function signedIn(keep = true): Promise<void> {
  session.rooms.activate("lobby");
  const outcome = signIn(session, { ...credentials, keep });
  ports.server.request("POST login").answer(200, accountOf());
  await outcome;
  ports.wire.connect();
  welcomeAccount();
  await ports.clock.advance(0);
}

function problem() {
  const { connection } = state();
  return connection.state === "signed_out" ? connection.problem : "signed in";
}

describe("signing in", () => {
  it("connects with the token alone, for a name beside it would ask to be a guest", async () => {
    await signedIn();
    expect(ports.wire.auth).toEqual({ token: "account-token", cursors: {} });
    expect(state()).toMatchObject({ connection: { state: "online" }, me: { role: "member" } });
  });

  it("is known to the browser when asked to be kept", async () => {
    await signedIn();
    const identity = { token: "account-token", nickname: "ada", user: "u-ada", isAccount: true };
    expect(keptIdentity(ports.keep)).toEqual(identity);
    expect(keptIdentity(ports.tabKeep)).toBeNull();
  });

  it("is known to the tab alone when not, and goes on there after a reload", async () => {
    await signedIn(false);
    expect(keptIdentity(ports.keep)).toBeNull();
    const again = { ...fakePorts(ports.keep), tabKeep: ports.tabKeep };
    begin(again);
    session.start();
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ token: "account-token" });
    welcomeAccount("newer-token");
    expect(keptIdentity(ports.keep)).toBeNull();
    expect(keptIdentity(ports.tabKeep)?.token).toBe("newer-token");
  });

  it.each([
    ["a refusal", 401, { error: { code: "credentials_wrong", message: "" } }, "credentials_wrong"],
    ["a page of a gateway", 502, null, "unavailable"],
    ["an answer that does not fit", 200, { token: 5 }, "internal"],
    ["a refusal without a code", 500, { error: {} }, "internal"],
  ])("stays at the form after %s", async (_, status, body, code) => {
    const outcome = signIn(session, credentials);
    ports.server.request("POST login").answer(status, body);
    expect(await outcome).toMatchObject({ ok: false, code });
    expect(ports.wire.opened).toBe(0);
    expect(keptIdentity(ports.keep)).toBeNull();
  });

  it("says how long to wait, and that nobody answered", async () => {
    const first = signIn(session, credentials);
    ports.server.request("POST login").refuse(429, "rate_limited", { retry_after_ms: 9_000 });
    expect(await first).toMatchObject({ code: "rate_limited", retryAfterMs: 9_000 });
    const second = signIn(session, credentials);
    ports.server.request("POST login").lose();
    expect(await second).toMatchObject({ code: "unreachable" });
  });
});

describe("a guest who becomes an account", () => {
  it("keeps rooms, place and what waits, and comes back with the new token", async () => {
    await online();
    const log = lobby().log;
    const outcome = register(session, credentials);
    const request = ports.server.request("POST register");
    expect(request).toMatchObject({ token: "token-of-u-ada", body: credentials });
    ports.wire.drop();
    session.sender.send("lobby", "meanwhile");
    request.answer(201, accountOf());
    await outcome;
    expect(ports.wire.opened).toBe(2);
    ports.wire.connect();
    expect(ports.wire.auth).toEqual({ token: "account-token", cursors: { lobby: 3 } });
    welcomeAccount();
    expect(lobby().log).toBe(log);
    expect(ports.wire.question("message").payload).toMatchObject({ text: "meanwhile" });
    expect(keptIdentity(ports.keep)).toMatchObject({ token: "account-token", isAccount: true });
  });

  it("is not surprised that the guest's connection ends before the answer", async () => {
    await online();
    const outcome = register(session, credentials);
    ports.wire.receive("signed_out", { reason: "became_account" });
    expect(state().connection).toMatchObject({ state: "reconnecting", quiet: true });
    await ports.clock.advance(60_000);
    expect(ports.wire.opened).toBe(1);
    ports.server.request("POST register").answer(201, accountOf());
    await outcome;
    expect(ports.wire.opened).toBe(2);
    expect(state().rooms.size).toBe(1);
  });

  it("goes on as the guest when it is refused", async () => {
    await online();
    const outcome = register(session, credentials);
    ports.wire.drop();
    ports.server.request("POST register").refuse(409, "name_taken", { suggestions: ["ada2"] });
    expect(await outcome).toMatchObject({ code: "name_taken", suggestions: ["ada2"] });
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ token: "token-of-u-ada", nickname: "ada" });
    expect(keptIdentity(ports.keep)).toMatchObject({ isAccount: false });
  });

  it("a connection that lasts is left alone when it is refused", async () => {
    await online();
    const outcome = register(session, credentials);
    ports.server.request("POST register").refuse(400, "password_invalid");
    await outcome;
    expect(ports.wire.opened).toBe(1);
    expect(state().connection.state).toBe("online");
  });
});

describe("another tab", () => {
  it("takes the token of the account that its guest became", async () => {
    await online();
    const other = { ...accountOf().me, token: "account-token", isAccount: true };
    ports.keep.set("identity", JSON.stringify(other));
    session.identityElsewhere();
    expect(state().connection).toMatchObject({ state: "reconnecting", quiet: true });
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ token: "account-token" });
    expect(ports.wire.auth).not.toHaveProperty("nickname");
  });

  it("never keeps the guest's token over that of the account", async () => {
    await online();
    const guest = keptIdentity(ports.keep);
    const told = { user: "u-ada", nickname: "countess", role: "member" };
    // Told of the account before the tab that made it knows, or keeps, its token.
    ports.wire.receive("profile", told);
    expect(keptIdentity(ports.keep)).toEqual(guest);
    const account = { token: "account-token", nickname: "ada", user: "u-ada", isAccount: true };
    keepIdentity(ports.keep, account);
    ports.wire.receive("profile", told);
    expect(keptIdentity(ports.keep)).toEqual(account);
  });

  it("finds it when the server's word comes before the other tab's", async () => {
    await online();
    const other = { ...accountOf().me, token: "account-token", isAccount: true };
    ports.keep.set("identity", JSON.stringify(other));
    ports.wire.receive("signed_out", { reason: "became_account" });
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ token: "account-token" });
  });

  it("waits for it in the room, and leaves what is kept to the other tab", async () => {
    await online();
    ports.wire.receive("signed_out", { reason: "became_account" });
    await ports.clock.advance(4_900);
    expect(state().connection).toMatchObject({ state: "reconnecting", quiet: true });
    expect(keptIdentity(ports.keep)?.token).toBe("token-of-u-ada");
    const other = { ...accountOf().me, token: "account-token", isAccount: true };
    ports.keep.set("identity", JSON.stringify(other));
    session.identityElsewhere();
    await ports.clock.advance(1_000);
    ports.wire.connect();
    expect(ports.wire.auth).toEqual({ token: "account-token", cursors: { lobby: 3 } });
  });

  it("is not moved by old news of a sign-out", async () => {
    await online();
    session.signedOutElsewhere();
    expect(state().connection.state).toBe("online");
    ports.keep.remove("identity");
    session.signedOutElsewhere();
    expect(problem()).toMatchObject({ code: "signed_out_elsewhere" });
  });

  it("comes back from the join screen when the token comes last", async () => {
    await online();
    ports.wire.receive("signed_out", { reason: "became_account" });
    await ports.clock.advance(5_000);
    expect(problem()).toMatchObject({ code: "became_account", isAccount: true });
    expect(ports.wire.opened).toBe(1);
    const other = { ...accountOf().me, token: "account-token", isAccount: true };
    ports.keep.set("identity", JSON.stringify(other));
    session.identityElsewhere();
    ports.wire.connect();
    expect(ports.wire.auth).toMatchObject({ token: "account-token" });
  });

  it("stays who it is when somebody else joins in this browser", async () => {
    await online();
    const eve = { token: "t-eve", nickname: "eve", user: "u-eve", isAccount: false };
    ports.keep.set("identity", JSON.stringify(eve));
    session.identityElsewhere();
    expect(ports.wire.opened).toBe(1);
    expect(state().me?.nickname).toBe("ada");
    ports.wire.receive("signed_out", { reason: "revoked" });
    expect(keptIdentity(ports.keep)?.nickname).toBe("eve");
  });

  it("signed in for itself alone, does not follow a sign-out of the browser", async () => {
    await signedIn(false);
    session.signedOutElsewhere();
    expect(state().connection.state).toBe("online");
  });
});

describe("the end of a sign-in", () => {
  const reasons = ["signed_out", "revoked", "password_changed", "suspended"] as const;
  it.each(reasons)("%s says why", async (reason) => {
    await signedIn();
    ports.keep.set("draft.lobby", "begun");
    ports.wire.receive("signed_out", { reason });
    expect(problem()).toEqual({ code: reason, nickname: "ada", suggestions: [], isAccount: true });
    expect(keptIdentity(ports.keep)).toBeNull();
    expect(ports.keep.get("draft.lobby")).toBe("begun");
    await ports.clock.advance(60_000);
    expect(ports.wire.opened).toBe(1);
  });

  it("an account whose token is no longer good signs in again under its name", async () => {
    await signedIn();
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.refuse({ message: "", data: { code: "token_expired" } });
    expect(problem()).toMatchObject({ code: "token_expired", nickname: "ada", isAccount: true });
  });

  it("a suspended account is not let in, and told until when and why", async () => {
    await signedIn();
    ports.wire.drop();
    await ports.clock.advance(5_000);
    const data = { code: "suspended", until: startMs, reason: "spam" };
    ports.wire.refuse({ message: "", data });
    expect(problem()).toMatchObject({ ...data, nickname: "ada", isAccount: true });
    expect(keptIdentity(ports.keep)).toBeNull();
    await ports.clock.advance(60_000);
    expect(ports.wire.opened).toBe(2);
  });

  it("a server without guests asks to sign in", () => {
    session.join("ada");
    ports.wire.refuse({ message: "", data: { code: "account_needed" } });
    expect(problem()).toMatchObject({ code: "account_needed", isAccount: false });
  });

  it("a guest who is not let in any more becomes an account with what they had", async () => {
    await online();
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.refuse({ message: "", data: { code: "account_needed" } });
    expect(problem()).toMatchObject({ code: "account_needed", nickname: "ada" });
    expect(keptIdentity(ports.keep)?.token).toBe("token-of-u-ada");
    const outcome = register(session, credentials);
    expect(ports.server.request("POST register").token).toBe("token-of-u-ada");
    ports.server.request("POST register").answer(201, accountOf());
    await outcome;
    ports.wire.connect();
    expect(ports.wire.auth).toEqual({ token: "account-token", cursors: {} });
  });

  describe("by a ban of the address", () => {
    const data = { code: "address_banned", until: startMs, reason: "spam" };
    const again = async () => {
      session.start();
      ports.wire.connect();
    };

    it("is none: an account that is told so stays signed in here, and tries again", async () => {
      await signedIn();
      ports.wire.receive("signed_out", { reason: "address_banned" });
      expect(problem()).toMatchObject({ code: "address_banned", nickname: "ada", isAccount: true });
      expect(keptIdentity(ports.keep)?.token).toBe("account-token");
      await ports.clock.advance(60_000);
      expect(ports.wire.opened).toBe(1);
      await again();
      expect(ports.wire.auth).toEqual({ token: "account-token", cursors: {} });
      ports.wire.refuse({ message: "", data });
      expect(problem()).toMatchObject({ ...data, isAccount: true });
      await again();
      welcomeAccount();
      await ports.clock.advance(0);
      expect(state()).toMatchObject({ connection: { state: "online" }, me: { role: "member" } });
    });

    it("nor of what is kept for the tab alone", async () => {
      await signedIn(false);
      ports.wire.drop();
      await ports.clock.advance(5_000);
      ports.wire.refuse({ message: "", data });
      expect(problem()).toMatchObject(data);
      expect(keptIdentity(ports.tabKeep)?.token).toBe("account-token");
      await again();
      expect(ports.wire.auth).toEqual({ token: "account-token", cursors: {} });
    });

    it("leaves an account's token out where another one is made", async () => {
      await signedIn();
      ports.wire.receive("signed_out", { reason: "address_banned" });
      void register(session, { ...credentials, name: "eve" });
      expect(ports.server.request("POST register").token).toBeUndefined();
    });

    it("does not take a guest's place, who joins again under any name", async () => {
      await online();
      ports.wire.receive("signed_out", { reason: "address_banned" });
      expect(problem()).toMatchObject({
        code: "address_banned",
        nickname: "ada",
        isAccount: false,
      });
      session.join("ada2");
      ports.wire.connect();
      expect(ports.wire.auth).toEqual({ token: "token-of-u-ada", nickname: "ada2", cursors: {} });
    });

    it("keeps a newcomer out, who may try again", async () => {
      session.join("eve");
      ports.wire.refuse({ message: "", data });
      expect(problem()).toMatchObject({ ...data, nickname: "eve", isAccount: false });
      expect(keptIdentity(ports.keep)).toBeNull();
      session.join("eve");
      ports.wire.connect();
      expect(ports.wire.auth).toEqual({ nickname: "eve", cursors: {} });
    });
  });

  it("signing out ends it on the server, too, and nobody waits for that", async () => {
    await signedIn();
    session.signOut();
    expect(problem()).toBeNull();
    expect(ports.server.request("POST logout").token).toBe("account-token");
    ports.server.request("POST logout").lose();
    expect(keptIdentity(ports.keep)).toBeNull();
    session.join("eve");
    ports.wire.connect();
    expect(ports.wire.auth).toEqual({ nickname: "eve", cursors: {} });
  });

  it("a guest who signs out only gives the name up", async () => {
    await online();
    session.signOut();
    expect(ports.server.asked).toEqual([]);
    expect(keptIdentity(ports.keep)).toBeNull();
  });
});

it("a new name is kept, also for the next connection", async () => {
  await online();
  const told = { user: "u-ada", nickname: "ada2", role: "guest", hue: 10, status: "here" };
  ports.wire.receive("profile", told);
  expect(state().me).toEqual(told);
  expect(keptIdentity(ports.keep)?.nickname).toBe("ada2");
  ports.wire.drop();
  await ports.clock.advance(5_000);
  ports.wire.connect();
  expect(ports.wire.auth).toMatchObject({ nickname: "ada2" });
});

it("an identity kept by an earlier version is a guest's", async () => {
  ports.keep.set("identity", JSON.stringify({ token: "t", nickname: "ada" }));
  session.start();
  ports.wire.connect();
  expect(ports.wire.auth).toMatchObject({ token: "t", nickname: "ada" });
  await reconnected(3);
  expect(keptIdentity(ports.keep)).toMatchObject({ user: "u-ada", isAccount: false });
});
