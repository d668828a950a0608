/** The servers that attacks are tried on, each with witnesses who talk meanwhile. */
import { startEchoServer, startParlor } from "./server_process.mjs";
import { witnessEcho, witnessParlor } from "./witness.mjs";

export const targets = {
  "echo_server": { start: startEchoServer, witness: witnessEcho },
  "parlor": { start: startParlor, witness: witnessParlor },
};

/** A running server and its witnesses, both gone after the test `t`. */
export async function underAttack(t, name, options = {}) {
  const server = await targets[name].start(t, options);
  const witness = await targets[name].witness(t, server, options.rhythmMs);
  return { server, witness };
}

/** The server is the same process, and the witnesses noticed nothing. */
export async function standsUnharmed({ server, witness }) {
  if (!server.isRunning) throw new Error(`the server ended:\n${server.log}`);
  await witness.end();
}
