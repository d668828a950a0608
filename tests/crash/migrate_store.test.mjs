// A server that kept everything in SQLite goes on with PostgreSQL, and back: the same people, the same words, the next number.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { executeSql } from "../support_js/database.mjs";
import { startPostgres } from "../support_js/postgres.mjs";
import { Rest } from "../support_js/rest.mjs";
import { cleanEnvironment, parlorProgram, runParlor, startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";
import { until } from "../support_js/until.mjs";

const people = { ada: "a password of ada's", bob: "a password of bob's" };
const secret = "a-word-nobody-may-see";
const oddTexts = ["it's \"quoted\" and \\ back", "🙂 tea 茶 Straße", "%s ?1 $1 {} NULL", "two\nlines\tand a tab"];

/** The test's PostgreSQL as somebody with a password names it. */
const addressOf = (postgres, database) => postgres.address(database).replace("parlor@", `parlor:${secret}@`);

const toPostgres = (data, address) => runParlor(["migrate-store", "--data", data, "--from", "sqlite", "--to", address]);
const toSqlite = (data, address) => runParlor(["migrate-store", "--data", data, "--from", address, "--to", "sqlite"]);

function isDone({ code, stdout, stderr }, words) {
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^[^\n]+\.\n$/, "one sentence");
  assert.match(stdout, words);
  assert.ok(!`${stdout}${stderr}`.includes(secret), "a password is shown");
}

function isRefused({ code, stdout, stderr }, words) {
  assert.equal(code, 1, stdout);
  assert.equal(stdout, "");
  // Where it takes long, it tells how far it came.
  assert.match(stderr, /^(parlor: (copying|comparing) \w+: \d+ rows\n)*parlor: [^\n]+\.\n$/, "one line");
  assert.match(stderr, words);
  assert.ok(!stderr.includes(secret), "a password is shown");
}

async function ok(answer) {
  const given = await answer;
  assert.equal(given.ok, true, JSON.stringify(given));
  return given;
}

/** Comes in by a password, as somebody does who has nothing else. */
async function signIn(t, server, name) {
  const { status, body } = await new Rest(server.url).login(name, people[name]);
  assert.equal(status, 200, JSON.stringify(body));
  return comeIn(t, server, name, body.token);
}

async function comeIn(t, server, name, token) {
  const client = new ChatClient(server.url, name);
  client.token = token;
  t.after(() => client.close());
  await client.welcome();
  return client;
}

async function register(t, server, name) {
  const { status, body } = await new Rest(server.url).register(name, people[name]);
  assert.equal(status, 201, JSON.stringify(body));
  return comeIn(t, server, name, body.token);
}

/** All that they see, as the server tells it by now. direct  a room that is in no list */
async function seenBy(clients, direct) {
  const seen = {};
  for (const client of clients) {
    const { rooms } = await ok(client.ask("rooms", {}));
    const mine = {};
    for (const room of [...rooms.filter(({ joined }) => joined).map((each) => each.room), direct]) {
      const { events, more } = await ok(client.ask("history", { room, limit: 200 }));
      assert.equal(more, false);
      mine[room] = events;
    }
    // How many are here right now is nothing that is kept.
    const kept = rooms.map(({ present, ...room }) => room);
    seen[client.nickname] = { user: client.me.user, role: client.me.role, rooms: kept, histories: mine };
  }
  return seen;
}

/** Talk with some of everything in it. Returns the room that only the two are in. */
async function talk(ada, bob) {
  for (const text of oddTexts) await ada.say("lobby", text);
  const { seq } = await bob.say("lobby", "an old wrod");
  await ok(bob.ask("edit", { room: "lobby", target: seq, text: "an old word" }));
  await ok(ada.ask("react", { room: "lobby", target: seq, emoji: "👍" }));
  const gone = await ada.say("lobby", "nobody shall read this");
  await ok(ada.ask("delete", { room: "lobby", target: gone.seq }));
  await bob.say("lobby", "@ada an answer", { reply_to: 1 });
  const { room } = await ok(ada.ask("create", { name: "The Garden" }));
  await bob.join(room.room);
  await bob.say(room.room, "roses");
  const direct = await ok(ada.ask("direct", { users: [bob.me.user] }));
  await bob.say(direct.room.room, "between the two of us");
  return direct.room.room;
}

