// What people see of a cluster that nothing is done to, and of a node's end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatClient } from "../support_js/chat_client.mjs";
import { startCluster } from "../support_js/cluster.mjs";
import { runParlor } from "../support_js/server_process.mjs";
import { until } from "../support_js/until.mjs";

async function nodesOf({ data }) {
  const { code, stdout, stderr } = await runParlor(["status", "--data", data]);
  assert.equal(code, 0, stderr);
  return stdout.split("\n").filter((line) => line.startsWith("node ")).map((line) => line.split(" ")[1]).sort();
}

async function presentWith(client) {
  const { members, present } = await client.insist("members", { room: "lobby" });
  assert.equal(present, members.length);
  return members.map(({ nickname }) => nickname).sort();
}

test("people on different nodes are in one conversation, and a dead node's are gone", async (t) => {
  const { nodes } = await startCluster(t, { count: 3 });
  const [ada, bob, eve] = nodes.map(({ url }, index) => new ChatClient(url, ["ada", "bob", "eve"][index]));
  t.after(() => [ada, bob, eve].forEach((client) => client.close()));
  await Promise.all([ada, bob, eve].map((client) => client.welcome()));

  await until(async () => (await nodesOf(nodes[0])).length === 3, "the nodes know each other");
  assert.deepEqual(await nodesOf(nodes[0]), ["node-1", "node-2", "node-3"]);
  for (const client of [ada, bob, eve]) {
    await until(async () => (await presentWith(client)).join() === "ada,bob,eve", "everybody is seen by everybody");
  }
  const { seq } = await ada.say("lobby", "hello");
  await until(() => [bob, eve].every((client) => client.log("lobby").cursor >= seq), "all hear it");
  assert.equal(eve.log("lobby").events.at(-1).text, "hello");

  await nodes[2].end("SIGKILL");
  await until(async () => (await presentWith(ada)).join() === "ada,bob", "who was on the dead node is gone");
  assert.deepEqual(await nodesOf(nodes[1]), ["node-1", "node-2"]);
  const drained = await runParlor(["drain", "--data", nodes[1].data]);
  assert.equal(drained.code, 0, drained.stderr);
  assert.ok(bob.movingCount > 0, "bob was told to go");
});
