// A disk that is full refuses messages; it loses none, and reading goes on.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { exchange } from "../support_js/polling.mjs";
import { startParlor } from "../support_js/server_process.mjs";
import { temporaryDirectory } from "../support_js/temporary_directory.mjs";
import { until, within } from "../support_js/until.mjs";

/** A small disk that only a process of ours sees, filled and freed by another file on it. */
class SmallDisk {
  #holder;
  #mountPoint;
  #enter;

  /** What makes a mount that nobody else sees, and what enters it; undefined where we may not. */
  static means() {
    const candidates = [
      { unshare: ["-m"], enter: ["-m"] },
      { unshare: ["-rm"], enter: ["-U", "-m", "--preserve-credentials"] },
    ];
    return candidates.find(({ unshare }) => spawnSync("unshare", [...unshare, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0);
  }

  /** Lives as long as a process that holds it, which ends with the test. */
  static async mount(t, mountPoint) {
    const disk = new SmallDisk();
    const { unshare, enter } = SmallDisk.means();
    const script = 'mount -t tmpfs -o size=4m tmpfs "$0" && echo mounted && exec cat';
    disk.#mountPoint = mountPoint;
    disk.#enter = enter;
    disk.#holder = spawn("unshare", [...unshare, "sh", "-c", script, mountPoint], { stdio: ["pipe", "pipe", "inherit"] });
    t.after(() => disk.#holder.stdin.end());
    await within(once(disk.#holder.stdout, "data"), "the disk is mounted");
    return disk;
  }

  get wrapper() {
    return ["nsenter", "-t", String(this.#holder.pid), ...this.#enter];
  }
  async fill() {
    const filler = await open(this.#filler, "w");
    try {
      for (const chunk of [65_536, 4_096]) {
        for (;;) {
          try {
            await filler.write(Buffer.alloc(chunk));
          } catch (error) {
            assert.equal(error.code, "ENOSPC");
            break;
          }
        }
      }
    } finally {
      await filler.close();
    }
  }
  async free() {
    await rm(this.#filler);
  }
  get #filler() {
    return join(`/proc/${this.#holder.pid}/root`, this.#mountPoint, "filler");
  }
}

/** A limit on the size of files, which everybody may set for their own processes: no file grows any more. */
const fileLimit = {
  // The signal that comes with the limit is ignored, as a disk sends none.
  wrapper: ["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh"],
  fill: (server) => setFileLimit(server, "1:unlimited"),
  free: (server) => setFileLimit(server, "unlimited:unlimited"),
};
function setFileLimit(server, limit) {
  execFileSync("prlimit", ["--pid", String(server.pid), `--fsize=${limit}`]);
}

async function refusesAndRecovers(t, { data, wrapper, fill, free }) {
  const server = await startParlor(t, { data, wrapper });
  const clients = ["ada", "bob"].map((nickname) => new ChatClient(server.url, nickname));
  t.after(() => clients.forEach((client) => client.close()));
  const [ada, bob] = clients;
  await Promise.all(clients.map((client) => client.welcome()));
  for (let number = 0; number < 50; ++number) await ada.say("lobby", `before ${number}`);

  await fill(server);
  const filler = "x".repeat(4_000);
  let kept = 0;
  const refusal = await until(async () => {
    // What is left over of the last pages may still take some.
    const answer = await ada.ask("message", { room: "lobby", text: filler, nonce: `full-${kept}` });
    if (!answer.ok) return answer.error;
    ada.acknowledged.push({ room: "lobby", text: filler, nonce: `full-${kept}`, seq: answer.seq });
    ++kept;
    return undefined;
  }, "a send is refused");
  assert.equal(refusal.code, "unavailable");
  assert.ok(refusal.message.length > 0);
  await until(async () => (await exchange(server.port, "GET", "/readyz")).status === 503, "/readyz says so");
  assert.equal((await exchange(server.port, "GET", "/healthz")).status, 200, "the process is well");

  const page = await bob.ask("history", { room: "lobby", limit: 200 });
  assert.ok(page.ok, "reading goes on");
  assert.ok(page.events.some((event) => event.text === "before 0"));
  const pending = ada.say("lobby", "said while it was full");

  await free(server);
  const { seq } = await pending;
  await until(async () => (await exchange(server.port, "GET", "/readyz")).status === 200, "/readyz says it is well again");
  assert.ok((await bob.say("lobby", "after")).ok);
  await until(() => clients.every((client) => client.log("lobby").cursor > seq), "both hear everything");

  await server.restart("SIGKILL");
  const reader = new ChatClient(server.url, "reader");
  t.after(() => reader.close());
  await reader.welcome();
  await reader.fill("lobby");
  const log = reader.log("lobby").events;
  for (const { seq: place, nonce } of [...ada.acknowledged, ...bob.acknowledged]) assert.equal(log[place - 1].nonce, nonce);
  const nonces = log.filter((event) => event.nonce).map((event) => event.nonce);
  assert.equal(new Set(nonces).size, nonces.length);
  assert.deepEqual([ada, bob, reader].flatMap((client) => client.violations), []);
}

// Where no mount may be made (a container without privileges) the file limit below asks the same of the server.
if (SmallDisk.means()) {
  test("a full disk refuses sends with unavailable, loses nothing and recovers by itself", async (t) => {
    const mountPoint = join(await temporaryDirectory(t), "disk");
    await mkdir(mountPoint);
    const disk = await SmallDisk.mount(t, mountPoint);
    const data = join(mountPoint, "data");
    await refusesAndRecovers(t, { data, wrapper: disk.wrapper, fill: () => disk.fill(), free: () => disk.free() });
  });
}

test("files that may not grow refuse sends with unavailable, lose nothing and recover", async (t) => {
  await refusesAndRecovers(t, fileLimit);
});
