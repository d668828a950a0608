// What people in charge do over REST (docs/protocol/rest.md), and what those who are connected hear of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fails, Listener, person, refused } from "../support_js/listener.mjs";
import { Rest, refusalOf } from "../support_js/rest.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const password = "correct horse battery";
const hour = 3_600_000;

/** A server with an owner, and the accounts of `names` as members: {server, rest, as, ids, tokens}. */
async function staffed(t, names, ...flags) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", ...flags] });
  const rest = new Rest(server.url);
  const tokens = {};
  const ids = {};
  const ownerKey = /#owner=(\S+)/.exec(server.log)[1];
  for (const name of ["Olga", ...names]) {
    const { status, body } = await rest.register(name, password, name === "Olga" ? { owner_key: ownerKey } : {});
    assert.equal(status, 201, JSON.stringify(body));
    tokens[name] = body.token;
    ids[name] = body.me.user;
  }
  const as = (name) => async (method, resource, body) => rest.ask(method, resource, { token: tokens[name], body });
  return { server, rest, as, ids, tokens };
}

async function done(answer, status = 200) {
  const { status: actual, body } = await answer;
  assert.equal(actual, status, JSON.stringify(body));
  return body;
}

test("the owner makes an admin, the admin a moderator, and it holds at once for connections", async (t) => {
  const { server, as, ids, tokens } = await staffed(t, ["Adam", "Mona", "Max"]);
  const mona = await person(t, server.url, undefined, { token: tokens.Mona });
  const max = await person(t, server.url, undefined, { token: tokens.Max });
  const { seq } = await max.ask("message", { text: "hello", nonce: "n1" });

  await done(as("Olga")("PATCH", `admin/people/${ids.Adam}`, { role: "admin" }));
  fails(await mona.ask("delete", { room: "lobby", target: seq }), "forbidden");
  const { person: raised } = await done(as("Adam")("PATCH", `admin/people/${ids.Mona}`, { role: "moderator" }));
  assert.deepEqual([raised.role, raised.present], ["moderator", true]);
  const told = { user: ids.Mona, nickname: "Mona", role: "moderator" };
  assert.deepEqual(await mona.next("profile"), told);
  assert.deepEqual(await max.next("profile"), told);
  assert.equal((await mona.ask("delete", { room: "lobby", target: seq })).ok, true);

  assert.deepEqual(refusalOf(await as("Adam")("PATCH", `admin/people/${ids.Max}`, { role: "admin" })), [403, "outranked"]);
  assert.deepEqual(refusalOf(await as("Adam")("PATCH", `admin/people/${ids.Olga}`, { role: "member" })), [403, "outranked"]);
  assert.deepEqual(refusalOf(await as("Olga")("PATCH", `admin/people/${ids.Olga}`, { role: "admin" })), [403, "is_oneself"]);
  assert.deepEqual(refusalOf(await as("Max")("PATCH", `admin/people/${ids.Mona}`, { role: "member" })), [403, "forbidden"]);
  assert.deepEqual(refusalOf(await as("Adam")("PATCH", "admin/people/nobody", { role: "member" })), [404, "no_such_person"]);
  await server.restart();
  assert.equal((await done(as("Adam")("GET", "me"))).me.role, "admin");
});

test("everybody with an account is listed by name, page by page", async (t) => {
  const { server, as, ids } = await staffed(t, ["Max", "Adam", "Mona"]);
  await person(t, server.url, "Guest");
  const all = await done(as("Olga")("GET", "admin/people"));
  assert.deepEqual(all.people.map(({ nickname }) => nickname), ["Adam", "Olga", "Max", "Mona"], "by key, in which m is rn");
  assert.equal(all.more, false);
  const first = await done(as("Olga")("GET", "admin/people?query=m&limit=1"));
  assert.deepEqual([first.people[0].user, first.more], [ids.Max, true]);
  const next = await done(as("Olga")("GET", `admin/people?query=m&limit=1&after=${ids.Max}`));
  assert.deepEqual([next.people[0].user, next.more], [ids.Mona, false]);
  assert.deepEqual(Object.keys(next.people[0]).sort(), ["created", "nickname", "present", "role", "user"]);
});

