/** The PostgreSQL server that other tests build on does what they ask of it. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { startPostgres } from "../support_js/postgres.mjs";
import { after } from "../support_js/until.mjs";

test("what was committed is there after a kill and a stop, on the same port", async (t) => {
  const server = await startPostgres(t);
  const { port } = server;
  await server.query("CREATE TABLE things (name TEXT)");
  await server.query("INSERT INTO things VALUES ('one'), ('two words')");
  await server.restart();
  assert.equal(server.port, port);
  assert.deepEqual(await server.query("SELECT name, 1 FROM things ORDER BY name"), [["one", "1"], ["two words", "1"]]);
  await server.stop();
  await assert.rejects(server.query("SELECT 1"));
  await server.start();
  assert.deepEqual(await server.query("SELECT count(*) FROM things"), [["2"]]);
});

test("a halted server answers when it goes on", async (t) => {
  const server = await startPostgres(t);
  server.halt();
  let isAnswered = false;
  const answer = server.query("SELECT 'here'").finally(() => {
    isAnswered = true;
  });
  await after(300);
  assert.equal(isAnswered, false);
  server.goOn();
  assert.deepEqual(await answer, [["here"]]);
});

test("nothing of a server is left", async (t) => {
  const server = await startPostgres(t, { options: { log_statement: "all" } });
  const [[folder]] = await server.query("SHOW data_directory");
  assert.match(server.log, /SHOW data_directory/);
  await server.close();
  assert.equal(existsSync(folder), false);
  await assert.rejects(server.query("SELECT 1"));
});
