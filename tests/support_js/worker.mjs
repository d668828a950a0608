/** A crowd of peers in a process of its own, because one process may have 20,000 files open and the server is another. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { cleanEnvironment } from "./server_process.mjs";
import { within } from "./until.mjs";

const here = new URL(".", import.meta.url).pathname;

export class Worker {
  #child;
  #questions = new Map();
  #nextId = 0;

  /** script  a file of this folder that calls serveParent() */
  constructor(t, script) {
    this.#child = fork(join(here, script), { env: cleanEnvironment() });
    this.#child.on("message", ({ id, answer, error }) => {
      const { resolve, reject } = this.#questions.get(id);
      this.#questions.delete(id);
      if (error === undefined) resolve(answer);
      else reject(new Error(`${script}: ${error}`));
    });
    t.after(async () => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
      const ended = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await ended;
    });
  }

  /** Lets the worker do `task` and returns its answer. */
  ask(task, details = {}, withinMs = 120_000) {
    const id = ++this.#nextId;
    const answer = new Promise((resolve, reject) => this.#questions.set(id, { resolve, reject }));
    this.#child.send({ id, task, details });
    return within(answer, `the worker's "${task}"`, withinMs);
  }
}

/** In the worker: answers the parent's tasks with the functions of that name. */
export function serveParent(tasks) {
  process.on("message", async ({ id, task, details }) => {
    try {
      process.send({ id, answer: (await tasks[task](details)) ?? null });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
}