test("whoever is suspended is signed out everywhere and stays out until it is over", async (t) => {
  const { server, rest, as, ids, tokens } = await staffed(t, ["Max"]);
  const max = await person(t, server.url, undefined, { token: tokens.Max });
  const until = Date.now() + hour;
  const { person: suspended } = await done(as("Olga")("PUT", `admin/people/${ids.Max}/suspension`, { until, reason: "noise" }));
  assert.deepEqual(
    { ...suspended.suspended, time: undefined },
    { by: ids.Olga, by_name: "Olga", time: undefined, until, reason: "noise" },
  );
  assert.deepEqual(await max.next("signed_out"), { reason: "suspended" });
  assert.equal((await refused(t, server.url, { token: tokens.Max })).payload.code, "token_expired");

  const entering = await rest.login("Max", password);
  assert.deepEqual(refusalOf(entering), [403, "suspended"]);
  assert.deepEqual([entering.body.error.until, entering.body.error.reason], [until, "noise"]);
  assert.match(entering.body.error.message, /until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/);
  assert.deepEqual(refusalOf(await rest.login("Max", "a wrong password")), [401, "credentials_wrong"]);
  assert.deepEqual(
    refusalOf(await as("Olga")("PUT", `admin/people/${ids.Max}/suspension`, { until: 1 })),
    [400, "until_past"],
  );

  await server.restart();
  assert.deepEqual(refusalOf(await rest.login("Max", password)), [403, "suspended"]);
  await done(as("Olga")("DELETE", `admin/people/${ids.Max}/suspension`));
  const again = await done(rest.login("Max", password));
  await person(t, server.url, undefined, { token: again.token });
});

test("all sessions of somebody end", async (t) => {
  const { server, rest, as, ids, tokens } = await staffed(t, ["Max"]);
  const max = await person(t, server.url, undefined, { token: tokens.Max });
  await done(as("Olga")("DELETE", `admin/people/${ids.Max}/sessions`), 204);
  assert.deepEqual(await max.next("signed_out"), { reason: "revoked" });
  assert.equal((await refused(t, server.url, { token: tokens.Max })).payload.code, "token_expired");
  await done(rest.login("Max", password));
});

test("who has the answers by polling hears why they are signed out as well", async (t) => {
  const { server, as, ids, tokens } = await staffed(t, ["Max"]);
  const max = new Listener(t, server.url, { token: tokens.Max }, { transports: ["polling"] });
  await max.next("welcome");
  await done(as("Olga")("DELETE", `admin/people/${ids.Max}/sessions`), 204);
  await max.next("disconnect");
  assert.deepEqual(max.heard.filter(({ event }) => event === "signed_out").map(({ payload }) => payload), [{ reason: "revoked" }]);
});

test("settings hold at once, over a restart, and go back to what is configured", async (t) => {
  const { server, rest, as } = await staffed(t, []);
  const facts = async () => {
    const { registration, guests } = await done(rest.ask("GET", "server"));
    return { registration, guests };
  };
  assert.deepEqual(await done(as("Olga")("GET", "admin/settings")), {
    registration: { value: "open", configured: "open", changed: false },
    guests: { value: true, configured: true, changed: false },
  });
  await done(as("Olga")("PATCH", "admin/settings", { registration: "closed", guests: false }));
  assert.deepEqual(await facts(), { registration: "closed", guests: false });
  assert.deepEqual(refusalOf(await rest.register("Max", password)), [403, "registration_closed"]);
  assert.equal((await refused(t, server.url, { nickname: "Guest" })).payload.code, "account_needed");
  await server.restart();
  assert.deepEqual(await facts(), { registration: "closed", guests: false });
  await done(as("Olga")("PATCH", "admin/settings", { registration: null, guests: null }));
  assert.deepEqual(await facts(), { registration: "open", guests: true });
  await person(t, server.url, "Guest");
});

