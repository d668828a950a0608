/** How much memory a process has resident, and whether it comes back down. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, until } from "./until.mjs";

/** Two rounds that leave the same differ by this at most. */
const tolerance = 1.03;
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
 * Runs `attack` again and again until one more round leaves the process no larger than the rounds before it did, and
 * fails when that never happens. What an attack leaves behind grows by its size every time; an allocator's pieces
 * come to an end.
 *
 * rounds  at most so many; more where caches are large beside what one round brings
 */
export async function leavesMemoryAsItWas(pid, attack, { rounds = 6 } = {}) {
  const kept = [];
  for (let round = 0; round < rounds; ++round) {
    const largest = Math.max(...kept);
    await attack();
    kept.push(await settledBytes(pid));
    if (kept.at(-1) <= largest * tolerance) return;
  }
  assert.fail(`process ${pid} grew with every round: ${kept.join(", ")} octets`);
}
