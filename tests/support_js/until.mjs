/** Waiting for what must come, with an end to the patience. Deadlines guard against hanging; no test measures time. */
import { inspect } from "node:util";

const lookEveryMs = 10;

/**
 * Looks again and again until `condition` answers something true, and returns that.
 *
 * what  what is waited for: the words of the failure; a function is asked when it has failed
 */
export async function until(condition, what, withinMs = 20_000) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > deadline) throw tooLate(what, withinMs);
    await after(lookEveryMs);
  }
}

const tooLate = (what, ms) => new Error(`not within ${ms} ms: ${typeof what === "function" ? inspect(what()) : what}`);

/** A moment chosen by the test (a random one to kill at, the rhythm of a drip), never a wait for something to happen. */
export function after(ms) {
  // allow(test_sleep): the one place where time passes; see the two callers above
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** `promise`, or an error that says what did not come, as until() does. */
export async function within(promise, what, ms = 20_000) {
  let timer;
  const end = new Promise((_, reject) => {
    timer = setTimeout(() => reject(tooLate(what, ms)), ms);
  });
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
  }
}
