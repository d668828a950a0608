/** One server program under test: started on a free port, killed in any way, started again in the same place. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { loopback } from "./network.mjs";
import { within } from "./until.mjs";

const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const logLinesKept = 200;

function program(variable, name) {
  const path = process.env[variable] ?? join(root, "build/release/bin", name);
  if (!existsSync(path)) throw new Error(`${path} is missing: run ./dev build, or set ${variable}`);
  return path;
}

export const parlorProgram = () => program("PARLOR_BIN", "parlor");
export const echoServerProgram = () => program("ECHO_SERVER_BIN", "echo_server");

/** The environment without settings of a Parlor somebody may have around. */
export function cleanEnvironment(extra = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PARLOR_"));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Runs parlor in `directory` to its end: {code, stdout, stderr}. */
export function runParlor(args, environment = {}, directory = tmpdir()) {
  return new Promise((resolve) => {
    const options = { cwd: directory, env: cleanEnvironment(environment), timeout: 60_000 };
    execFile(parlorProgram(), args, options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.signal ?? error.code), stdout, stderr });
    });
  });
}

export class ServerProcess {
  #command;
  #directory;
  #child;
  #exit;
  #log = [];
  port = 0;
  url = "";

  /** command  (port) => [program, ...arguments] */
  constructor(command, directory) {
    this.#command = command;
    this.#directory = directory;
  }

  get pid() {
    return this.#child.pid;
  }
  get isRunning() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }
  /** What it wrote lately to both its outputs. */
  get log() {
    return this.#log.join("\n");
  }
  /** Where /metrics is; only Parlor has it. */
  get adminUrl() {
    return /event=started .*admin=(http:\S+)/.exec(this.log)?.[1];
  }

  /** Starts on a free port the first time, on the same port ever after; returns when it listens. */
  async start() {
    const [path, ...args] = this.#command(this.port);
    this.#log = [];
    const child = spawn(path, args, { env: cleanEnvironment(), cwd: this.#directory, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.#exit = once(child, "exit").then(([code, signal]) => ({ code, signal }));
    const listening = new Promise((found, failed) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        this.#keep(line);
        const match = /http:\/\/([^/:\s]+|\[[^\]\s]+\]):(\d+)/.exec(line);
        if (match) found({ url: match[0], port: Number(match[2]) });
      });
      createInterface({ input: child.stderr }).on("line", (line) => this.#keep(line));
      child.once("error", failed);
      void this.#exit.then(({ code, signal }) =>
        failed(new Error(`${path} ended with ${signal ?? code} instead of listening:\n${this.log}`)),
      );
    });
    listening.catch(() => {});
    ({ url: this.url, port: this.port } = await within(listening, `${path} listens`));
    return this;
  }

  /** Sends the signal and returns how the process ended. */
  async end(signal) {
    if (this.isRunning) this.#child.kill(signal);
    return within(this.#exit, `process ${this.pid} ends after ${signal}`, 30_000);
  }

  async restart(signal = "SIGKILL") {
    const ended = await this.end(signal);
    await this.start();
    return ended;
  }

  #keep(line) {
    this.#log.push(line);
    if (this.#log.length > logLinesKept) this.#log.shift();
  }
}

async function startedFor(t, command, directory) {
  const server = new ServerProcess(command, directory);
  t.after(async () => {
    if (server.isRunning) await server.end("SIGKILL");
    await rm(directory, { recursive: true, force: true });
  });
  return server.start();
}

/**
 * A Parlor with data of its own, gone after the test `t`.
 *
 * data     another data directory than one that goes with it
 * wrapper  words before the program: ["prlimit", "--nofile=200"]
 * place    where it listens (network.mjs)
 */
export async function startParlor(t, { flags = ["--no-rate-limits"], wrapper = [], data, place = loopback } = {}) {
  const directory = await mkdtemp(join(tmpdir(), "parlor-test-"));
  data ??= join(directory, "data");
  const command = (port) => place.command([
    ...wrapper, parlorProgram(), "serve", "--listen", `${place.address}:${port}`, "--admin-listen", `${place.address}:0`, "--data", data, ...flags,
  ]);
  const server = await startedFor(t, command, directory);
  server.data = data;
  server.place = place;
  return server;
}

export async function startEchoServer(t, { flags = [], wrapper = [] } = {}) {
  const directory = await mkdtemp(join(tmpdir(), "parlor-test-"));
  const command = (port) => [...wrapper, echoServerProgram(), "--port", String(port), ...flags];
  return startedFor(t, command, directory);
}
