import { beforeEach, describe, expect, it } from "vitest";
import { askAgainMs, RoomPins, setPin, versionsOf } from "../../src/client/pins.ts";
import { changed, expired, pinChange, pinned, pinOf } from "../support/events.ts";
import { lobby, online, ports, reconnected, session } from "../support/session.ts";

let pins: RoomPins;
let stop: () => void;
const seqs = () => pins.store.getState().pins?.map(({ message }) => message.seq) ?? null;
async function answered(answer: object): Promise<void> {
  ports.wire.question("pins").answer(answer);
  await ports.clock.advance(0);
}
async function heard(event: string, payload: object): Promise<void> {
  ports.wire.receive(event, payload);
  await ports.clock.advance(0);
}
const list = (...all: object[]) => ({ ok: true, pins: all });
const failed = (code: string) => ({ ok: false, error: { code, message: "" } });

beforeEach(async () => {
  await online();
  pins = new RoomPins(session, "lobby");
  stop = pins.follow();
});

describe("the pinned messages of a room", () => {
  it("are asked for once and mark the messages", async () => {
    expect(seqs()).toBeNull();
    expect(ports.wire.question("pins").payload).toEqual({ room: "lobby" });
    await answered(list(pinOf(9, 2)));
    expect(seqs()).toEqual([2]);
    expect([...lobby().pinned]).toEqual([2]);
  });

  it("follow what everybody hears", async () => {
    await answered(list());
    await heard("pinned", pinChange(4, 1));
    expect([seqs(), [...lobby().pinned]]).toEqual([[1], [1]]);
    await heard("pinned", pinChange(5, 3));
    expect(seqs()).toEqual([3, 1]);
    await heard("edited", changed({ type: "edited", target: 3, text: "better" }, 6));
    expect(pins.store.getState().pins?.[0]?.message.text).toBe("better");
    await heard("deleted", changed({ type: "deleted", target: 3 }, 7));
    expect([seqs(), [...lobby().pinned]]).toEqual([[1], [1]]);
    await heard("pinned", pinChange(8, 1, false));
    expect([seqs(), [...lobby().pinned]]).toEqual([[], []]);
  });

  it("go with the messages that are gone, also while the answer is under way", async () => {
    await heard("expired", expired(4, 1));
    await answered(list(pinOf(9, 2), pinOf(8, 1)));
    expect([seqs(), [...lobby().pinned]]).toEqual([[2], [2]]);
    await heard("expired", expired(5, 3));
    expect([seqs(), [...lobby().pinned]]).toEqual([[], []]);
  });

  it("are right although something happened while the answer was under way", async () => {
    await heard("pinned", pinChange(4, 1));
    await heard("pinned", pinChange(5, 2, false));
    await answered(list(pinOf(9, 2)));
    expect(seqs()).toEqual([1]);
  });

  it("are asked for again, and not at once, when a message is not loaded", async () => {
    await answered(list());
    await heard("pinned", pinChange(4, 77));
    expect(ports.wire.count("pins")).toBe(0);
    await ports.clock.advance(askAgainMs);
    await answered(list(pinOf(4, 77)));
    expect(seqs()).toEqual([77]);
  });

  it("are asked for again when the connection is back", async () => {
    await answered(list(pinOf(9, 2)));
    ports.wire.drop();
    await reconnected(3);
    expect(seqs()).toEqual([2]);
    await answered(list(pinOf(9, 1)));
    expect([seqs(), [...lobby().pinned]]).toEqual([[1], [1]]);
  });

  it("are asked for again when too much was missed", async () => {
    await answered(list(pinOf(9, 2)));
    await heard("catchup", { room: "lobby", events: [pinned(2_000, 1)], head: 2_000, reset: true });
    await ports.clock.advance(askAgainMs);
    expect(ports.wire.count("pins")).toBe(1);
  });

  it("take what a catch-up brings", async () => {
    await answered(list(pinOf(9, 2)));
    await heard("catchup", {
      room: "lobby",
      events: [pinned(4, 1), pinned(5, 2, false)],
      head: 5,
      reset: false,
    });
    expect(seqs()).toEqual([1]);
  });

  it("are tried again after a failure that may pass, and not after another", async () => {
    await answered(failed("unavailable"));
    expect(pins.store.getState().loading).toEqual({ state: "failed", code: "unavailable" });
    await ports.clock.advance(askAgainMs);
    await answered(failed("not_found"));
    await ports.clock.advance(10 * askAgainMs);
    expect(ports.wire.count("pins")).toBe(0);
    void pins.load();
    expect(ports.wire.count("pins")).toBe(1);
  });

  it("change nothing once nobody looks", async () => {
    stop();
    await answered(list(pinOf(9, 2)));
    expect(seqs()).toBeNull();
    await heard("pinned", pinChange(4, 77));
    await ports.clock.advance(10 * askAgainMs);
    expect(ports.wire.count("pins")).toBe(0);
  });
});

it("pinning, unpinning and earlier versions are asked for as the protocol says", async () => {
  void setPin(session, "lobby", 2, true);
  void setPin(session, "lobby", 2, false);
  const versions = versionsOf(session, "lobby", 2);
  for (const event of ["pin", "unpin", "versions"]) {
    expect(ports.wire.question(event).payload).toEqual({ room: "lobby", target: 2 });
  }
  const answer = { ok: true, user: "u-bob", versions: [{ seq: 2, time: 1, text: "text" }] };
  ports.wire.question("versions").answer(answer);
  expect(await versions).toEqual(answer);
});
