import { parseServerInfo, type ServerInfo } from "../protocol/parse.ts";

/** The name of the server and how many people are there; null where it does not say. */
export async function serverInfo(signal: AbortSignal): Promise<ServerInfo | null> {
  try {
    const response = await fetch("/api/v1/server", {
      signal,
      headers: { accept: "application/json" },
    });
    if (!response.ok) return null;
    return parseServerInfo(await response.json());
  } catch {
    return null;
  }
}
