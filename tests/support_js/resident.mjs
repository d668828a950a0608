/**
 * Somebody with an account: makes one of a ChatClient's guest over REST, then changes name and looks and signs in and
 * out elsewhere, asking each thing until it is answered, over as many crashes as that takes. It keeps what was
 * acknowledged, so that a test can hold the server to it.
 */
import assert from "node:assert/strict";
import { after } from "./until.mjs";

const answerTimeoutMs = 20_000;
const retryDelayMs = 50;
const changesMin = 2;
const hueCount = 360;

/** What of a person everybody sees; `""` and null, by which one takes a thing away, are as if it was never there. */
const looksOf = ({ user, nickname, status, hue }) => ({ user, nickname, status: status || undefined, hue: hue ?? undefined });

export class Resident {
  #client;
  #url;
  #random;
  #word;
  #isStopped = false;
  #done;
  #count = 0;
  /** As the last acknowledged change left them. */
  #looks;
  #token;
  /** Tokens of sessions whose end was acknowledged. */
  #endedTokens = [];
  changeCount = 0;

  /** word  begins all names of this person, and of nobody else */
  constructor(client, url, random, word) {
    this.#client = client;
    this.#url = url;
    this.#random = random;
    this.#word = word;
    this.#done = this.#live();
    this.#done.catch(() => {}); // stop() tells of it
  }

  get #password() {
    return `the password of ${this.#word}`;
  }

  async stop() {
    this.#isStopped = true;
    await this.#done;
  }

  /** Everything that was acknowledged must be so, as this person and as `reader`, a ChatClient, see it. */
  async check(reader) {
    assert.deepEqual(looksOf((await this.#ask("GET", "me", { token: this.#token })).body.me), looksOf(this.#looks));
    const { people } = await reader.insist("people", { users: [this.#looks.user] });
    assert.deepEqual(people.map(looksOf), [looksOf(this.#looks)], `everybody sees ${this.#looks.nickname}`);
    const credentials = { name: this.#looks.nickname, password: this.#password };
    const signedIn = await this.#ask("POST", "login", { body: credentials });
    assert.equal(signedIn.status, 200, `${credentials.name} signs in by the last name`);
    assert.equal(signedIn.body.me.user, this.#looks.user);
    const refused = await this.#ask("POST", "login", { body: { ...credentials, password: "the password of nobody" } });
    assert.equal(refused.status, 401);
    for (const ended of this.#endedTokens) {
      assert.equal((await this.#ask("GET", "me", { token: ended })).status, 401, "a session that ended stays over");
    }
  }

  async #live() {
    await this.#settle();
    // However slow the machine: without a change there would be nothing to hold the server to.
    while (!this.#isStopped || this.changeCount < changesMin) {
      // A welcome that was on its way may have put the guest's token back.
      this.#client.token = this.#token;
      await this.#changeLooks();
      if (this.#random.fraction() < 0.15) await this.#visit();
      await after(this.#random.between(20, 200));
    }
  }

  /** The guest becomes an account. */
  async #settle() {
    const { user } = await this.#client.welcome();
    const body = { name: `${this.#word}-0`, password: this.#password, keep: true };
    let answer = await this.#ask("POST", "register", { body, token: this.#client.token });
    if (answer.status !== 201) {
      assert.ok(answer.tries > 1, `an account for ${body.name}: ${JSON.stringify(answer.body)}`);
      // It was made; what was lost is the answer.
      answer = await this.#ask("POST", "login", { body });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    }
    assert.equal(answer.body.me.user, user, "the guest is the account");
    this.#looks = answer.body.me;
    this.#token = answer.body.token;
    this.#client.token = this.#token;
  }

  async #changeLooks() {
    const number = ++this.#count;
    const change = this.#random.pick([
      { nickname: `${this.#word}-${number}` },
      { status: `busy with ${number}` },
      { hue: number % hueCount },
      { status: "", hue: null },
    ]);
    const { status, body } = await this.#ask("PATCH", "me", { body: change, token: this.#token });
    assert.equal(status, 200, JSON.stringify(body));
    this.#looks = { ...this.#looks, ...change };
    assert.deepEqual(looksOf(body.me), looksOf(this.#looks));
    ++this.changeCount;
  }

  /** Signs in at another place and out again. */
  async #visit() {
    const credentials = { name: this.#looks.nickname, password: this.#password };
    const { status, body } = await this.#ask("POST", "login", { body: credentials });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal((await this.#ask("POST", "logout", { token: body.token })).status, 204);
    this.#endedTokens.push(body.token);
  }

  async #ask(method, path, { body, token } = {}) {
    const headers = { connection: "close" };
    if (token) headers.authorization = `Bearer ${token}`;
    if (body) headers["content-type"] = "application/json";
    for (let tries = 1; ; ++tries) {
      try {
        const answer = await fetch(`${this.#url}/api/v1/${path}`, {
          method,
          headers,
          body: body && JSON.stringify(body),
          signal: AbortSignal.timeout(answerTimeoutMs),
        });
        const text = await answer.text();
        if (answer.status !== 503) return { status: answer.status, body: text ? JSON.parse(text) : undefined, tries };
      } catch {
        // Killed, or not there yet.
      }
      await after(retryDelayMs);
    }
  }
}
