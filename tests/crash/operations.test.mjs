// What a person sees who runs Parlor, when something is wrong and when nothing is.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { executeSql } from "../support_js/database.mjs";
import { exchange } from "../support_js/polling.mjs";
import { runParlor, startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";
import { until } from "../support_js/until.mjs";

const run = (directory, args, environment) => runParlor(args, environment, directory);

/** It does not start: code 1, nothing on stdout, and one line that says `what`. */
async function refuses(directory, args, what, environment) {
  const { code, stdout, stderr } = await run(directory, args, environment);
  assert.equal(code, 1, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^parlor: [^\n]+\.[^\n]*\n$/, "one line for a person, and nothing else");
  assert.match(stderr, what);
}

const anyPort = ["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
const serve = (data) => ["serve", ...anyPort, "--data", data];

async function serveOnce(t, data) {
  const server = await startParlor(t, { data });
  await server.end("SIGTERM");
}

test("--help teaches and --version tells", async (t) => {
  const directory = await temporaryDirectory(t);
  const help = await run(directory, ["--help"]);
  assert.equal(help.code, 0);
  assert.equal(help.stderr, "");
  for (const word of ["--listen", "--data", "--no-rate-limits", "PARLOR_", "parlor.toml", "Examples"]) {
    assert.ok(help.stdout.includes(word), word);
  }
  const version = await run(directory, ["--version"]);
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^parlor \d+\.\d+\.\d+\n$/);
  assert.deepEqual(await readdir(directory), [], "asking writes nothing");
});

test("a slip in a name is answered with the nearest name", async (t) => {
  const directory = await temporaryDirectory(t);
  await refuses(directory, ["--lisen", "127.0.0.1:0"], /--lisen\b.*--listen\b/);
  await refuses(directory, ["serve", "--no-rate-limit"], /--no-rate-limit\b.*--(no-)?rate-limits\b/);
  await refuses(directory, ["server"], /server.*\bserve\b/);
  await refuses(directory, serve("data"), /PARLOR_LISTEM\b.*PARLOR_LISTEN\b/, { PARLOR_LISTEM: "127.0.0.1:0" });
  await writeFile(join(directory, "mine.toml"), 'lissten = "127.0.0.1:0"\n');
  await refuses(directory, ["--config", "mine.toml"], /lissten in mine\.toml.*\blisten\b/);
  await writeFile(join(directory, "broken.toml"), 'listen = "127.0.0.1:0\n');
  await refuses(directory, ["--config", "broken.toml"], /broken\.toml.*line 1/);
  await refuses(directory, ["--config", "absent.toml"], /absent\.toml does not exist/);
  assert.deepEqual((await readdir(directory)).sort(), ["broken.toml", "mine.toml"], "a refused start writes nothing");
});

test("a value that cannot be is named together with what could be", async (t) => {
  const directory = await temporaryDirectory(t);
  await refuses(directory, ["--loops", "many"], /--loops .*whole number.*many/);
  await refuses(directory, ["--log-level", "loud"], /--log-level .*debug.*loud/);
  await refuses(directory, ["--listen", "nowhere"], /nowhere/);
  await refuses(directory, ["--listen", "127.0.0.1:99999"], /99999/);
  await refuses(directory, ["--listen"], /--listen/);
  await refuses(directory, serve("data"), /PARLOR_PING_TIMEOUT_MS .*soon/, { PARLOR_PING_TIMEOUT_MS: "soon" });
});

test("the file, the environment and the flags know the same names, the later wins", async (t) => {
  const server = await startParlor(t, { flags: ["--name", "Flagged", "--ping-interval-ms", "1234"] });
  const { text } = await exchange(server.port, "GET", "/api/v1/server");
  assert.equal(JSON.parse(text).name, "Flagged");
  const opened = await exchange(server.port, "GET", "/socket.io/?EIO=4&transport=polling");
  assert.equal(JSON.parse(opened.text.slice(1)).pingInterval, 1234);

  const directory = await temporaryDirectory(t);
  await writeFile(join(directory, "parlor.toml"), 'log-level = "loud"\n');
  await refuses(directory, serve("data"), /log-level in parlor\.toml .*loud/);
});

test("a port in use ends in one sentence", async (t) => {
  const directory = await temporaryDirectory(t);
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const { port } = other.address();
  const address = `127.0.0.1:${port}`;
  const inUse = new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is in use`);
  await refuses(directory, ["--listen", address, "--admin-listen", "off", "--data", "data"], inUse);
  await refuses(directory, ["--listen", "127.0.0.1:0", "--admin-listen", address, "--data", "data"], inUse);

  const running = await startParlor(t);
  await refuses(directory, ["--listen", `127.0.0.1:${running.port}`, "--admin-listen", "off", "--data", "data"], /is in use/);
});

test("a data directory that cannot be one ends in one sentence", async (t) => {
  const directory = await temporaryDirectory(t);
  await writeFile(join(directory, "file"), "");
  await refuses(directory, serve("file"), /data directory file/);
  await refuses(directory, serve("file/below"), /data directory file\/below/);
  await refuses(directory, serve("/proc/parlor-data"), /data directory \/proc\/parlor-data/);
  assert.deepEqual(await readdir(directory), ["file"]);
});

test("a data directory that another Parlor uses ends in one sentence", async (t) => {
  const running = await startParlor(t);
  await refuses(await temporaryDirectory(t), serve(running.data), new RegExp(`in use by another running Parlor.*${running.pid}`));
  const client = new ChatClient(running.url, "ada");
  t.after(() => client.close());
  await client.welcome();
  assert.ok((await client.say("lobby", "still here")).ok, "the running one goes on");
});

test("databases of a newer version, of others and of nobody are left alone", async (t) => {
  const directory = await temporaryDirectory(t);
  const newer = join(directory, "newer");
  await serveOnce(t, newer);
  await executeSql(newer, "PRAGMA user_version = 9999");
  await refuses(directory, serve(newer), /newer/);
  await refuses(directory, serve(newer), /newer/);

  const foreign = join(directory, "foreign");
  await mkdir(foreign);
  await executeSql(foreign, "CREATE TABLE recipes (name TEXT)");
  await refuses(directory, serve(foreign), /foreign/);

  const nonsense = join(directory, "nonsense");
  await mkdir(nonsense);
  await writeFile(join(nonsense, "parlor.db"), "this is a letter, no database\n".repeat(1_000));
  await refuses(directory, serve(nonsense), /nonsense/);
});

test("a stop as asked tells everybody, keeps everything and ends with code 0", async (t) => {
  const server = await startParlor(t);
  const client = new ChatClient(server.url, "ada");
  t.after(() => client.close());
  await client.welcome();
  const said = Array.from({ length: 200 }, (_, index) => client.say("lobby", `word ${index}`));
  await said[0];
  const ended = await server.end("SIGTERM");
  assert.deepEqual(ended, { code: 0, signal: null }, server.log);
  await until(() => !client.socket.connected, "the client knows that the server went");
  assert.equal(client.movingCount, 1);
  assert.match(server.log, /event=stopping signal=SIGTERM/);
  assert.match(server.log, /event=stopped/);

  await server.start();
  await Promise.all(said);
  await until(() => client.log("lobby").events.filter((event) => event.type === "message").length === 200, "all is there, once");
  assert.deepEqual(client.violations, []);
});

test("health, readiness and metrics answer, the last to the administrator only", async (t) => {
  const server = await startParlor(t);
  await until(() => server.adminUrl, "the log tells the admin address");
  const adminPort = Number(new URL(server.adminUrl).port);
  for (const port of [server.port, adminPort]) {
    assert.equal((await exchange(port, "GET", "/healthz")).status, 200);
    assert.equal((await exchange(port, "GET", "/readyz")).status, 200);
  }
  assert.equal((await exchange(server.port, "GET", "/metrics")).status, 404);
  const metrics = await exchange(adminPort, "GET", "/metrics");
  assert.equal(metrics.status, 200);
  assert.match(metrics.headers["content-type"], /^text\/plain; version=0\.0\.4/);
  for (const line of metrics.text.trimEnd().split("\n")) {
    assert.match(line, /^(# (HELP|TYPE) [a-z_:][a-z0-9_:]* .+|[a-z_:][a-z0-9_:]*(\{[^}]*\})? [-+0-9.eInfNa]+)$/);
  }
});
