// `parlor admin`: who looks after the machine is in charge of the server that runs there.
import assert from "node:assert/strict";
import { chmod, readFile, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { person } from "../support_js/listener.mjs";
import { Rest, refusalOf } from "../support_js/rest.mjs";
import { runParlor, startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";

const password = "correct horse battery";
const admin = (data, ...words) => runParlor(["admin", "--data", data, ...words]);

async function says(data, words, what) {
  const { code, stdout, stderr } = await admin(data, ...words);
  assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
  assert.equal(stderr, "");
  assert.match(stdout, what);
  return stdout;
}

async function refuses(data, words, what) {
  const { code, stdout, stderr } = await admin(data, ...words);
  assert.equal(code, 1, stdout);
  assert.equal(stdout, "");
  assert.match(stderr, /^parlor: [^\n]+\.\n$/, "one line");
  assert.match(stderr, what);
}

const keyFile = (data) => join(data, "admin.key");

test("the command line does what an owner may", async (t) => {
  const server = await startParlor(t);
  const rest = new Rest(server.url);
  const { body: max } = await rest.register("Max", password);
  const here = await person(t, server.url, undefined, { token: max.token });
  const { data } = server;

  await says(data, ["people"], /^Max is member, present, since \d{4}-\d\d-\d\d \d\d:\d\d UTC\n$/);
  await says(data, ["people", "nob"], /Nobody/);
  await says(data, ["role", "max", "admin"], /^Max is admin\.\n$/);
  assert.equal((await here.next("profile")).role, "admin");
  await refuses(data, ["role", "Ma", "member"], /Nobody with an account is called Ma\./);
  await refuses(data, ["role", "Max", "king"], /role must be/);

  await says(data, ["suspend", "Max", "--until", "2999-12-31", "--reason", "noise"], /^Max is admin, suspended by the command line until 2999-12-31 00:00 UTC \(noise\)\.\n$/);
  assert.deepEqual(await here.next("signed_out"), { reason: "suspended" });
  assert.deepEqual(refusalOf(await rest.login("Max", password)), [403, "suspended"]);
  await refuses(data, ["suspend", "Max", "--until", "tomorrow"], /--until must be a day/);
  await refuses(data, ["suspend", "Max", "--until", "2020-01-01"], /future/);
  await says(data, ["reinstate", "Max"], /^Max is admin\.\n$/);
  const { body: again } = await rest.login("Max", password);
  await says(data, ["sessions", "end", "Max"], /^All sessions of Max are over\.\n$/);
  assert.deepEqual(refusalOf(await rest.ask("GET", "me", { token: again.token })), [401, "token_expired"]);

  await says(data, ["settings"], /^registration: open \(as configured\)\nguests: true \(as configured\)\n$/);
  await says(data, ["settings", "--registration", "invite", "--guests", "off"], /^registration: invite \(configured: open\)\nguests: false/);
  const invited = await says(data, ["invite", "--uses", "2", "--days", "1"], /#invite=\S+\n$/);
  const { status } = await rest.register("Ada", password, { invite: /#invite=(\S+)/.exec(invited)[1] });
  assert.equal(status, 201);
  await says(data, ["settings", "--registration", "configured"], /^registration: open \(as configured\)/);
  await refuses(data, ["settings", "--guests", "some"], /--guests must be on, off or configured/);
  await refuses(data, ["settings", "--registration", "some"], /registration must be/);
  await says(data, ["rooms"], /^Lobby: 0 messages, \d present, since \d{4}-\d\d-\d\d \d\d:\d\d UTC\n$/);
  await says(data, ["rooms", "gard"], /^No public room/);
  await says(data, ["bans"], /^No address is banned\.\n$/);
  await says(data, ["ban", "203.0.113.9/24", "--until", "2999-12-31", "--reason", "spam"], /^Nobody comes in any more from 203\.0\.113\.0\/24, since .* by the command line until 2999-12-31 00:00 UTC \(spam\)\.\n$/);
  await says(data, ["bans"], /^203\.0\.113\.0\/24, since [^\n]*\(spam\)\n$/);
  await refuses(data, ["ban", "127.0.0.1"], /themselves/);
  await refuses(data, ["ban", "everybody"], /no address and no network/);
  await refuses(data, ["unban", "203.0.113.9"], /203\.0\.113\.9 is not banned\. `parlor admin bans`/);
  await says(data, ["unban", "203.0.113.0/24"], /^People may come in again from 203\.0\.113\.0\/24\.\n$/);
  await says(data, ["figures"], /^accounts: 2$/m);
  const audit = await says(data, ["audit"], /the command line  role_changed  Max  member admin\n/);
  assert.match(audit, /the command line  address_banned  203\.0\.113\.0\/24 spam  until 2999-12-31 00:00 UTC\n/);
  assert.equal(audit.split("\n").length - 1, 10);
});

test("the key is for its owner's eyes, of one start, and no token", async (t) => {
  const server = await startParlor(t);
  const { data } = server;
  assert.equal((await stat(keyFile(data))).mode & 0o777, 0o600);
  const [address, key] = (await readFile(keyFile(data), "utf8")).split("\n");
  assert.equal(`http://${address}`, server.url);
  const rest = new Rest(server.url);
  assert.deepEqual(refusalOf(await rest.ask("GET", "admin/people", { token: key })), [401, "token_expired"]);
  assert.deepEqual(refusalOf(await rest.ask("GET", "me", { headers: { Authorization: `Parlor-Admin ${key}` } })), [401, "token_expired"]);
  const byKey = (each) => rest.ask("GET", "admin/people", { headers: { Authorization: `Parlor-Admin ${each}` } });
  assert.equal((await byKey(key)).status, 200);
  assert.deepEqual(refusalOf(await byKey("another")), [401, "token_expired"]);

  await server.restart("SIGKILL");
  assert.deepEqual(refusalOf(await byKey(key)), [401, "token_expired"]);
  await says(data, ["people"], /Nobody/);
  await server.end("SIGTERM");
  assert.ok(!(await readdir(data)).includes("admin.key"), "it goes with the server");
});

test("drain ends the server politely and waits for it; status tells how it is", async (t) => {
  const server = await startParlor(t);
  const { data } = server;
  const status = await runParlor(["status", "--data", data]);
  assert.equal(status.code, 0, status.stderr);
  assert.match(status.stdout, /^people_present: 0$/m);
  assert.doesNotMatch(status.stdout, /^node /m);

  const here = await person(t, server.url, "ada", { reconnection: false });
  const drained = await runParlor(["drain", "--data", data]);
  assert.equal(drained.code, 0, drained.stderr);
  assert.match(drained.stdout, /^The server has sent its people away and ended, in \d+ ms\.\n$/);
  await here.next("moving");
  assert.deepEqual(await server.end("SIGTERM"), { code: 0, signal: null });
  const again = await runParlor(["drain", "--data", data]);
  assert.equal(again.code, 1);
  assert.match(again.stderr, /^parlor: No server runs with the data in /);
});

test("data in PostgreSQL is not backed up by parlor", async (t) => {
  const data = await temporaryDirectory(t);
  for (const verb of ["backup", "restore"]) {
    const refused = await runParlor([verb, join(data, "copy"), "--data", data, "--store", "postgres://parlor@127.0.0.1:1/parlor"]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^parlor: The data is in PostgreSQL, which has its own: pg_dump /);
  }
});

test("without a server it says so", async (t) => {
  const directory = await temporaryDirectory(t);
  await refuses(directory, ["people"], /No server runs with the data in .*--data/);
  await refuses(join(directory, "absent"), ["people"], /No server runs/);
  await refuses(directory, [], /Say what to do/);
  await refuses(directory, ["role", "Max"], /parlor admin role NAME ROLE/);
  await refuses(directory, ["suspend"], /parlor admin suspend NAME/);
  await refuses(directory, ["ban"], /parlor admin ban NETWORK/);
  await refuses(directory, ["unban"], /parlor admin unban NETWORK/);
  await refuses(directory, ["dance"], /dance/);
  await writeFile(keyFile(directory), "nonsense");
  await refuses(directory, ["people"], /cannot be read/);

  const server = await startParlor(t);
  await server.end("SIGKILL");
  await refuses(server.data, ["people"], /No server answers at 127\.0\.0\.1:\d+/);
  if (process.getuid() !== 0) {
    await chmod(keyFile(server.data), 0);
    await refuses(server.data, ["people"], /May not read .*admin\.key/);
  }
});
