// The timeline in Chromium, with 10,000 messages: nothing jumps, nothing is blank. `node tests/scroll.mjs`.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { MockData, MockServer } from "./mock_server.mjs";

const data = new MockData();
const lobby = data.rooms.get("lobby");
const bob = data.user("bob");
const eve = data.user("eve");
const start = Date.now() - 10_000 * 20_000;
for (let index = 1; index <= 10_000; index += 1) {
  const lines = 1 + ((index * 7919) % 4);
  const text = Array.from({ length: lines }, (_, line) => `message ${index} line ${line}`).join(
    "\n",
  );
  data.say(lobby, index % 3 === 0 ? eve : bob, text, start + index * 20_000);
}
const server = new MockServer(data);
const address = `http://127.0.0.1:${await server.start()}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--enable-precise-memory-info",
  ],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.on("pageerror", (error) => assert.fail(String(error)));
await page.goto(address);
await page.getByLabel("Nickname").fill("ada");
await page.getByRole("button", { name: "Join", exact: true }).click();
await page.getByText("message 10000 line 0").waitFor();

/** The message at the middle of the timeline and where it is; "blank" where nothing is. */
const middle = () =>
  page.evaluate(() => {
    const log = document.querySelector("[role=log]");
    const box = log.getBoundingClientRect();
    const y = box.top + box.height / 2;
    const rows = [...log.querySelectorAll("[data-seq]")].map((row) => ({
      seq: row.dataset.seq,
      top: row.getBoundingClientRect().top,
      bottom: row.getBoundingClientRect().bottom,
    }));
    const at = rows.find((row) => row.bottom > y - 40 && row.top < y + 40);
    const top = Math.min(...rows.map((row) => row.top));
    const bottom = Math.max(...rows.map((row) => row.bottom));
    return {
      seq: at?.seq ?? "blank",
      top: at?.top,
      covered: top <= box.top + 60 && bottom >= box.bottom - 60,
      scrollTop: log.scrollTop,
      height: log.scrollHeight,
    };
  });
const frames = (count) =>
  page.evaluate(async (n) => {
    for (let i = 0; i < n; i += 1) await new Promise(requestAnimationFrame);
  }, count);
const positionOf = (seq) =>
  page.evaluate(
    (s) => document.querySelector(`[data-seq="${s}"]`)?.getBoundingClientRect().top,
    seq,
  );

// Up through many pages: after each, whatever the reader looks at stays where it is.
let jumpMax = 0;
let blanks = 0;
await page.getByRole("log").hover();
for (let turn = 0; turn < 400; turn += 1) {
  await page.mouse.wheel(0, -900);
  await frames(2);
  const before = await middle();
  if (before.seq === "blank" || !before.covered) blanks += 1;
  await frames(6);
  const after = await positionOf(before.seq);
  if (before.seq !== "blank" && after !== undefined) {
    const jump = Math.abs(after - before.top);
    if (jump > 2) console.log(`turn ${turn}: seq ${before.seq} moved by ${after - before.top}`);
    jumpMax = Math.max(jumpMax, jump);
  }
}
const up = await middle();
console.log({ up, jumpMax, blanks });

// New messages do not move a reader who is elsewhere.
const seenAt = await positionOf(up.seq);
for (let index = 0; index < 20; index += 1) server.say(lobby, bob, `new ${index}`);
await page.getByRole("button", { name: "20 new messages" }).waitFor();
console.log("moved by new messages:", (await positionOf(up.seq)) - seenAt);

// A resize keeps the place; reload too.
await page.setViewportSize({ width: 900, height: 700 });
await frames(10);
console.log("after resize", await middle());
await page.setViewportSize({ width: 1280, height: 800 });
await frames(10);
const beforeReload = await middle();
await page.reload();
await page.getByRole("log").waitFor();
await frames(30);
console.log("reload", beforeReload, await middle());

// To the end.
await page.getByRole("button", { name: /new messages|Jump to latest/ }).click();
await page.getByText("new 19").waitFor();
await frames(10);
const atEnd = await page.evaluate(() => {
  const log = document.querySelector("[role=log]");
  return log.scrollHeight - log.clientHeight - log.scrollTop;
});
console.log("distance to the end", atEnd);

// 100 messages a second into the open room while somebody types.
await page.getByRole("textbox", { name: "Message lobby" }).click();
await page.evaluate(() => {
  globalThis.latencies = [];
  document.querySelector("#composer").addEventListener("input", (event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => globalThis.latencies.push(performance.now() - at));
  });
});
const timer = setInterval(() => server.say(lobby, bob, `flood **${Date.now()}**`), 10);
for (let index = 0; index < 60; index += 1) {
  await page.keyboard.type("a");
  await frames(2);
}
clearInterval(timer);
const latencies = (await page.evaluate(() => globalThis.latencies)).sort((a, b) => a - b);
console.log(
  "input latency ms: median",
  latencies[30].toFixed(1),
  "worst",
  latencies.at(-1).toFixed(1),
);
const stuck = await page.evaluate(() => {
  const log = document.querySelector("[role=log]");
  return log.scrollHeight - log.clientHeight - log.scrollTop;
});
console.log("still at the end", stuck);

// All the 10,000: heap.
await page.getByRole("log").focus();
for (let turn = 0; turn < 260; turn += 1) {
  await page.keyboard.press("Home");
  await frames(6);
  if (await page.getByText("This is the beginning of lobby.").count()) break;
}
console.log(
  "beginning reached",
  await page.getByText("This is the beginning of lobby.").count(),
  await middle(),
);
const client = await page.context().newCDPSession(page);
await client.send("HeapProfiler.collectGarbage");
const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1e6);
console.log("heap MB with all loaded:", heap.toFixed(1));
await browser.close();
await server.stop();