test("the audit has who did what to whom, the newest first, and moderators read it", async (t) => {
  const { as, ids } = await staffed(t, ["Mona", "Max"]);
  const olga = as("Olga");
  await done(olga("PATCH", `admin/people/${ids.Mona}`, { role: "moderator" }));
  const until = Date.now() + hour;
  await done(olga("PUT", `admin/people/${ids.Max}/suspension`, { until, reason: "noise" }));
  await done(olga("DELETE", `admin/people/${ids.Max}/suspension`));
  await done(olga("DELETE", `admin/people/${ids.Max}/sessions`), 204);
  await done(olga("PATCH", "admin/settings", { registration: "invite" }));
  const { invite } = await done(olga("POST", "invites", {}), 201);
  await done(olga("DELETE", `invites/${invite.invite}`), 204);

  const { entries, more } = await done(as("Mona")("GET", "admin/audit"));
  assert.equal(more, false);
  assert.deepEqual(entries.map(({ number }) => number), [7, 6, 5, 4, 3, 2, 1]);
  const of = (action, rest) => ({ by: ids.Olga, by_name: "Olga", action, ...rest });
  const max = { user: ids.Max, nickname: "Max" };
  assert.deepEqual(entries.map(({ number: _, time: __, ...entry }) => entry), [
    of("invite_revoked", { detail: invite.invite }),
    of("invite_made", { detail: invite.invite }),
    of("setting_changed", { detail: "registration invite" }),
    of("sessions_ended", max),
    of("reinstated", max),
    of("suspended", { ...max, detail: "noise", until }),
    of("role_changed", { user: ids.Mona, nickname: "Mona", detail: "member moderator" }),
  ]);
  const page = await done(as("Mona")("GET", "admin/audit?before=4&limit=2"));
  assert.deepEqual([page.entries.map(({ number }) => number), page.more], [[3, 2], true]);
  assert.deepEqual(refusalOf(await as("Max")("GET", "admin/audit")), [401, "token_expired"]);
});

test("figures are there", async (t) => {
  const { server, as, tokens } = await staffed(t, ["Max"]);
  const max = await person(t, server.url, undefined, { token: tokens.Max });
  await max.ask("message", { text: "hello", nonce: "n1" });
  const figures = await done(as("Olga")("GET", "admin/figures"));
  const { version, started, store_bytes: bytes, store_wait_ms: wait, ...counts } = figures;
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.ok(started <= Date.now());
  assert.ok(bytes > 0);
  assert.ok(wait >= 0);
  assert.deepEqual(counts, { people_present: 1, connections: 1, accounts: 2, rooms: 1, messages_since_start: 1, messages_per_minute: 1 });
});

test("the public rooms are listed, archived and restored by whoever is in charge", async (t) => {
  const { server, as, tokens, ids } = await staffed(t, ["Adam", "Max"]);
  await done(as("Olga")("PATCH", `admin/people/${ids.Adam}`, { role: "admin" }));
  const max = await person(t, server.url, undefined, { token: tokens.Max });
  const { room } = (await max.ask("create", { name: "Garden" })).room;
  await max.ask("create", { name: "Den", kind: "private" });
  for (const text of ["one", "two"]) await max.ask("message", { room, text, nonce: text });

  const all = await done(as("Adam")("GET", "admin/rooms"));
  assert.deepEqual(all.rooms.map(({ name, kind }) => [name, kind]), [["Garden", "public"], ["Lobby", "public"]]);
  assert.deepEqual([all.rooms[0].messages, all.rooms[0].present, all.more], [2, 1, false]);
  const first = await done(as("Adam")("GET", "admin/rooms?limit=1"));
  assert.deepEqual([first.rooms[0].name, first.more], ["Garden", true]);
  const next = await done(as("Adam")("GET", `admin/rooms?limit=1&after=${room}`));
  assert.deepEqual([next.rooms[0].name, next.more], ["Lobby", false]);
  assert.deepEqual((await done(as("Adam")("GET", "admin/rooms?query=RDE"))).rooms.length, 1);

  const { room: archived } = await done(as("Adam")("PUT", `admin/rooms/${room}/archive`));
  assert.deepEqual([archived.room, archived.archived], [room, true]);
  const told = await max.next("archived", (event) => event.room === room);
  assert.equal(told.nickname, "Adam");
  fails(await max.ask("message", { room, text: "late", nonce: "late" }), "archived");
  assert.equal((await done(as("Olga")("PUT", `admin/rooms/${room}/archive`))).room.archived, true, "it is so already");
  const { room: restored } = await done(as("Olga")("DELETE", `admin/rooms/${room}/archive`));
  assert.equal(restored.archived, undefined);
  assert.equal((await max.ask("message", { room, text: "again", nonce: "again" })).ok, true);

  assert.deepEqual(refusalOf(await as("Adam")("PUT", "admin/rooms/lobby/archive")), [403, "forbidden"]);
  assert.deepEqual(refusalOf(await as("Max")("GET", "admin/rooms")), [403, "forbidden"]);
  const { entries } = await done(as("Olga")("GET", "admin/audit?limit=2"));
  assert.deepEqual(entries.map(({ action, by_name: by, detail }) => [action, by, detail]), [["room_restored", "Olga", "Garden"], ["room_archived", "Adam", "Garden"]]);
});
