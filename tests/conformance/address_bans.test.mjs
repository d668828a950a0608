// Bans by address (docs/protocol/rest.md): who is there has to go, who comes is turned away, behind a proxy as well.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Listener, person, refused } from "../support_js/listener.mjs";
import { Rest, refusalOf } from "../support_js/rest.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const password = "correct horse battery";
const there = "203.0.113.7";

/** A server behind a proxy that the tests play, with an owner: {server, rest, olga}. */
async function behindProxy(t, ...flags) {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--trusted-proxies", "127.0.0.1", ...flags] });
  const rest = new Rest(server.url);
  const ownerKey = /#owner=(\S+)/.exec(server.log)[1];
  const { body } = await rest.register("Olga", password, { owner_key: ownerKey });
  const olga = (method, resource, more = {}) => rest.ask(method, resource, { token: body.token, ...more });
  return { server, rest, olga };
}

const from = (address, more = {}) => ({ extraHeaders: { "X-Forwarded-For": address }, ...more });

async function comesFrom(t, url, address, auth, more) {
  const listener = new Listener(t, url, auth, from(address, more));
  listener.welcome = await listener.next("welcome");
  return listener;
}

async function turnedAway(t, url, address, auth, more) {
  const listener = new Listener(t, url, auth, from(address, more));
  return { data: await listener.next("connect_error"), ...listener.heard[0] };
}

test("nobody is there and nobody comes in from a banned network", async (t) => {
  const { server, rest, olga } = await behindProxy(t);
  const gina = await comesFrom(t, server.url, there, { nickname: "Gina" });
  const polling = await comesFrom(t, server.url, "203.0.113.9", { nickname: "Paul" }, { transports: ["polling"] });
  const greta = await comesFrom(t, server.url, "198.51.100.1", { nickname: "Greta" });
  const until = Date.now() + 3_600_000;
  const { status, body } = await olga("POST", "admin/bans", { body: { network: "203.0.113.0/24", until, reason: "spam" } });
  assert.equal(status, 201, JSON.stringify(body));
  const [ban] = body.bans;
  assert.deepEqual([ban.network, ban.by_name, ban.until, ban.reason], ["203.0.113.0/24", "Olga", until, "spam"]);
  for (const each of [gina, polling]) {
    assert.deepEqual(await each.next("signed_out"), { reason: "address_banned" });
    await each.next("disconnect");
  }
  assert.equal((await greta.ask("message", { text: "still here", nonce: "n1" })).ok, true);

  for (const [auth, more] of [[{ nickname: "Another" }, {}], [{ token: gina.welcome.me.token }, {}], [{ nickname: "Third" }, { transports: ["polling"] }]]) {
    const { data, message } = await turnedAway(t, server.url, there, auth, more);
    assert.deepEqual(data, { code: "address_banned", until, reason: "spam" });
    assert.match(message, /^Nobody can come in from this address until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/);
  }
  const headers = { "X-Forwarded-For": there };
  for (const resource of ["register", "login"]) {
    const answer = await rest.ask("POST", resource, { headers, body: { name: "Nina", password } });
    assert.deepEqual(refusalOf(answer), [403, "address_banned"]);
    assert.deepEqual([answer.body.error.until, answer.body.error.reason], [until, "spam"]);
  }
  const again = await comesFrom(t, server.url, "198.51.100.2", { token: gina.welcome.me.token });
  assert.equal(again.welcome.me.user, gina.welcome.me.user, "the same person from elsewhere");

  await server.restart("SIGKILL");
  assert.equal((await turnedAway(t, server.url, there, { nickname: "Late" })).data.code, "address_banned");
  assert.deepEqual((await olga("GET", "admin/bans")).body.bans, [ban]);
  assert.equal((await olga("DELETE", `admin/bans/${ban.ban}`)).status, 204);
  assert.deepEqual(refusalOf(await olga("DELETE", `admin/bans/${ban.ban}`)), [404, "not_found"]);
  await comesFrom(t, server.url, there, { nickname: "Late" });
  const { entries } = (await olga("GET", "admin/audit")).body;
  assert.deepEqual(
    entries.slice(0, 2).map(({ action, detail, until: end }) => [action, detail, end]),
    [["address_ban_lifted", "203.0.113.0/24", undefined], ["address_banned", "203.0.113.0/24 spam", until]],
  );
});

