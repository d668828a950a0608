/** A real nats-server on a free port: started, killed, and started again in the same place. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { loopback } from "./network.mjs";
import { within } from "./until.mjs";

// Debian has it where people's paths have not.
const program = existsSync("/usr/sbin/nats-server") ? "/usr/sbin/nats-server" : "nats-server";
const linesKept = 100;

export class NatsServer {
  #arguments;
  #place;
  #child;
  #exit;
  #lines = [];
  #port = -1; // the server's word for any that is free

  /** t  the test; the server is killed after it */
  static async start(t, { args = [], place = loopback } = {}) {
    const server = new NatsServer(args, place);
    t.after(() => server.kill());
    await server.start();
    return server;
  }

  /**
   * args   of nats-server, besides where it listens
   * place  where that is (network.mjs)
   */
  constructor(args, place) {
    this.#arguments = args;
    this.#place = place;
  }

  get place() {
    return this.#place;
  }
  get url() {
    return `nats://${this.#place.address}:${this.#port}`;
  }
  get pid() {
    return this.#child.pid;
  }
  /** What it wrote lately. */
  get log() {
    return this.#lines.join("\n");
  }

  /** On a free port the first time, on the same port ever after; returns when it listens. */
  async start() {
    const { address } = this.#place;
    const [path, ...args] = this.#place.command([program, "--addr", address, "--port", String(this.#port), ...this.#arguments]);
    const child = spawn(path, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    this.#lines = [];
    this.#exit = once(child, "exit");
    const ready = new Promise((resolve) => {
      createInterface({ input: child.stderr }).on("line", (line) => {
        this.#lines.push(line);
        if (this.#lines.length > linesKept) this.#lines.shift();
        const listening = /Listening for client connections on [^ ]*:(\d+)/.exec(line);
        if (listening) this.#port = Number(listening[1]);
        if (line.includes("Server is ready")) resolve(true);
      });
    });
    const isReady = await within(Promise.race([ready, this.#exit.then(() => false)]), "a nats-server that listens");
    if (!isReady) throw new Error(`nats-server ended at once:\n${this.log}`);
  }

  /** As kill -9 does; returns when it is gone. */
  async kill() {
    if (this.#child === undefined) return;
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill("SIGKILL");
    await this.#exit;
    this.#child = undefined;
  }

  /** Neither reads nor answers from now on, as a machine that hangs; kill() ends that as well. */
  pause() {
    this.#child.kill("SIGSTOP");
  }
  resume() {
    this.#child.kill("SIGCONT");
  }
}
