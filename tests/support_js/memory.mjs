/** How much memory a process has resident, and whether it comes back down. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, until } from "./until.mjs";

const roundsMax = 4;
const lookEveryMs = 200;

export function residentBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
}

/** The most the process ever had resident. */
export function peakResidentBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
}

/** The memory of a process that has finished what its peers left behind: two looks see the same. */
async function settledBytes(pid) {
  let last = 0;
  return until(async () => {
    const now = residentBytes(pid);
    const isSettled = Math.abs(now - last) < now / 100;
    last = now;
    if (isSettled) return now;
    await after(lookEveryMs);
    return undefined;
  }, `the memory of process ${pid} settles`);
}

/**
 * Runs `attack` until caches and pools are as large as it makes them, then again, and fails when the process keeps
 * over a tenth more than it had before. An allocator breathes: what one more round gives back was no leak.
 *
 * warmUps  how many rounds fill everything that is bounded
 */
export async function leavesMemoryAsItWas(pid, attack, { warmUps = 1 } = {}) {
  let before = 0;
  for (let round = 0; round < warmUps; ++round) {
    await attack();
    before = Math.max(before, await settledBytes(pid));
  }
  const kept = [];
  for (let round = 0; round < roundsMax; ++round) {
    await attack();
    kept.push(await settledBytes(pid));
    if (kept.at(-1) <= before * 1.1) return;
  }
  assert.fail(`process ${pid} had ${before} octets after ${warmUps} rounds, and after more of them ${kept.join(", ")}`);
}
