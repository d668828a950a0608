/** What is done to a cluster. Each returns when it is over, and all is meant to work again. */
import { pairsOf } from "../support_js/network.mjs";
import { after } from "../support_js/until.mjs";

/** Longer than a node may be silent before the others give it up. */
const hangMs = 6_000;
const awayMs = 1_500;
/** Longer than either end of a connection to PostgreSQL waits for the other, and than locks of a session may outlive its node. */
const givenUpMs = 16_000;
const cutsAtRandom = 8;

const hang = async (pid, ms) => {
  process.kill(pid, "SIGSTOP");
  await after(ms);
  process.kill(pid, "SIGCONT");
};

export const faults = {
  "a node is killed": async ({ nodes }, random) => {
    await random.pick(nodes).restart("SIGKILL");
  },
  "a node hangs for a moment": async ({ nodes }, random) => {
    await hang(random.pick(nodes).pid, awayMs);
  },
  "a node hangs until it is given up": async ({ nodes }, random) => {
    await hang(random.pick(nodes).pid, hangMs);
  },
  "NATS is killed and comes back empty": async ({ nats }) => {
    await nats.kill();
    await after(awayMs);
    await nats.start();
  },
  "NATS hangs": async ({ nats }) => {
    nats.pause();
    await after(awayMs);
    nats.resume();
  },
  "PostgreSQL is killed and recovers": async ({ postgres }) => {
    await postgres.restart();
  },
  "PostgreSQL hangs": async ({ postgres }) => {
    postgres.halt();
    await after(awayMs);
    postgres.goOn();
  },
  "all nodes are restarted, one after the other": async ({ nodes }) => {
    for (const node of nodes) {
      const { code, signal } = await node.restart("SIGTERM");
      if (code !== 0) throw new Error(`a node that was to stop ended with ${signal ?? code}`);
    }
  },
  "the balancer moves everybody": async ({ balancer }) => {
    balancer.cut();
  },
};

/** Nothing comes through between the pairs of servers for so long. */
async function cutApart(network, pairs, ms) {
  const places = pairs.map((pair) => pair.map(({ place }) => place));
  await network.cut(...places);
  await after(ms);
  await network.heal(...places);
}

const withEach = (one, others) => others.map((other) => [one, other]);

/** What is done to a cluster whose servers are in a network of their own. Connections stay open, and packets are lost. */
export const cuts = {
  "a node and NATS are cut apart": async ({ network, nodes, nats }, random) => {
    await cutApart(network, [[random.pick(nodes), nats]], awayMs);
  },
  "a node and PostgreSQL are cut apart": async ({ network, nodes, postgres }, random) => {
    await cutApart(network, [[random.pick(nodes), postgres]], awayMs);
  },
  "two nodes are cut apart": async ({ network, nodes }, random) => {
    await cutApart(network, [random.pick(pairsOf(nodes))], hangMs);
  },
  "a node is cut off from all other servers": async ({ network, nodes, nats, postgres }, random) => {
    const node = random.pick(nodes);
    await cutApart(network, withEach(node, [nats, postgres, ...nodes.filter((other) => other !== node)]), hangMs);
  },
  "NATS is cut off from all nodes": async ({ network, nodes, nats }) => {
    await cutApart(network, withEach(nats, nodes), awayMs);
  },
  "PostgreSQL is cut off from all nodes": async ({ network, nodes, postgres }) => {
    await cutApart(network, withEach(postgres, nodes), awayMs);
  },
  "cuts come and go at random": async ({ network, nodes, nats, postgres }, random) => {
    const left = pairsOf([...nodes, nats, postgres]);
    const apart = Array.from({ length: cutsAtRandom }, () => left.splice(random.between(0, left.length - 1), 1));
    await Promise.all(apart.map(async (pairs) => {
      await after(random.between(0, hangMs / 2));
      await cutApart(network, pairs, random.between(100, hangMs / 2));
    }));
  },
};

/** The same, of what takes so long that once is enough. */
export const longCuts = {
  "a node is cut off from NATS and PostgreSQL until they give it up": async ({ network, nodes, nats, postgres }, random) => {
    await cutApart(network, withEach(random.pick(nodes), [nats, postgres]), givenUpMs);
  },
};
