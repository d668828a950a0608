/** A worker: peers who begin a request and never finish it. */
import { RawSocket } from "./raw_socket.mjs";
import { inTurns } from "./turns.mjs";
import { serveParent } from "./worker.mjs";

const halfRequest = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: webso";
let peers = [];

serveParent({
  async open({ port, count }) {
    await inTurns(count, 500, async () => {
      const peer = await RawSocket.open(port);
      peers.push(peer);
      await peer.sent(halfRequest);
    });
  },
  standing: () => peers.filter((peer) => !peer.isClosed).length,
  async leave() {
    for (const peer of peers) peer.destroy();
    await Promise.all(peers.map((peer) => peer.closed));
    peers = [];
  },
});