test("a person's addresses are banned by who they are", async (t) => {
  const { server, olga } = await behindProxy(t);
  const home = await comesFrom(t, server.url, "2001:db8:1:2::9", { nickname: "Gina" });
  const phone = await comesFrom(t, server.url, there, { token: home.welcome.me.token });
  const { body } = await olga("POST", "admin/bans", { body: { user: home.welcome.me.user } });
  assert.deepEqual(body.bans.map(({ network }) => network).sort(), ["2001:db8:1:2::/64", there]);
  for (const each of [home, phone]) assert.deepEqual(await each.next("signed_out"), { reason: "address_banned" });
  assert.equal((await turnedAway(t, server.url, "2001:db8:1:2:ffff::1", { nickname: "New" })).data.code, "address_banned");
  const { entries } = (await olga("GET", "admin/audit?limit=1")).body;
  assert.equal(entries[0].nickname, "Gina");
});

test("nobody bans themselves, too much or nothing", async (t) => {
  const { server, olga } = await behindProxy(t);
  const bans = (body, headers) => olga("POST", "admin/bans", { body, headers });
  assert.deepEqual(refusalOf(await bans({ network: "127.0.0.1" })), [403, "is_oneself"]);
  assert.deepEqual(refusalOf(await bans({ network: "203.0.113.0/24" }, { "X-Forwarded-For": there })), [403, "is_oneself"]);
  assert.deepEqual(refusalOf(await bans({ network: "0.0.0.0/0" })), [400, "network_invalid"]);
  assert.deepEqual(refusalOf(await bans({ network: "everybody" })), [400, "network_invalid"]);
  assert.deepEqual(refusalOf(await bans({ network: `${there}\u0000` })), [400, "network_invalid"]);
  assert.deepEqual(refusalOf(await bans({ network: there, until: 1 })), [400, "until_past"]);
  assert.deepEqual(refusalOf(await bans({ user: "nobody" })), [404, "no_such_person"]);
  assert.deepEqual(refusalOf(await bans({})), [400, "invalid_payload"]);
  const gina = await person(t, server.url, "Gina");
  assert.deepEqual(refusalOf(await bans({ user: gina.welcome.me.user })), [403, "is_oneself"], "they share an address");
});

test("without a trusted proxy nobody's word of an address counts", async (t) => {
  const server = await startParlor(t);
  const rest = new Rest(server.url);
  const ownerKey = /#owner=(\S+)/.exec(server.log)[1];
  const { body } = await rest.register("Olga", password, { owner_key: ownerKey });
  assert.equal((await rest.ask("POST", "admin/bans", { token: body.token, body: { network: there } })).status, 201);
  await comesFrom(t, server.url, there, { nickname: "Gina" });
  assert.deepEqual(refusalOf(await rest.ask("POST", "admin/bans", { token: body.token, body: { network: "127.0.0.1" } })), [403, "is_oneself"]);
  await refused(t, server.url, { nickname: "" });
});

test("who tries to hide behind a name of their own is still turned away", async (t) => {
  const { server, olga } = await behindProxy(t);
  await olga("POST", "admin/bans", { body: { network: there } });
  for (const field of [`198.51.100.1, ${there}`, `127.0.0.1, ${there}`, `${there}:4711`, `::ffff:${there}`]) {
    assert.equal((await turnedAway(t, server.url, field, { nickname: "Gina" })).data.code, "address_banned", field);
  }
});
