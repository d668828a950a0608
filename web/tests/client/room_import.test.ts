// A log is put into a new room part by part, and goes on where it stopped.
import { describe, expect, it } from "vitest";
import { RoomImport } from "../../src/client/room_import.ts";
import { room } from "../support/events.ts";
import { endLine, eventLine, exported, roomLine } from "../support/exported.ts";
import { online, ports, session } from "../support/session.ts";

const begin = "POST admin/imports";
const part = "POST admin/imports/r9/events";
const end = "POST admin/imports/r9/end";
const opened = { room: { room: "r9", name: "Garden", head: 4 } };

/** Until it asks: a file is read outside of the clock that tests move. */
async function asked(what: string) {
  for (let turn = 0; turn < 100 && ports.server.count(what) === 0; turn += 1)
    await new Promise((go) => setTimeout(go, 0));
  return ports.server.request(what);
}
const eventsOf = (request: { readonly body?: object }) =>
  (request.body as { events: { seq: number }[] }).events;

function importOf(file: Blob, topic = "") {
  const sent: number[] = [];
  const it = new RoomImport(session, file, { name: "Garden", topic }, (count) => sent.push(count));
  return { it, sent };
}

describe("an import", () => {
  it("makes the room, sends its events in their order, and opens it for whoever asks", async () => {
    const { it: log, sent } = importOf(exported(3), "Beans");
    const ran = log.run();
    const made = await asked(begin);
    expect(made.body).toEqual({ name: "Garden", topic: "Beans" });
    made.answer(201, { room: { room: "r9", name: "Garden", topic: "Beans", head: 0 } });
    const events = await asked(part);
    expect(eventsOf(events).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(eventsOf(events)[0]).toMatchObject({ type: "message", text: "message 1" });
    events.answer(200, { head: 3 });
    const last = await asked(end);
    expect(last.body).toEqual({});
    last.answer(200, opened);
    expect(await ran).toEqual({ state: "opened", room: "r9" });
    expect(sent).toEqual([3]);
  });

  it("of an empty room has no parts", async () => {
    const ran = importOf(exported(0)).it.run();
    const made = await asked(begin);
    expect(made.body).toEqual({ name: "Garden" });
    made.answer(201, opened);
    (await asked(end)).answer(200, opened);
    expect(await ran).toMatchObject({ state: "opened" });
  });

  it.each([
    ["by their number", exported(1_001), [500, 500, 1]],
    ["by their size", exported(8, {}, "ü".repeat(60_000)), [4, 4]],
    ["one alone where it is long", exported(2, {}, "x".repeat(600_000)), [1, 1]],
  ])("is parted %s", async (_, file, sizes) => {
    const ran = importOf(file).it.run();
    (await asked(begin)).answer(201, opened);
    const got: number[] = [];
    for (const _size of sizes) {
      const request = await asked(part);
      expect(new TextEncoder().encode(JSON.stringify(request.body)).length).toBeLessThan(1_000_000);
      got.push(eventsOf(request).length);
      request.answer(200, { head: 1 });
    }
    (await asked(end)).answer(200, opened);
    await ran;
    expect(got).toEqual(sizes);
  });

  it("goes on with the part whose answer was lost, and makes no second room", async () => {
    const { it: log, sent } = importOf(exported(501));
    const first = log.run();
    (await asked(begin)).answer(201, opened);
    (await asked(part)).answer(200, { head: 500 });
    (await asked(part)).lose();
    expect(await first).toMatchObject({ state: "refused", why: { code: "unreachable" } });
    expect(log.hasBegun).toBe(true);
    const second = log.run();
    const again = await asked(part);
    expect(eventsOf(again).map(({ seq }) => seq)).toEqual([501]);
    again.answer(200, { head: 501 });
    (await asked(end)).answer(200, opened);
    expect(await second).toMatchObject({ state: "opened" });
    expect(sent).toEqual([500, 501]);
    expect(ports.server.count(begin)).toBe(0);
  });

  it("that was opened is so, though the answer was lost", async () => {
    await online();
    const { it: log } = importOf(exported(0));
    const first = log.run();
    (await asked(begin)).answer(201, opened);
    (await asked(end)).lose();
    await first;
    const second = log.run();
    (await asked(end)).refuse(404, "not_found");
    expect(await second).toMatchObject({ state: "refused", why: { code: "not_found" } });
    ports.wire.receive("room", { change: "joined", room: room({ room: "r9" }) });
    await ports.clock.advance(0);
    const third = log.run();
    (await asked(end)).refuse(404, "not_found");
    expect(await third).toEqual({ state: "opened", room: "r9" });
  });

  it("waits as long as the server says, and not for ever", async () => {
    const ran = importOf(exported(1)).it.run();
    (await asked(begin)).answer(201, opened);
    for (let tries = 0; tries < 11; tries += 1) {
      (await asked(part)).refuse(429, "rate_limited", { retry_after_ms: 50 });
      await ports.clock.advance(0);
      expect(ports.server.count(part)).toBe(0);
      await ports.clock.advance(50);
    }
    expect(await ran).toMatchObject({ state: "refused", why: { code: "rate_limited" } });
  });

  it("whose name is refused has not begun", async () => {
    const { it: log } = importOf(exported(1));
    const ran = log.run();
    (await asked(begin)).refuse(400, "name_invalid");
    expect(await ran).toMatchObject({ state: "refused", why: { code: "name_invalid" } });
    expect(log.hasBegun).toBe(false);
  });

  it("stops when nobody wants it any more", async () => {
    const { it: log } = importOf(exported(501));
    const ran = log.run();
    (await asked(begin)).answer(201, opened);
    const request = await asked(part);
    log.stop();
    request.answer(200, { head: 500 });
    expect(await ran).toEqual({ state: "stopped" });
    expect(ports.server.asked).toEqual([]);
    expect(await log.run()).toEqual({ state: "stopped" });
  });

  it("of a file that is another one by now says so, and opens nothing", async () => {
    const file = new Blob([[roomLine(), eventLine(1), endLine(5)].join("\n")]);
    const ran = importOf(file).it.run();
    (await asked(begin)).answer(201, opened);
    expect(await ran).toEqual({ state: "unreadable", why: { what: "cutOff" } });
  });
});