async function finds(client, query, text) {
  const texts = async () => {
    const { hits, indexing } = await ok(client.ask("search", { query }));
    return indexing ? undefined : hits.map(({ event }) => event.text);
  };
  await until(async () => (await texts())?.includes(text), () => `no hit for ${query}`);
}

/** It is the server it was: for those who come by their passwords, for a session that goes on, and for who writes. */
async function goesOn(t, server, { seen, token, direct }) {
  const ada = await signIn(t, server, "ada");
  const bob = await comeIn(t, server, "bob", token);
  assert.deepEqual(await seenBy([ada, bob], direct), seen);
  await finds(ada, "word", "an old word");
  await finds(bob, "茶", oddTexts[1]);
  assert.deepEqual((await ok(ada.ask("search", { query: "nobody" }))).hits, []);
  for (const room of ["lobby", direct]) {
    const last = seen.bob.histories[room].at(-1).seq;
    const { seq } = await bob.say(room, `goes on in ${room}`);
    assert.equal(seq, last + 1, `the next number of ${room}`);
  }
  const { room } = await ok(ada.ask("create", { name: `Room after ${seen.bob.histories.lobby.length}` }));
  await ada.say(room.room, "a room of its own number");
  // Somebody new gets a number that nobody has.
  const guest = new ChatClient(server.url, `guest-${seen.bob.histories.lobby.length}`);
  t.after(() => guest.close());
  await guest.welcome();
  await guest.say("lobby", "I am new here");
  const now = await seenBy([ada, bob], direct);
  for (const client of [ada, bob, guest]) {
    assert.deepEqual(client.log("lobby").violations, []);
    client.close();
  }
  return now;
}

test("a server moves to PostgreSQL and back, and nobody notices but by its address", async (t) => {
  const postgres = await startPostgres(t);
  await postgres.query("CREATE DATABASE parlor");
  const address = addressOf(postgres, "parlor");
  const flags = ["--no-rate-limits", "--store", address];
  const onSqlite = await startParlor(t);
  const { data } = onSqlite;
  const ada = await register(t, onSqlite, "ada");
  const bob = await register(t, onSqlite, "bob");
  const direct = await talk(ada, bob);
  const { token } = bob;
  let seen = await seenBy([ada, bob], direct);

  isRefused(await toPostgres(data, address), /in use by another running Parlor \(process \d+\)/);
  ada.close();
  bob.close();
  await onSqlite.end("SIGTERM");

  // Somebody looked first whether the database works.
  const trial = await startParlor(t, { flags });
  await trial.end("SIGTERM");
  isDone(
    await toPostgres(data, address),
    /^Migrated .* to postgres:\/\/parlor@127\.0\.0\.1:\d+\/parlor: \d+ rows of 22 tables, \d+ of them events, in [\d.]+ s, verified; start the server with --store /,
  );
  isRefused(await toPostgres(data, address), /holds data already: its table rooms is not empty/);

  const onPostgres = await startParlor(t, { flags });
  seen = await goesOn(t, onPostgres, { seen, token, direct });
  const back = join(await temporaryDirectory(t), "back");
  isRefused(await toSqlite(back, address), /A Parlor runs with the database/);
  assert.equal(existsSync(join(back, "parlor.db")), false);
  await onPostgres.end("SIGTERM");

  isRefused(await toSqlite(data, address), /holds a database already/);
  isDone(await toSqlite(back, address), /verified; start the server with --store sqlite/);
  assert.deepEqual((await readdir(back)).sort(), ["parlor.db", "parlor.lock"]);
  const again = await startParlor(t, { data: back });
  await goesOn(t, again, { seen, token, direct });
});

