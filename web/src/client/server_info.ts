import { parseServerInfo, type ServerInfo } from "../protocol/rest.ts";
import type { Rest } from "./ports.ts";

/** The name of the server, how many people are there and who may come in; null where it does not say. */
export async function serverInfo(rest: Rest): Promise<ServerInfo | null> {
  try {
    const { status, body } = await rest({ method: "GET", path: "server" });
    return status === 200 ? parseServerInfo(body) : null;
  } catch {
    return null;
  }
}
