/** A whole cluster of a test's own: PostgreSQL, NATS, nodes, and a balancer in front that knows no sticky sessions. */
import { Balancer } from "./balancer.mjs";
import { NatsServer } from "./nats.mjs";
import { loopback } from "./network.mjs";
import { startPostgres } from "./postgres.mjs";
import { startParlor } from "./server_process.mjs";

/**
 * count    of nodes
 * flags    of each, besides those that make it one of the cluster
 * network  in which each server has a place of its own, and which ends with the cluster; without it all listen on the
 *          loopback interface
 */
export async function startCluster(t, { count = 3, flags = ["--no-rate-limits"], synced = false, network } = {}) {
  const place = () => network?.place() ?? loopback;
  const [ofPostgres, ofNats, ...ofNodes] = await Promise.all(Array.from({ length: count + 2 }, place));
  const [postgres, nats] = await Promise.all([startPostgres(t, { synced, place: ofPostgres }), NatsServer.start(t, { place: ofNats })]);
  await postgres.query("CREATE DATABASE parlor");
  const nodeFlags = ["--store", postgres.address("parlor"), "--bus", nats.url, ...flags];
  const nodes = await Promise.all(
    ofNodes.map((place, index) => startParlor(t, { flags: [...nodeFlags, "--node-name", `node-${index + 1}`], place })),
  );
  const balancer = await Balancer.start(t, nodes.map(({ url }) => url));
  if (network) t.after(() => network.end());
  return { postgres, nats, nodes, balancer, network, url: balancer.url };
}
