// Searching and jumping to a date, as the official client sees it: docs/protocol/events.md.
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { test } from "node:test";
import { fails, person } from "../support_js/listener.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

const texts = (answer) => answer.hits.map((hit) => hit.event.text);

/** Asks until the newest hit has that text: the index follows the log in its own time. */
async function searched(who, query, newest, more = {}) {
  return until(async () => {
    const answer = await who.ask("search", { query, ...more });
    return answer.ok && answer.indexing !== true && answer.hits[0]?.event.text === newest ? answer : undefined;
  }, `${newest} is found by ${query}`);
}

test("two people find what was said where both are, newest first and marked", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  await ada.ask("message", { text: "Green tea" });
  await bob.ask("message", { text: "🙂 Tea, and café" });
  const said = await ada.ask("message", { text: "coffee" });
  await searched(bob, "coffee", "coffee");

  const found = await bob.ask("search", { query: "tea" });
  assert.deepEqual(Object.keys(found).sort(), ["hits", "more", "ok"]);
  assert.equal(found.more, false);
  assert.deepEqual(texts(found), ["🙂 Tea, and café", "Green tea"]);
  assert.deepEqual(found.hits.map((hit) => hit.marks), [[[3, 3]], [[6, 3]]]);
  const [{ event, marks }] = (await bob.ask("search", { query: "CAFE" })).hits;
  assert.deepEqual(marks.map(([start, length]) => event.text.slice(start, start + length)), ["café"]);

  const { events } = await bob.ask("history", { room: "lobby" });
  assert.deepEqual(found.hits.map((hit) => hit.event), [events[1], events[0]], "hits are as history has them");

  assert.deepEqual(texts(await bob.ask("search", { query: "from:ADA" })), ["coffee", "Green tea"]);
  assert.deepEqual(texts(await bob.ask("search", { query: 'from:bob "tea and"' })), ["🙂 Tea, and café"]);
  const today = new Date(said.time).toISOString().slice(0, 10);
  assert.deepEqual(texts(await bob.ask("search", { query: `coffee on:${today}` })), ["coffee"]);
  assert.deepEqual(texts(await bob.ask("search", { query: `coffee before:${today}` })), []);
});

test("a room is searched by those who are in it, while they are", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const bob = await person(t, server.url, "bob");
  const { room } = (await ada.ask("create", { name: "Garden" })).room;
  await ada.ask("message", { room, text: "roses" });
  await searched(ada, "roses in:garden", "roses");

  for (const query of ["roses", "in:garden", "in:nowhere", "from:ada"]) {
    assert.deepEqual(await bob.ask("search", { query }), { ok: true, hits: [], more: false }, query);
  }
  await fails(bob.ask("search", { query: "roses", room }), "not_a_member");
  await fails(bob.ask("search", { query: "roses", room: "nowhere" }), "not_found");

  await bob.ask("join", { room });
  assert.deepEqual(texts(await bob.ask("search", { query: "roses", room })), ["roses"]);
  await bob.ask("leave", { room });
  assert.deepEqual(texts(await bob.ask("search", { query: "roses" })), []);
});

test("an edited message is found by what it says now, a deleted one not at all", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  const { seq } = await ada.ask("message", { text: "green tea" });
  const gone = await ada.ask("message", { text: "black tea" });
  await searched(ada, "tea", "black tea");
  await ada.ask("edit", { room: "lobby", target: seq, text: "green coffee" });
  await ada.ask("delete", { room: "lobby", target: gone.seq });
  assert.deepEqual(texts(await ada.ask("search", { query: "tea" })), [], "at once");
  const { hits } = await searched(ada, "coffee", "green coffee");
  assert.equal(hits[0].event.version, 3);
});

test("pages follow each other by next", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  for (let i = 1; i <= 7; ++i) await ada.ask("message", { text: `tea ${i}` });
  await searched(ada, "tea", "tea 7");
  const all = [];
  let before;
  do {
    const page = await ada.ask("search", { query: "tea", limit: 3, ...(before && { before }) });
    all.push(...texts(page));
    assert.equal(page.more, page.next !== undefined);
    before = page.next;
  } while (before);
  assert.deepEqual(all, [7, 6, 5, 4, 3, 2, 1].map((i) => `tea ${i}`));
});

test("what is no search is refused with a sentence", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  await fails(ada.ask("search", { query: " " }), "query_empty");
  await fails(ada.ask("search", { query: "-tea" }), "query_empty");
  await fails(ada.ask("search", { query: "x".repeat(201) }), "query_too_long");
  await fails(ada.ask("search", { query: "on:yesterday" }), "query_invalid");
  await fails(ada.ask("search", {}), "invalid_payload");
  await fails(ada.ask("search", { query: "x", before: "never given" }), "invalid_payload");
});

test("a date leads to the first message from then on", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  assert.deepEqual(await ada.ask("date", { room: "lobby", time: 0 }), { ok: true, seq: 0, time: 0 });
  const first = await ada.ask("message", { text: "one" });
  const second = await ada.ask("message", { text: "two" });
  assert.deepEqual(await ada.ask("date", { room: "lobby", time: 0 }), { ok: true, seq: 1, time: first.time });
  assert.deepEqual(await ada.ask("date", { room: "lobby", time: second.time + 86_400_000 }), {
    ok: true,
    seq: 2,
    time: second.time,
  });
  await fails(ada.ask("date", { room: "nowhere", time: 0 }), "not_found");
});

test("after a kill and without its index the server finds everything again", async (t) => {
  const server = await startParlor(t);
  const ada = await person(t, server.url, "ada");
  await ada.ask("message", { text: "green tea" });
  await searched(ada, "tea", "green tea");
  assert.equal((await readFile(`${server.data}/search.db`)).subarray(0, 15).toString(), "SQLite format 3");
  await server.end("SIGKILL");
  for (const part of ["", "-wal", "-shm"]) await rm(`${server.data}/search.db${part}`, { force: true });
  await server.start();
  const again = await person(t, server.url, "bob");
  await searched(again, "tea", "green tea");
});
