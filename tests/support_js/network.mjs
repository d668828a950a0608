/**
 * A network of a test's own: each server in a network namespace with an address, one router between all of them, and cuts.
 *
 * What is cut loses every packet both ways and tells nobody: connections stay open, new ones get no answer. The router drops
 * them, so neither end can see it. Nothing of this has a name in the system but one interface, by which this process
 * reaches the servers; all of it goes with this process, however that ends, and the servers inside go as well.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Random } from "./random.mjs";
import { within } from "./until.mjs";

const tries = 20;
/** How many networks of 256 addresses there are in 198.18.0.0/15, which is nobody's: RFC 2544 keeps it for tests of networks. */
const networks = 512;
/** Addresses of one link: its network's, the router's, the other end's, and the one to all. */
const linkAddresses = 4;

/** In its own namespace, until this program is gone; then whatever runs there is ended, too. */
const keeper = `
echo ready
cat
own=$(readlink /proc/self/ns/net)
for process in /proc/[0-9]*; do
    if [ "$(readlink "$process/ns/net" 2>/dev/null)" = "$own" ] && [ "\${process#/proc/}" != $$ ]; then
        kill -KILL "\${process#/proc/}" 2>/dev/null
    fi
done`;

/** What it wrote, or what went wrong as an error. */
async function run(command, input = "") {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: "pipe" });
  let output = "";
  let complaint = "";
  child.stdout.on("data", (text) => (output += text));
  child.stderr.on("data", (text) => (complaint += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${command.join(" ")}: ${complaint.trim()}`);
  return output;
}

class Namespace {
  #keeper;
  #exit;

  static async make() {
    const made = new Namespace();
    made.#keeper = spawn("unshare", ["--net", "sh", "-c", keeper], { detached: true, stdio: "pipe" });
    made.#exit = once(made.#keeper, "exit");
    // A test that fails before it has set all up ends, and this with it.
    made.#keeper.unref();
    for (const stream of made.#keeper.stdio) stream.unref();
    let complaint = "";
    made.#keeper.stderr.on("data", (text) => (complaint += text));
    made.#keeper.stdin.on("error", () => {});
    const ready = once(made.#keeper.stdout, "data").then(() => true);
    const isMade = await within(Promise.race([ready, made.#exit.then(() => false)]), "a network namespace");
    if (!isMade) throw new Error(complaint.trim());
    return made;
  }

  get pid() {
    return this.#keeper.pid;
  }
  /** The command, to be run inside. */
  command(words) {
    return ["nsenter", `--net=/proc/${this.pid}/ns/net`, "--", ...words];
  }
  /** Has `ip` do these things inside. */
  async ip(...lines) {
    await run(this.command(["ip", "-batch", "-"]), lines.map((line) => `${line}\n`).join(""));
  }
  async end() {
    this.#keeper.stdin.end();
    await within(this.#exit, "the end of a network namespace");
  }
}

/** Each of them with each other. */
export const pairsOf = (all) => all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other]));

/** Where a server is: an address, and what comes before its command so that it has that address. */
export const loopback = { address: "127.0.0.1", command: (words) => words };

class Place {
  #namespace;

  constructor(namespace, address) {
    this.#namespace = namespace;
    this.address = address;
  }
  command(words) {
    return this.#namespace.command(words);
  }
}

export class Network {
  #router;
  #namespaces = [];
  /** The first three numbers of all addresses. */
  #prefix;
  #links = 0;

  /** Throws where this process may not make one. */
  static async make() {
    const network = new Network();
    try {
      network.#router = await network.#namespace();
      await network.#router.ip("link set lo up");
      await run(network.#router.command(["sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"]));
      await network.#linkHere();
      const nobody = { address: `${network.#prefix}.0` };
      await network.cut([nobody, nobody]); // not every kernel has rules
      await network.heal([nobody, nobody]);
    } catch (error) {
      await network.end();
      throw error;
    }
    return network;
  }

  get #range() {
    return `${this.#prefix}.0/24`;
  }

  /** A place for one server. */
  async place() {
    const namespace = await this.#namespace();
    const { router, other } = this.#nextLink();
    const name = `link${this.#links}`;
    await this.#router.ip(
      `link add ${name} type veth peer name eth0 netns ${namespace.pid}`,
      `addr add ${router}/30 dev ${name}`,
      `link set ${name} up`,
    );
    await namespace.ip("link set lo up", `addr add ${other}/30 dev eth0`, "link set eth0 up", `route add default via ${router}`);
    return new Place(namespace, other);
  }

  /** From now on nothing comes through between each of the pairs of places. */
  async cut(...pairs) {
    await this.#change("add", pairs);
  }
  async heal(...pairs) {
    await this.#change("del", pairs);
  }

  async #change(what, pairs) {
    const ways = pairs.flatMap(([one, other]) => [[one, other], [other, one]]);
    await this.#router.ip(...ways.map(([from, to]) => `rule ${what} from ${from.address} to ${to.address} blackhole`));
  }

  async #namespace() {
    const made = await Namespace.make();
    this.#namespaces.push(made);
    return made;
  }

  #nextLink() {
    const first = linkAddresses * this.#links++;
    return { router: `${this.#prefix}.${first + 1}`, other: `${this.#prefix}.${first + 2}` };
  }

  /** Between the router and this process, with addresses to which nothing leads yet. */
  async #linkHere() {
    const random = new Random(process.pid);
    for (let left = tries; ; --left) {
      const number = random.between(0, networks - 1);
      this.#prefix = `198.${18 + (number >> 8)}.${number & 255}`;
      if (await isFree(this.#range)) {
        try {
          // Whoever else has these addresses has an interface of this name.
          await this.#router.ip(`link add here type veth peer name parlor${number} netns ${process.pid}`);
          const { router, other } = this.#nextLink();
          await this.#router.ip(`addr add ${router}/30 dev here`, "link set here up");
          const mine = [`addr add ${other}/30 dev parlor${number}`, `link set parlor${number} up`, `route add ${this.#range} via ${router}`];
          await run(["ip", "-batch", "-"], mine.map((line) => `${line}\n`).join(""));
          return;
        } catch (error) {
          if (left === 0 || !error.message.includes("exists")) throw error;
        }
      } else if (left === 0) {
        throw new Error("no addresses of 198.18.0.0/15 are free");
      }
    }
  }

  /** Ends what still runs in it. Nothing may be on its way to its addresses: they lead elsewhere from now on. */
  async end() {
    await Promise.all(this.#namespaces.map((each) => each.end()));
  }
}

/** Whether no route but the one to everywhere leads to addresses of `range`. */
async function isFree(range) {
  const routes = (kind) => run(["ip", "-4", "-json", "route", "show", "table", "all", kind, range]);
  const found = (await Promise.all([routes("root"), routes("match")])).flatMap((text) => JSON.parse(text || "[]"));
  return found.every(({ dst }) => dst === "default");
}
