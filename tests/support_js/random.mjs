/** Random choices that a seed replays: PARLOR_TEST_SEED=<number> runs the same again. */

export function seedFor(test) {
  const seed = Number(process.env.PARLOR_TEST_SEED ?? Math.floor(Math.random() * 2 ** 32)) >>> 0;
  console.log(`# ${test}: PARLOR_TEST_SEED=${seed}`);
  return seed;
}

/** The mulberry32 generator. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** 0 <= x < 1 */
  fraction() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(min, max) {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  pick(choices) {
    return choices[this.between(0, choices.length - 1)];
  }

  octets(length) {
    const octets = Buffer.alloc(length);
    for (let i = 0; i < length; ++i) octets[i] = this.between(0, 255);
    return octets;
  }
}
