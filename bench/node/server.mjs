// The reference server: socket.io as it comes from npm, with its default engine (ws), in one process.
//
// It answers the events of the conformance server that the load tests use, and nothing else. It prints the
// same line as our own servers when it listens, and ends on SIGTERM.
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Server } from "socket.io";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });

const http = createServer((_request, response) => response.writeHead(404).end());
const io = new Server(http, { cors: { origin: "*" } }); // perMessageDeflate is off by default

io.on("connection", (socket) => {
  socket.on("chat message", (m) => io.emit("chat message", m));
  socket.on("join", (room) => socket.join(room));
  socket.on("room message", (room, m) => io.to(room).emit("room message", m));
});

http.listen(Number(values.port), "127.0.0.1", 4096, () => {
  console.log(`listening on http://127.0.0.1:${http.address().port}`);
});
process.on("SIGTERM", () => process.exit(0));
