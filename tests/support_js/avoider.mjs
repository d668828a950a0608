/**
 * Somebody who ignores others and stops it again, asking each thing until it is answered, over as many crashes as that
 * takes. It keeps what was acknowledged, so that a test can hold the server to it.
 */
import assert from "node:assert/strict";
import { after } from "./until.mjs";

const changesMin = 2;

export class Avoider {
  #client;
  #random;
  #others;
  #isStopped = false;
  #done;
  /** The last one first, as the last acknowledged change left them. */
  #ignored = [];
  changeCount = 0;

  /** others  ids of people who can be ignored */
  constructor(client, random, others) {
    this.#client = client;
    this.#random = random;
    this.#others = others;
    this.#done = this.#live();
    this.#done.catch(() => {}); // stop() tells of it
  }

  async stop() {
    this.#isStopped = true;
    await this.#done;
  }

  /** What was acknowledged must be so, as this person is told when they come again. */
  async check() {
    const { ignored = [] } = await this.#comeAgain();
    assert.deepEqual(ignored.map(({ user }) => user), this.#ignored, "whom somebody ignores");
  }

  async #comeAgain() {
    this.#client.socket.disconnect();
    const told = new Promise((resolve) => this.#client.socket.once("welcome", resolve));
    this.#client.socket.connect();
    return told;
  }

  async #live() {
    while (!this.#isStopped || this.changeCount < changesMin) {
      const user = this.#random.pick(this.#others);
      const on = this.#random.fraction() < 0.6;
      const answer = await this.#client.insist("ignore", { user, on });
      assert.equal(answer.ok, true, JSON.stringify(answer));
      const others = this.#ignored.filter((each) => each !== user);
      const isSoAlready = on && others.length < this.#ignored.length;
      if (!isSoAlready) this.#ignored = on ? [user, ...others] : others;
      assert.deepEqual(answer.people.map((each) => each.user), this.#ignored);
      ++this.changeCount;
      await after(this.#random.between(20, 200));
    }
  }
}
