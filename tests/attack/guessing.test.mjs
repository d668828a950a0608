// Who guesses passwords, invites and owner keys, and who sends REST what it does not expect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { person } from "../support_js/listener.mjs";
import { Rest, refusalOf } from "../support_js/rest.mjs";
import { startParlor } from "../support_js/server_process.mjs";

const password = "correct horse battery";

test("who is wrong too often about one name has to wait, and others have not", async (t) => {
  const server = await startParlor(t, { flags: [] });
  const rest = new Rest(server.url);
  const ada = (await rest.register("ada", password)).body;
  await rest.register("bob", password);
  const codes = [];
  for (let i = 0; i < 7; i += 1) codes.push(refusalOf(await rest.login("ada", `wrong horse ${i}`))[1]);
  assert.deepEqual(codes, [...Array(5).fill("credentials_wrong"), "rate_limited", "rate_limited"]);

  const limited = await rest.login("ada", password);
  assert.deepEqual(refusalOf(limited), [429, "rate_limited"], "the right one tells nothing now");
  assert.ok(Number(limited.headers.get("retry-after")) >= 1);
  assert.ok(limited.body.error.retry_after_ms > 0);
  assert.equal((await rest.login("bob", password)).status, 200, "another name from there");
  assert.equal((await rest.ask("GET", "me", { token: ada.token })).status, 200, "who is signed in stays so");
});

test("many at once are no way around the limit, and right ones do not count", async (t) => {
  const server = await startParlor(t, { flags: [] });
  const rest = new Rest(server.url);
  await rest.register("ada", password);
  for (let i = 0; i < 8; i += 1) assert.equal((await rest.login("ada", password)).status, 200);
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => rest.login("ada", `wrong horse ${i}`)));
  const wrong = answers.filter(({ status }) => status === 401);
  assert.equal(wrong.length, 5);
  assert.equal(answers.filter(({ status }) => status === 429).length, 7);
});

test("codes and keys are guessed no faster, and names of all kinds count for their address", async (t) => {
  const server = await startParlor(t, { flags: ["--registration", "invite"] });
  const rest = new Rest(server.url);
  const statuses = [];
  for (let i = 0; i < 34; i += 1) {
    const guess = i % 2 === 0 ? rest.ask("POST", "invites/check", { body: { code: `guess${i}` } }) : rest.register(`eve${i}`, password, { owner_key: `guess${i}` });
    statuses.push((await guess).status);
  }
  assert.deepEqual(new Set(statuses.slice(0, 30)), new Set([404, 403]));
  assert.deepEqual(new Set(statuses.slice(30)), new Set([429]));
});

test("no body, path or header stops REST from answering the next request", async (t) => {
  const server = await startParlor(t);
  const rest = new Rest(server.url);
  const hostile = [
    ["POST", "login", { body: "{" }, 400],
    ["POST", "login", { body: "null" }, 400],
    ["POST", "login", { body: "[".repeat(5000) }, 400],
    ["POST", "login", { body: { name: "a".repeat(5000), password: "b" } }, 400],
    ["POST", "login", { body: "x".repeat(8193) }, 413],
    ["POST", "login", {}, 400],
    ["POST", "login", { body: { name: "a\u0000b", password: "\u0000" } }, 401],
    ["POST", "login", { body: { __proto__: null, name: "constructor", password: "prototype" } }, 401],
    ["POST", "register", { body: { name: "\u202e", password } }, 400],
    ["PUT", "me", {}, 405],
    ["GET", "sessions/%00", {}, 405],
    ["DELETE", `sessions/${"x".repeat(65)}`, {}, 405],
    ["DELETE", "sessions/../../etc", {}, 405],
    ["GET", "me", { headers: { Authorization: `Bearer ${"x".repeat(4000)}` } }, 401],
    ["GET", "me", { headers: { Authorization: "Basic YTpi" } }, 401],
    ["GET", "me", { headers: { Origin: "https://evil.example" } }, 403],
    ["POST", "login", { body: "name=ada", headers: { "Content-Type": "text/plain" } }, 415],
  ];
  for (const [method, resource, request, status] of hostile) {
    const response = await fetch(`${server.url}/api/v1/${resource}`, {
      method,
      headers: { ...(request.body === undefined ? {} : { "Content-Type": "application/json" }), ...request.headers },
      ...(request.body === undefined ? {} : { body: typeof request.body === "string" ? request.body : JSON.stringify(request.body) }),
    });
    await response.arrayBuffer();
    assert.equal(response.status, status, `${method} ${resource} ${JSON.stringify(request).slice(0, 60)}`);
  }
  assert.equal((await rest.register("ada", password)).status, 201);
});

test("the log holds neither passwords nor tokens", async (t) => {
  const server = await startParlor(t, { flags: ["--no-rate-limits", "--log-level", "debug"] });
  const rest = new Rest(server.url);
  const made = (await rest.register("ada", password)).body;
  await rest.login("ada", "wrong horse battery");
  await rest.ask("POST", "password", { token: made.token, body: { current: password, password: "new horse battery" } });
  await person(t, server.url, undefined, { token: made.token });
  for (const secret of [password, "wrong horse battery", "new horse battery", made.token]) {
    assert.ok(!server.log.includes(secret), "a secret stands in the log");
  }
});
