/** A PostgreSQL server of a test's own: on a free port, in a folder that goes with it, ended in any way and started again. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { chown, mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { loopback } from "./network.mjs";
import { until, within } from "./until.mjs";

const run = promisify(execFile);
const versions = "/usr/lib/postgresql";
const owner = "postgres";
const isRoot = process.getuid() === 0;
const startMs = 120_000;

/** Debian has the programs of each version in a folder of their own; the newest will do. */
function program(name) {
  const newest = readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0];
  return join(versions, newest, "bin", name);
}

/** PostgreSQL does not run as root. */
function asOwner(command) {
  return isRoot ? ["setpriv", "--reuid", owner, "--regid", owner, "--clear-groups", "--", ...command] : command;
}

async function runAsOwner(...command) {
  const [path, ...args] = asOwner(command);
  await run(path, args, { cwd: "/", timeout: startMs });
}

async function freePort() {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** Reads until this program is gone, however it ends, and cleans up after it. */
const keeper = `
cat
main=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null)
if [ -n "$main" ]; then
    kill -CONT "$main"
    kill -QUIT "$main"
    tail --pid="$main" -f /dev/null
fi
rm -rf "$0"`;

/** Gone, or only not yet taken notice of. */
function isDead(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].startsWith("Z");
  } catch {
    return true;
  }
}

export class PostgresServer {
  #folder;
  #options;
  #place;
  #keeper;
  #kept;
  port = 0;

  /**
   * options  settings of the server's: { fsync: "off" }
   * place    where it listens (network.mjs)
   */
  constructor(folder, options, place) {
    this.#folder = folder;
    this.#options = options;
    this.#place = place;
    this.#keeper = spawn("sh", ["-c", keeper, folder], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    this.#kept = once(this.#keeper, "exit");
  }

  get place() {
    return this.#place;
  }
  /** postgres://... of a database; "postgres" is there from the start. */
  address(database = "postgres") {
    return `postgres://parlor@${this.#place.address}:${this.port}/${database}`;
  }
  /** What the server wrote to its log. */
  get log() {
    return readFileSync(join(this.#folder, "log"), "utf8");
  }

  async initialize() {
    await runAsOwner(program("initdb"), "-D", join(this.#folder, "data"), "--auth=trust", "--username=parlor",
      "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
    // Whoever reaches the address is of this test.
    if (this.#place !== loopback) appendFileSync(join(this.#folder, "data/pg_hba.conf"), "host all all all trust\n");
  }

  /** Starts on a free port the first time, on the same port ever after; returns when it takes connections. */
  async start() {
    const isFirst = this.port === 0;
    const tries = 5;
    for (let left = tries; ; left -= 1) {
      if (isFirst) this.port = await freePort();
      const settings = {
        listen_addresses: this.#place.address, port: this.port, unix_socket_directories: this.#folder, shared_buffers: "32MB",
        max_connections: 200, max_wal_size: "128MB", dynamic_shared_memory_type: "mmap", jit: "off", ...this.#options,
      };
      const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`).join(" ");
      try {
        await this.#runInPlace(program("pg_ctl"), "-D", join(this.#folder, "data"), "-l", join(this.#folder, "log"), "-w", "-t", "60",
          "-o", options, "start");
        return this;
      } catch (error) {
        // Somebody took the port, or after kill() the server's other processes are about to notice.
        if (left === 0) throw new Error(`PostgreSQL does not start: ${error.message}\n${this.log}`);
      }
    }
  }

  /** Lets transactions end as they are: aborted. */
  async stop() {
    await runAsOwner(program("pg_ctl"), "-D", join(this.#folder, "data"), "-m", "fast", "-w", "stop");
  }
  /** Its main process ends at once, and all others with it. Returns which they were. */
  kill() {
    return this.#signalAll("SIGKILL");
  }
  async restart() {
    const pids = this.kill();
    await until(() => pids.every(isDead), "PostgreSQL's processes are dead");
    // Where nobody takes notice of dead processes, their locks would be believed for ever.
    for (const lock of ["data/postmaster.pid", `.s.PGSQL.${this.port}.lock`]) rmSync(join(this.#folder, lock), { force: true });
    await this.start();
  }
  /** Its processes stand still and say nothing, until goOn(). */
  halt() {
    this.#signalAll("SIGSTOP");
  }
  goOn() {
    this.#signalAll("SIGCONT");
  }

  /** The rows of a statement, each a list of texts. */
  async query(sql, database = "postgres") {
    const { stdout } = await run("psql", ["-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", sql, this.address(database)]);
    return stdout.split("\n").slice(0, -1).map((line) => line.split("\t"));
  }

  /** Ends it and removes its folder. */
  async close() {
    this.#keeper.stdin.end();
    await within(this.#kept, "PostgreSQL is gone", startMs);
  }

  async #runInPlace(...command) {
    const [path, ...args] = this.#place.command(asOwner(command));
    await run(path, args, { cwd: "/", timeout: startMs });
  }

  #signalAll(signal) {
    const main = Number(readFileSync(join(this.#folder, "data/postmaster.pid"), "utf8").split("\n")[0]);
    const children = readFileSync(`/proc/${main}/task/${main}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
    process.kill(main, signal);
    for (const child of children) {
      try {
        process.kill(child, signal);
      } catch (error) {
        if (error.code !== "ESRCH") throw error;
      }
    }
    return [main, ...children];
  }
}

/**
 * A server that is gone after the test `t`.
 *
 * synced  whether a commit waits for the disk; without it, kill() still loses nothing, as the system lives on
 * place   where it listens (network.mjs)
 */
export async function startPostgres(t, { synced = false, options = {}, place = loopback } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "parlor-postgres-"));
  if (isRoot) {
    const { stdout } = await run("id", ["-u", owner]);
    const { stdout: group } = await run("id", ["-g", owner]);
    await chown(folder, Number(stdout), Number(group));
  }
  const server = new PostgresServer(folder, { ...(synced ? {} : { fsync: "off", full_page_writes: "off" }), ...options }, place);
  t.after(() => server.close());
  await server.initialize();
  return server.start();
}
