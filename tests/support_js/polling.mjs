/** Engine.IO long-polling by hand. Connections are not kept: each request may be a different peer's. */
import assert from "node:assert/strict";
import { Agent, request as httpRequest } from "node:http";

/** One HTTP exchange: {status, headers, text}. */
export function exchange(port, method, path, { headers = {}, body, agent } = {}) {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: agent ?? false }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() });
      });
      response.on("error", reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

export class PollingSession {
  #port;
  #path;
  sid;

  constructor(port, path) {
    this.#port = port;
    this.#path = path;
  }

  static async open(port, { base = "/socket.io/" } = {}) {
    const session = new PollingSession(port, `${base}?EIO=4&transport=polling`);
    const answer = await exchange(port, "GET", session.#path);
    assert.equal(answer.status, 200, answer.text);
    session.sid = JSON.parse(answer.text.slice(1)).sid;
    return session;
  }

  get path() {
    return `${this.#path}&sid=${this.sid}`;
  }
  poll() {
    return exchange(this.#port, "GET", this.path);
  }
  post(body, headers = {}) {
    return exchange(this.#port, "POST", this.path, { body, headers });
  }
}

/** Few connections for many requests, so that a thousand of them do not use up the machine's ports. */
export const pooled = () => new Agent({ keepAlive: true, maxSockets: 16 });
