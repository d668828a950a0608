/** How much memory a process has resident, and whether it comes back down. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { until } from "./until.mjs";

export function residentBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
}

/** The most the process ever had resident. */
export function peakResidentBytes(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
}

export function openFiles(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^FDSize:\s+(\d+)$/m.exec(status)[1]);
}

/**
 * Runs `attack` once so that caches and pools are as large as it makes them, then again, and fails when the
 * process keeps over a tenth more than it had between the two.
 */
export async function leavesMemoryAsItWas(pid, attack) {
  await attack();
  const before = residentBytes(pid);
  await attack();
  const allowed = before * 1.1;
  let now = residentBytes(pid);
  await until(
    () => (now = residentBytes(pid)) <= allowed,
    () => `memory of process ${pid} back within 10 %: before ${before}, now ${now}`,
  );
  assert.ok(now <= allowed);
}
