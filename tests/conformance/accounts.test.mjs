// Accounts, sessions and invites (docs/protocol/rest.md), and what the official client hears of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, person, refused } from "../support_js/listener.mjs";
import { Rest, refusalOf } from "../support_js/rest.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const password = "correct horse battery";

async function started(t, ...flags) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", ...flags] });
  const ownerKey = () => /#owner=(\S+)/.exec(server.log)?.[1];
  return { server, rest: new Rest(server.url), ownerKey };
}

async function registered(rest, name, more = {}) {
  const answer = await rest.register(name, password, more);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

async function refusedWith(code, t, server, auth) {
  assert.equal((await refused(t, server.url, auth)).payload.code, code);
}

test("an account is made, signs in elsewhere, and is the same person over a restart", async (t) => {
  const { server, rest } = await started(t);
  const made = await registered(rest, "Ada");
  assert.deepEqual(Object.keys(made).sort(), ["me", "session", "token"]);
  assert.deepEqual(made.me, { user: made.me.user, nickname: "Ada", role: "member" });

  const ada = await person(t, server.url, undefined, { token: made.token });
  assert.deepEqual(ada.welcome.me, { ...made.me, token: made.token });
  await ada.ask("message", { text: "hello", nonce: "n1" });

  const elsewhere = await rest.login("ada", password, { keep: true });
  assert.equal(elsewhere.status, 200);
  assert.equal(elsewhere.body.me.user, made.me.user);
  assert.notEqual(elsewhere.body.token, made.token);

  await server.restart("SIGKILL");
  const again = await person(t, server.url, undefined, { token: elsewhere.body.token });
  assert.equal(again.welcome.me.user, made.me.user);
  assert.equal(again.welcome.rooms[0].head, 1);
});

test("a guest who makes an account stays the same person, with rooms, messages and read markers", async (t) => {
  const { server, rest } = await started(t);
  const guest = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const { room } = (await guest.ask("create", { name: "Garden" })).room;
  await guest.ask("message", { room, text: "mine", nonce: "n1" });

  const made = await registered(rest, "ada", { token: guest.welcome.me.token });
  assert.equal(made.me.user, guest.welcome.me.user);
  assert.deepEqual(await guest.next("signed_out"), { reason: "became_account" });
  assert.deepEqual(await bob.next("profile"), made.me);

  const ada = await person(t, server.url, undefined, { token: made.token });
  assert.deepEqual(ada.welcome.rooms.map(({ name, unread }) => [name, unread]), [["Lobby", 0], ["Garden", 0]]);
  const { events } = await ada.ask("history", { room });
  assert.deepEqual(events.map(({ type, user }) => [type, user]), [["member_joined", made.me.user], ["message", made.me.user]]);

  await refusedWith("token_expired", t, server, { token: guest.welcome.me.token });
  assert.deepEqual(refusalOf(await rest.register("ada2", password, { token: made.token })), [409, "has_account"]);
});

test("the name of an account is nobody else's, present or not, however it is written", async (t) => {
  const { server, rest } = await started(t);
  await registered(rest, "Ada");
  for (const name of ["ada", "ADA", "\u0410da"]) {
    await refusedWith("nickname_taken", t, server, { nickname: name });
    const taken = await rest.register(name, password);
    assert.deepEqual(refusalOf(taken), [409, "name_taken"]);
    assert.ok(taken.body.error.suggestions.length > 0);
  }
  const bob = await person(t, server.url, "bob");
  assert.deepEqual(refusalOf(await rest.register("bob", password)), [409, "name_taken"], "a guest who is here has it");
  assert.equal((await registered(rest, "bob", { token: bob.welcome.me.token })).me.nickname, "bob", "but may keep it");
});

test("wrong names and wrong passwords are refused alike; a password has a form", async (t) => {
  const { rest } = await started(t);
  await registered(rest, "ada");
  const wrong = await rest.login("ada", "wrong horse battery");
  const nobody = await rest.login("eve", "wrong horse battery");
  assert.deepEqual(refusalOf(wrong), [401, "credentials_wrong"]);
  assert.deepEqual(nobody.body, wrong.body);
  for (const bad of ["seven77", "", "x".repeat(1025)]) {
    assert.deepEqual(refusalOf(await rest.register("bob", bad)), [400, "password_invalid"], `${bad.length} characters`);
  }
  assert.deepEqual(refusalOf(await rest.register("bob the builder", "Bob the builder")), [400, "password_invalid"]);
  assert.deepEqual(refusalOf(await rest.register("admin", password)), [400, "name_invalid"]);
  // One keyboard writes é as one character, another as two.
  assert.equal((await rest.register("zoe", "cafe\u0301 au lait")).status, 201);
  assert.equal((await rest.login("zoe", "caf\u00e9 au lait")).status, 200);
});

test("sessions are listed, and one that is ended is over at once", async (t) => {
  const { server, rest } = await started(t);
  const first = await registered(rest, "ada");
  const second = (await rest.login("ada", password)).body;
  const third = (await rest.login("ada", password)).body;
  const listed = (await rest.ask("GET", "sessions", { token: first.token })).body.sessions;
  assert.deepEqual(new Set(listed.map(({ session }) => session)), new Set([first.session, second.session, third.session]));
  assert.deepEqual(listed.filter(({ current }) => current).map(({ session }) => session), [first.session]);
  assert.equal(listed[0].address, "127.0.0.1");

  const there = await person(t, server.url, undefined, { token: second.token });
  assert.equal((await rest.ask("DELETE", `sessions/${second.session}`, { token: first.token })).status, 204);
  assert.deepEqual(await there.next("signed_out"), { reason: "revoked" });
  await refusedWith("token_expired", t, server, { token: second.token });
  assert.deepEqual(refusalOf(await rest.ask("GET", "me", { token: second.token })), [401, "token_expired"]);
  assert.deepEqual(refusalOf(await rest.ask("DELETE", `sessions/${second.session}`, { token: first.token })), [404, "not_found"]);

  assert.equal((await rest.ask("DELETE", "sessions", { token: first.token })).status, 204);
  assert.deepEqual(refusalOf(await rest.ask("GET", "me", { token: third.token })), [401, "token_expired"]);
  assert.equal((await rest.ask("POST", "logout", { token: first.token })).status, 204);
  assert.deepEqual(refusalOf(await rest.ask("GET", "sessions", { token: first.token })), [401, "token_expired"]);
});

test("somebody's session is none of another's business", async (t) => {
  const { rest } = await started(t);
  const ada = await registered(rest, "ada");
  const bob = await registered(rest, "bob");
  assert.deepEqual(refusalOf(await rest.ask("DELETE", `sessions/${ada.session}`, { token: bob.token })), [404, "not_found"]);
  assert.equal((await rest.ask("GET", "me", { token: ada.token })).status, 200);
});

test("a new password ends every other session", async (t) => {
  const { server, rest } = await started(t);
  const here = await registered(rest, "ada");
  const there = (await rest.login("ada", password)).body;
  const listening = await person(t, server.url, undefined, { token: there.token });
  const change = (current, next) => rest.ask("POST", "password", { token: here.token, body: { current, password: next } });
  assert.deepEqual(refusalOf(await change("wrong horse battery", "new horse battery")), [403, "password_wrong"]);
  assert.deepEqual(refusalOf(await change(password, "short")), [400, "password_invalid"]);
  assert.equal((await change(password, "new horse battery")).status, 204);
  assert.deepEqual(await listening.next("signed_out"), { reason: "password_changed" });
  assert.equal((await rest.ask("GET", "me", { token: here.token })).status, 200);
  assert.equal((await rest.login("ada", password)).status, 401);
  assert.equal((await rest.login("ada", "new horse battery")).status, 200);
});

test("a profile that changes is seen by those who share a room, and kept", async (t) => {
  const { server, rest } = await started(t);
  const ada = await registered(rest, "ada");
  const bob = await person(t, server.url, "bob");
  const listening = await person(t, server.url, undefined, { token: ada.token });
  const change = (body) => rest.ask("PATCH", "me", { token: ada.token, body });
  const looks = { user: ada.me.user, nickname: "Ada Lovelace", role: "member", status: "at the engine", hue: 200 };
  assert.deepEqual((await change({ nickname: "Ada Lovelace", status: " at the engine ", hue: 200 })).body, { me: looks });
  assert.deepEqual(await bob.next("profile"), looks);
  assert.deepEqual(await listening.next("profile"), looks);
  assert.deepEqual((await bob.ask("people", { users: [looks.user, "nobody"] })).people, [looks]);
  assert.deepEqual((await bob.ask("members", { room: "lobby" })).members.find(({ user }) => user === looks.user), looks);
  assert.equal((await rest.login("ada lovelace", password)).status, 200, "the new name signs in");
  assert.equal((await rest.login("ada", password)).status, 401, "the old one does not");

  assert.deepEqual(refusalOf(await change({ status: "x".repeat(81) })), [400, "profile_invalid"]);
  assert.deepEqual(refusalOf(await change({ nickname: "bob" })), [409, "name_taken"]);
  assert.deepEqual((await change({ hue: null, status: "" })).body.me, { user: looks.user, nickname: "Ada Lovelace", role: "member" });
});

test("the owner's link makes one owner, whatever the door says; invites let people in", async (t) => {
  const { server, rest, ownerKey } = await started(t, "--registration", "invite", "--guests", "false");
  const info = (await rest.ask("GET", "server")).body;
  assert.deepEqual([info.registration, info.guests], ["invite", false]);
  await refusedWith("account_needed", t, server, { nickname: "ada" });
  assert.deepEqual(refusalOf(await rest.register("ada", password)), [403, "invite_needed"]);
  assert.deepEqual(refusalOf(await rest.register("ada", password, { owner_key: "guessed" })), [403, "owner_key_invalid"]);

  const owner = await registered(rest, "ada", { owner_key: ownerKey() });
  assert.equal(owner.me.role, "owner");
  assert.deepEqual(refusalOf(await rest.register("eve", password, { owner_key: ownerKey() })), [403, "owner_key_invalid"]);

  const invite = (await rest.ask("POST", "invites", { token: owner.token, body: { uses: 1 } })).body;
  assert.equal((await rest.ask("POST", "invites/check", { body: { code: invite.code } })).status, 204);
  const bob = await registered(rest, "bob", { invite: invite.code });
  assert.equal(bob.me.role, "member");
  assert.deepEqual(refusalOf(await rest.register("eve", password, { invite: invite.code })), [404, "invite_invalid"]);
  assert.deepEqual((await rest.ask("GET", "invites", { token: owner.token })).body.invites, [], "it is used up");
  for (const [method, resource] of [["GET", "invites"], ["POST", "invites"], ["DELETE", `invites/${invite.invite.invite}`]]) {
    assert.deepEqual(refusalOf(await rest.ask(method, resource, { token: bob.token })), [403, "forbidden"], method);
  }
  const second = (await rest.ask("POST", "invites", { token: owner.token })).body;
  assert.equal((await rest.ask("DELETE", `invites/${second.invite.invite}`, { token: owner.token })).status, 204);
  assert.deepEqual(refusalOf(await rest.register("eve", password, { invite: second.code })), [404, "invite_invalid"]);

  await server.restart("SIGTERM");
  assert.equal(ownerKey(), undefined, "who owns it is known");
  const back = await person(t, server.url, undefined, { token: owner.token });
  assert.equal(back.welcome.me.role, "owner");
});

test("a closed door makes no accounts", async (t) => {
  const { rest } = await started(t, "--registration", "closed");
  assert.deepEqual(refusalOf(await rest.register("ada", password)), [403, "registration_closed"]);
});

test("of many who want one name at once, one gets it", async (t) => {
  const { rest } = await started(t);
  const answers = await Promise.all(Array.from({ length: 6 }, () => rest.register("ada", password)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
});

test("a guest has no sessions to list and no password to change", async (t) => {
  const { server, rest } = await started(t);
  const guest = await person(t, server.url, "ada");
  const { token } = guest.welcome.me;
  assert.deepEqual(refusalOf(await rest.ask("GET", "sessions", { token })), [403, "not_an_account"]);
  const body = { current: "x", password };
  assert.deepEqual(refusalOf(await rest.ask("POST", "password", { token, body })), [403, "not_an_account"]);
  assert.equal((await rest.ask("PATCH", "me", { token, body: { status: "only looking" } })).body.me.status, "only looking");
  assert.equal((await rest.ask("POST", "logout", { token })).status, 204);
  assert.deepEqual(await guest.next("signed_out"), { reason: "signed_out" });
});

test("people are asked for by their ids", async (t) => {
  const { server } = await started(t);
  const ada = await person(t, server.url, "ada");
  const { user } = ada.welcome.me;
  assert.deepEqual(await ada.ask("people", { users: [user] }), { ok: true, people: [{ user, nickname: "ada", role: "guest" }] });
  await fails(ada.ask("people", { users: [] }), "invalid_payload");
  await fails(ada.ask("people", { users: Array.from({ length: 201 }, (_, i) => `u${i}`) }), "invalid_payload");
});
