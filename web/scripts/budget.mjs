// What a browser loads before anybody can talk, compressed, against the budgets. Needs `npm run build` first.
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const budgets = [
  { what: "initial JavaScript", type: "js", bytesMax: 130_000 },
  { what: "CSS", type: "css", bytesMax: 15_000 },
];

const dist = new URL("../dist/", import.meta.url);
const html = await readFile(new URL("index.html", dist), "utf8");
const assets = await readdir(new URL("assets/", dist));

const words = new Set(
  [...html.matchAll(/data-words-\w+="\/assets\/([^"]+)"/g)].map((found) => found[1]),
);

async function gzipBytes(name) {
  return gzipSync(await readFile(new URL(`assets/${name}`, dist)), { level: 9 }).length;
}

let isOver = false;
for (const { what, type, bytesMax } of budgets) {
  const named = assets.filter((name) => name.endsWith(`.${type}`));
  // All CSS counts; of the JavaScript what index.html names, for the rest is loaded when it is needed.
  const counted = type === "css" ? named : named.filter((name) => html.includes(name));
  if (counted.length === 0) throw new Error(`no ${type} in dist: is it built?`);
  let bytes = 0;
  let wordsBytes = 0;
  for (const name of counted) {
    const size = await gzipBytes(name);
    // Of the languages one is loaded, the longest at worst.
    if (words.has(name)) wordsBytes = Math.max(wordsBytes, size);
    else bytes += size;
  }
  bytes += wordsBytes;
  isOver ||= bytes > bytesMax;
  console.log(`${bytes > bytesMax ? "OVER" : "ok  "} ${what}: ${bytes} of ${bytesMax} bytes, gzip`);
}
process.exitCode = isOver ? 1 : 0;
