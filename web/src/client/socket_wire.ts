import { io, type Socket } from "socket.io-client";
import type { Wire, WireHandlers } from "./ports.ts";

/** An acknowledgement not here by then is taken as lost. */
export const answerWithinMs = 10_000;

/** The official client, without its own reconnecting and buffering: both are ours, to be seen and to be sure. */
export class SocketWire implements Wire {
  #socket: Socket | null = null;
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  open(auth: () => object, handlers: WireHandlers): void {
    this.close();
    const socket = io(this.#url, {
      auth: (give) => give(auth()),
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnection: false,
      forceNew: true,
      timeout: answerWithinMs,
    });
    this.#socket = socket;
    const current = (call: () => void) => {
      if (this.#socket === socket) call();
    };
    socket.on("connect", () => current(handlers.connected));
    socket.on("connect_error", (error) => current(() => handlers.refused(error)));
    socket.on("disconnect", () => current(handlers.disconnected));
    socket.onAny((event: string, payload: unknown) =>
      current(() => handlers.received(event, payload)),
    );
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.disconnect();
  }

  ask(event: string, payload: object): Promise<unknown> {
    const socket = this.#socket;
    // Socket.IO keeps what is emitted while away and sends it later; ours is sent again by us, so it must not.
    if (socket === null || !socket.connected) return Promise.reject(new Error("not connected"));
    return socket.timeout(answerWithinMs).emitWithAck(event, payload) as Promise<unknown>;
  }

  tell(event: string, payload: object): void {
    if (this.#socket?.connected) this.#socket.volatile.emit(event, payload);
  }
}
