/** Ways to a server from other addresses of this machine: all of 127.0.0.0/8 are. */
import { createServer, connect } from "node:net";
import { after } from "node:test";

const relays = [];
after(() => Promise.all(relays.map((relay) => relay.close())));

class Relay {
  #server;
  #sockets = new Set();

  constructor(to, from) {
    this.#server = createServer((near) => {
      const far = connect({ host: to.hostname, port: Number(to.port), localAddress: from });
      for (const [one, other] of [[near, far], [far, near]]) {
        this.#sockets.add(one);
        one.on("close", () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.on("error", () => {});
        one.pipe(other);
      }
    });
  }

  async start() {
    await new Promise((ready) => this.#server.listen(0, "127.0.0.1", ready));
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((closed) => this.#server.close(closed));
  }
}

/** The address at which the server of `url` is, for whoever shall come from the address `from`. */
export async function relayed(url, from) {
  const relay = new Relay(new URL(url), from);
  relays.push(relay);
  return relay.start();
}
