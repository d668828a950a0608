/** Several servers behind one address, as an operator would put them there, and ways to cut one off. */
import { Agent, createServer as createHttpServer, request as httpRequest } from "node:http";
import { connect, createServer } from "node:net";

const listening = (server) => new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(server.address().port)));

/** A public address that is known before the server behind it is there. */
export class Door {
  #server;
  #sockets = new Set();
  #to = 0;
  /** Connections that came through. */
  connections = 0;

  static async open(t) {
    const door = new Door();
    door.#server = createServer((near) => {
      door.connections += 1;
      const far = connect({ host: "127.0.0.1", port: door.#to });
      for (const [one, other] of [[near, far], [far, near]]) {
        door.#sockets.add(one);
        one.on("error", () => {});
        one.on("close", () => {
          door.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    door.port = await listening(door.#server);
    t.after(() => door.close());
    return door;
  }

  leadTo(port) {
    this.#to = port;
  }
  /** Connections that are through now. */
  get open() {
    return this.#sockets.size / 2;
  }
  /** Nobody comes through any more, and nobody is through. */
  close() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/**
 * A balancer that gives each request, and not each connection, to the next server in turn.
 *
 * urls  the servers'; may be changed while it runs
 */
export class Balancer {
  #server;
  #agent = new Agent({ keepAlive: true });
  #sockets = new Set();
  #turn = 0;
  /** The server for a request that shall not go to the next in turn, by its URL. */
  choose = (_request) => undefined;
  /** How many requests and upgrades each server was given, by its URL. */
  given = new Map();

  static async start(t, urls) {
    const balancer = new Balancer();
    balancer.urls = urls;
    const server = createHttpServer((request, response) => balancer.#pass(request, response));
    server.on("upgrade", (request, socket, head) => balancer.#passUpgrade(request, socket, head));
    balancer.#server = server;
    balancer.url = `http://127.0.0.1:${await listening(server)}`;
    t.after(() => balancer.#end());
    return balancer;
  }

  #serverFor(request) {
    const url = this.choose(request) ?? this.urls[this.#turn++ % this.urls.length];
    this.given.set(url, (this.given.get(url) ?? 0) + 1);
    return new URL(url);
  }

  #to(request) {
    const { method, url, headers } = request;
    const { hostname, port } = this.#serverFor(request);
    return { host: hostname, port, method, path: url, headers };
  }

  #pass(request, response) {
    const onward = httpRequest({ ...this.#to(request), agent: this.#agent }, (answer) => {
      const { connection, ...headers } = answer.headers;
      response.writeHead(answer.statusCode, headers);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    onward.on("error", () => response.headersSent ? response.destroy() : response.writeHead(502).end());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }

  #passUpgrade(request, near, head) {
    this.#keep(near);
    const onward = httpRequest({ ...this.#to(request), agent: false });
    onward.on("upgrade", (answer, far, first) => {
      this.#keep(far);
      const fields = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${fields.join("")}\r\n`);
      near.write(first);
      far.write(head);
      for (const [one, other] of [[near, far], [far, near]]) {
        one.pipe(other);
        one.on("close", () => other.destroy());
      }
    });
    onward.on("response", (answer) => {
      answer.resume();
      near.end(`HTTP/1.1 ${answer.statusCode} Refused\r\nConnection: close\r\n\r\n`);
    });
    onward.on("error", () => near.destroy());
    near.on("close", () => onward.destroy());
    onward.end();
  }

  /** Everybody's connection ends at once, as when the balancer's machine is replaced. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket) {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }

  #end() {
    this.#agent.destroy();
    this.#server.close();
    this.#server.closeAllConnections();
    for (const socket of this.#sockets) socket.destroy();
  }
}
