// The built client for the mock server, under the policy that the real server gives it.
import { readFile } from "node:fs/promises";
import { extname } from "node:path";

const distUrl = new URL("../dist/", import.meta.url);
const contentTypes = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; " +
  "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Every path without an extension is the page. */
export async function serveBuilt(pathname, response) {
  const name = extname(pathname) === "" ? "index.html" : pathname.slice(1);
  try {
    const file = new URL(name, distUrl);
    if (!file.href.startsWith(distUrl.href)) throw new Error("outside");
    const body = await readFile(file);
    response.setHeader("content-type", contentTypes[extname(name)] ?? "application/octet-stream");
    response.setHeader("content-security-policy", contentSecurityPolicy);
    response.end(body);
  } catch {
    response.statusCode = 404;
    response.end("not found");
  }
}