test("what cannot be migrated ends in one sentence, and makes nothing", async (t) => {
  const folder = await temporaryDirectory(t);
  const postgres = await startPostgres(t);
  await postgres.query("CREATE DATABASE parlor");
  const address = addressOf(postgres, "parlor");
  const tables = () => postgres.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace", "parlor");

  const data = join(folder, "data");
  isRefused(await toPostgres(data, address), /There is no database .*parlor\.db/);
  assert.equal(existsSync(data), false);
  isRefused(await toSqlite(data, address), /holds no Parlor/);
  isRefused(await toPostgres(data, address.replace(/:\d+\//, ":1/")), /There is no database/);
  isRefused(await toSqlite(data, address.replace(/:\d+\//, ":1/")), /Cannot use the database .*refused/);
  isRefused(await toSqlite(data, addressOf(postgres, "nowhere")), /database "nowhere" does not exist/);
  isRefused(await runParlor(["migrate-store", "--data", data]), /One end must be sqlite and the other PostgreSQL/);
  isRefused(await runParlor(["migrate-store", "--from", "sqlite", "--to", `postgress://a:${secret}@b/c`]), /--from and --to must be/);

  const server = await startParlor(t, { data });
  await server.end("SIGTERM");
  await executeSql(data, "PRAGMA user_version = 12");
  isRefused(await toPostgres(data, address), /older Parlor.*Start the server on it once/);
  await executeSql(data, "PRAGMA user_version = 14");
  isRefused(await toPostgres(data, address), /newer Parlor/);
  await executeSql(data, "PRAGMA user_version = 13");
  assert.deepEqual(await tables(), [["0"]]);
  // The end that is left out is the configured store, with its password.
  isDone(await runParlor(["migrate-store", "--from", "sqlite"], { PARLOR_DATA: data, PARLOR_STORE: address }), /verified/);
});

test("a migration that is cut off leaves the database as it was, and the next one is whole", async (t) => {
  const postgres = await startPostgres(t);
  await postgres.query("CREATE DATABASE parlor");
  const address = addressOf(postgres, "parlor");
  const query = (sql) => postgres.query(sql, "parlor");
  const flags = ["--no-rate-limits", "--store", address];
  const server = await startParlor(t);
  const { data } = server;
  const ada = await register(t, server, "ada");
  await ada.say("lobby", "before");
  ada.close();
  await server.end("SIGTERM");
  await (await startParlor(t, { flags })).end("SIGTERM");

  // It stands still where it writes the accounts, when rooms, people and events are written already.
  await query("CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$");
  await query("CREATE TRIGGER still BEFORE INSERT ON accounts FOR EACH STATEMENT EXECUTE FUNCTION stand_still()");
  const standing = "FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
  const standsStill = () => until(async () => (await query(`SELECT pid ${standing}`)).length === 1, "it stands still");
  const end = () => query(`SELECT pg_terminate_backend(pid) ${standing}`);
  const rows = () => query("SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM events) + (SELECT count(*) FROM accounts)");

  const cut = toPostgres(data, address);
  await standsStill();
  isRefused(await toPostgres(data, address), /in use by another running Parlor/);
  isRefused(await runParlor(["serve", "--listen", "127.0.0.1:0", "--data", join(data, "other"), ...flags]), /`parlor migrate-store` is at work with it/);
  await end();
  isRefused(await cut, /^parlor: Writing the table accounts to postgres:.* failed: .*terminating connection.*Nothing was kept/m);
  assert.deepEqual(await rows(), [["0"]]);

  const killed = spawn(parlorProgram(), ["migrate-store", "--data", data, "--from", "sqlite", "--to", address], {
    env: cleanEnvironment(), stdio: "ignore",
  });
  const exit = once(killed, "exit");
  await standsStill();
  killed.kill("SIGKILL");
  await exit;
  await end(); // the server has not noticed yet
  await until(async () => (await query(`SELECT pid ${standing}`)).length === 0, "its connection is gone");
  assert.deepEqual(await rows(), [["0"]]);

  await query("DROP TRIGGER still ON accounts");
  isDone(await toPostgres(data, address), /verified/);
  const onPostgres = await startParlor(t, { flags });
  const again = await signIn(t, onPostgres, "ada");
  const { seq } = await again.say("lobby", "after");
  const { events } = await ok(again.ask("history", { room: "lobby", limit: 10 }));
  assert.deepEqual(events.filter(({ type }) => type === "message").map(({ text }) => text), ["before", "after"]);
  assert.equal(events.at(-1).seq, seq);
});
