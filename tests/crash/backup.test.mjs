// A backup of a running server has what was acknowledged before it began, once, and becomes a server again elsewhere.
import assert from "node:assert/strict";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { readStore } from "../support_js/database.mjs";
import { runParlor, startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";
import { until } from "../support_js/until.mjs";

const writerCount = 10;

/** Writes without a pause until it is told to stop. */
class Writer {
  #isStopped = false;
  #done;

  constructor(client, room) {
    this.#done = this.#write(client, room);
  }
  async #write(client, room) {
    for (let sent = 1; !this.#isStopped; ++sent) await client.say(room, `${client.nickname} says ${sent}`);
  }
  async stop() {
    this.#isStopped = true;
    await this.#done;
  }
}

const backup = (data, file, ...flags) => runParlor(["backup", "--data", data, file, ...flags]);
const restore = (data, file, ...flags) => runParlor(["restore", "--data", data, file, ...flags]);

function isDone({ code, stdout, stderr }, words) {
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "");
  assert.match(stdout, /^[^\n]+\.\n$/, "one sentence");
  assert.match(stdout, words);
}

function isRefused({ code, stdout, stderr }, words) {
  assert.equal(code, 1, stdout);
  assert.equal(stdout, "");
  assert.match(stderr, /^parlor: [^\n]+[.?]\n$/, "one line");
  assert.match(stderr, words);
}

async function busyServer(t) {
  const server = await startParlor(t);
  const clients = Array.from({ length: writerCount }, (_, index) => new ChatClient(server.url, `writer-${index}`));
  t.after(() => clients.forEach((client) => client.close()));
  await Promise.all(clients.map((client) => client.welcome()));
  const writers = clients.map((client) => new Writer(client, "lobby"));
  const acknowledged = () => clients.flatMap((client) => client.acknowledged);
  await until(() => acknowledged().length > 500, "people write");
  return { server, clients, writers, acknowledged };
}

test("a backup while people write has all that was acknowledged before, and is a server again elsewhere", async (t) => {
  const { server, clients, writers, acknowledged } = await busyServer(t);
  const folder = await temporaryDirectory(t);
  const file = join(folder, "backup.db");

  const before = acknowledged();
  isDone(await backup(server.data, file), /^Backed up .*parlor\.db to .*backup\.db: [\d.]+ MB in [\d.]+ s\.$/m);
  const during = acknowledged().length;
  await until(() => acknowledged().length > during + 200, "people go on writing");
  assert.deepEqual(await readdir(folder), ["backup.db"]);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  isRefused(await restore(server.data, file, "--force"), /in use by another running Parlor/);

  await server.end("SIGKILL");
  const data = join(folder, "restored");
  isDone(await restore(data, file), /^Restored .*backup\.db into .*restored: [\d.]+ MB in [\d.]+ s\.$/m);
  const kept = await readStore(data);
  assert.deepEqual(kept.integrity, ["ok"]);
  const log = kept.logs.lobby;
  assert.deepEqual(log.map((event) => event.seq), log.map((_, index) => index + 1), "no gap");
  for (const { nonce, text, seq } of before) {
    assert.equal(log[seq - 1]?.nonce, nonce, `${seq} was acknowledged before the backup`);
    assert.equal(log[seq - 1].text, text);
  }
  const nonces = log.map((event) => event.nonce).filter((nonce) => nonce !== "");
  assert.equal(new Set(nonces).size, nonces.length, "nothing is there twice");
  console.log(`# ${before.length} acknowledged before, ${nonces.length} in the backup, ${acknowledged().length} in the end`);

  const again = await startParlor(t, { data });
  const reader = new ChatClient(again.url, "reader");
  t.after(() => reader.close());
  await reader.welcome();
  // It came with the cursor 0, so it is given all of the room.
  await until(() => reader.log("lobby").cursor >= log.length, "the reader has the whole room");
  assert.deepEqual(reader.violations, []);
  const { seq } = await reader.say("lobby", "we are back");
  assert.equal(reader.log("lobby").events.filter((event) => nonces.includes(event.nonce)).length, nonces.length);
  assert.ok(seq > log.length, "the numbers go on");

  // And the one that was backed up has lost nothing by it.
  await server.start();
  await Promise.all(writers.map((writer) => writer.stop()));
  assert.deepEqual(clients.flatMap((client) => client.violations), []);
});

test("restoring over a database keeps the old one, and only when told so", async (t) => {
  const { server, writers, acknowledged } = await busyServer(t);
  const folder = await temporaryDirectory(t);
  const file = join(folder, "backup.db");
  isDone(await backup(server.data, file), /Backed up/);
  isRefused(await backup(server.data, file), /backup\.db is there already.*--force/);
  isDone(await backup(server.data, file, "--force"), /Backed up/);
  await Promise.all(writers.map((writer) => writer.stop()));
  const everything = acknowledged();
  await server.end("SIGKILL");
  await writeFile(join(server.data, "search.db"), "an index of what is replaced");

  isRefused(await restore(server.data, file), /holds a database already.*--force/);
  isDone(await restore(server.data, file, "--force"), /; what was there is kept as .*parlor\.db\.before-restore-\d+T\d+\.\d+Z\.$/m);
  const names = (await readdir(server.data)).sort();
  const [old] = names.filter((name) => name.includes("before-restore"));
  // The key of the server that was killed is good for nothing; the next start writes another.
  assert.deepEqual(names, ["admin.key", "parlor.db", old, "parlor.lock"]);

  const way = join(folder, "way back");
  isDone(await restore(way, join(server.data, old)), /Restored/);
  const { logs } = await readStore(way);
  for (const { nonce, seq } of everything) assert.equal(logs.lobby[seq - 1]?.nonce, nonce, "what was there is kept, with its log");
});

test("what cannot be backed up or restored ends in one sentence", async (t) => {
  const folder = await temporaryDirectory(t);
  const file = join(folder, "file");
  const data = join(folder, "data");
  isRefused(await backup(data, file), /There is no database .*parlor\.db/);
  isRefused(await restore(data, file), /There is no backup/);
  await writeFile(file, "a letter, and no backup at all\n".repeat(500));
  isRefused(await restore(data, file), /no database/);
  isRefused(await runParlor(["backup", "--data", data]), /parlor backup FILE/);
  isRefused(await runParlor(["restore", "--data", data]), /parlor restore FILE/);
  isRefused(await runParlor(["backup", "--dta", data, file]), /--dta\b.*--data\b/);
  isRefused(await runParlor(["backup", file, "more"]), /more/);

  const server = await startParlor(t, { data });
  isRefused(await backup(data, join(data, "parlor.db"), "--force"), /belongs to the data directory/);
  isRefused(await backup(data, folder), /is a folder/);
  isRefused(await backup(data, "/proc/nowhere/backup.db"), /Cannot write/);
  // Settings are read as for a server.
  const whole = join(folder, "whole.db");
  isDone(await runParlor(["backup", whole], { PARLOR_DATA: data }), /whole\.db/);
  await server.end("SIGTERM");
  isDone(await backup(data, whole, "--force"), /whole\.db/);
});
