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
    if (Date.now() > deadline) {
      throw new Error(`not within ${withinMs} ms: ${typeof what === "function" ? inspect(what()) : what}`);
    }
    await after(lookEveryMs);
  }
}

/** A moment chosen by the test (a random one to kill at, the rhythm of a drip), never a wait for something to happen. */
export function after(ms) {
  // allow(test_sleep): the one place where time passes; see the two callers above
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** `promise`, or an error that says what did not come. */
export async function within(promise, what, ms = 20_000) {
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms} ms: ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
