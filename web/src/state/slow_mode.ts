// When somebody may write again in a room that is slow.
import type { Outbox } from "./outbox.ts";
import type { RoomLog } from "./room_log.ts";

/** On the server's clock, by the newest message of theirs that is loaded; 0: at once. */
export function nextMessageMs(log: RoomLog | null, user: string, seconds: number): number {
  if (log === null || !log.following || seconds === 0) return 0;
  const own = log.events.findLast((event) => event.type === "message" && event.user === user);
  return own?.type === "message" ? own.time + seconds * 1000 : 0;
}

/** On this client's clock, when a message of the room that waits is sent by itself; 0: none waits. */
export function waitingUntilMs(outbox: Outbox, room: string): number {
  return outbox.reduce(
    (latest, { room: of, send }) =>
      of === room && send.kind === "queued" ? Math.max(latest, send.notBeforeMs) : latest,
    0,
  );
}
