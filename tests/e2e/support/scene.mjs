/** A test with a server of its own and people in it, whose pages must have had nothing to complain about. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../../support_js/chat_client.mjs";
import { startParlor } from "../../support_js/server_process.mjs";
import { newContext } from "./browser.mjs";
import { Person } from "./person.mjs";

class Stage {
  server;
  people = [];
  #t;

  constructor(t, server) {
    this.#t = t;
    this.server = server;
  }

  /** Somebody in front of an empty page. */
  async stranger(nickname, options = {}) {
    const context = await newContext(options);
    const person = await Person.arrive(nickname, context, this.server.url);
    this.people.push(person);
    return person;
  }
  /** Somebody who has joined. */
  async person(nickname, options = {}) {
    return (await this.stranger(nickname, options)).join();
  }
  /** Several, one after the other, so that the order of their coming is known. */
  async persons(...nicknames) {
    const people = [];
    for (const nickname of nicknames) people.push(await this.person(nickname));
    return people;
  }
  /** Somebody without a browser, who writes a lot. */
  async bot(nickname) {
    const client = new ChatClient(this.server.url, nickname);
    this.#t.after(() => client.close());
    await client.welcome();
    return client;
  }
}

/** Says `count` numbered messages, a few at a time; returns when all are acknowledged. */
export async function chatter(bot, room, count, text = (index) => `${bot.nickname} says ${index}`) {
  const together = 20;
  for (let from = 0; from < count; from += together) {
    const indexes = Array.from({ length: Math.min(together, count - from) }, (_, at) => from + at);
    await Promise.all(indexes.map((index) => bot.say(room, text(index))));
  }
}

/** flags  of the server */
export function scene(name, act, { flags = ["--no-rate-limits", "--leave-grace-ms", "300"] } = {}) {
  test(name, async (t) => {
    const server = await startParlor(t, { flags });
    const stage = new Stage(t, server);
    try {
      await act(stage);
    } catch (error) {
      const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      for (const person of stage.people) {
        await person.shot(`failed-${slug}-${person.nickname}`).catch(() => {});
        for (const problem of person.problems) t.diagnostic(problem);
      }
      throw error;
    } finally {
      for (const { context } of stage.people) await context.close().catch(() => {});
    }
    assert.deepEqual(stage.people.flatMap((person) => person.problems), [], "what the pages complained about");
  });
}
