// Who is told what by a notification, and when it goes.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Session } from "../../src/client/session.ts";
import type { Message, Profile, Room } from "../../src/protocol/types.ts";
import { keepNotices, keptNotices, type NoticeSettings } from "../../src/views/notice_settings.ts";
import { followNotices } from "../../src/views/notices.ts";
import { tagOf } from "../../src/views/notifier.ts";
import { message, room, said, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts, MemoryKeep } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const opened = vi.fn();

const eve: Profile = { user: "u-eve", nickname: "eve", role: "guest" };
const bob: Profile = { user: "u-bob", nickname: "bob", role: "guest" };
const rooms: readonly Room[] = [
  room({ head: 3, read: 3 }),
  room({ room: "garden", name: "Garden", head: 3, read: 3 }),
  room({ room: "d1", name: "", kind: "direct", head: 3, read: 3, people: [bob] }),
  room({ room: "d2", name: "", kind: "direct", head: 3, read: 3, people: [bob, eve] }),
];
const meant = ["u-ada"];
const set = (change: Partial<NoticeSettings>) =>
  keepNotices(ports.keep, { ...keptNotices(ports.keep), ...change });

function begin(keep = new MemoryKeep()): void {
  ports = fakePorts(keep);
  session = new Session(ports);
  followNotices(session, ports, opened);
}
async function inside(told: readonly Room[] = rooms): Promise<void> {
  session.rooms.activate("lobby");
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome(told));
  await settle();
}
async function settle(): Promise<void> {
  await ports.clock.advance(0);
  // The code comes in its own time.
  await vi.dynamicImportSettled();
  await ports.clock.advance(0);
}
async function hear(seq: number, more: Partial<Message> = {}): Promise<void> {
  ports.wire.receive("message", message(seq, { room: "garden", ...more }));
  await settle();
}
const told = () => ports.desk.visible().map(({ title, body }) => `${title}: ${body}`);

beforeEach(() => {
  opened.mockClear();
  begin();
  set({ on: true });
});

describe("a notification", () => {
  it("tells of who is meant: who, where and what", async () => {
    await inside();
    await hear(4, { mentions: meant, text: "**Soup** for @ada" });
    expect(ports.desk.shown).toMatchObject([
      { title: "bob in Garden", body: "Soup for @ada", tag: tagOf("garden") },
    ]);
  });

  it("tells of direct messages: where two talk alone, by who it is", async () => {
    await inside();
    await hear(4, { room: "d1", text: "Psst" });
    await hear(4, { room: "d2", text: "All of you" });
    expect(told()).toEqual(["bob: Psst", "bob in bob and eve: All of you"]);
  });

  it("tells nothing else, but where one wants it", async () => {
    const [lobby, garden, direct] = rooms;
    await inside([
      lobby as Room,
      { ...(garden as Room), level: "all" },
      { ...(direct as Room), level: "mentions" },
      room({ room: "barn", name: "Barn", level: "nothing" }),
      room({ room: "shed", name: "Shed" }),
    ]);
    await hear(4, { text: "for all" });
    await hear(4, { room: "d1", text: "not for me" });
    await hear(4, { room: "barn", text: "@ada", mentions: meant });
    await hear(4, { room: "shed", text: "by the way" });
    expect(told()).toEqual(["bob in Garden: for all"]);
  });

  it("is not for one's own messages", async () => {
    await inside();
    const { user } = session.store.getState().me ?? { user: "" };
    await hear(4, { room: "d1", user, nickname: "ada" });
    await hear(4, { user, nickname: "ada", mentions: [user] });
    expect(told()).toEqual([]);
  });

  it("is not for what people say whom one ignores", async () => {
    await inside();
    ports.wire.receive("ignored", { people: [{ user: bob.user, nickname: "bob" }] });
    await hear(4, { mentions: meant });
    await hear(4, { room: "d1" });
    expect(told()).toEqual([]);
    await hear(5, { mentions: meant, user: eve.user, nickname: "eve" });
    expect(told()).toEqual(["eve in Garden: text 5"]);
    ports.wire.receive("ignored", { people: [] });
    await hear(6, { mentions: meant });
    expect(told()).toEqual(["bob in Garden: text 6"]);
  });

  it("is not for what one sees, but where nobody looks at the page", async () => {
    await inside();
    await hear(4, { room: "lobby", mentions: meant });
    expect(told()).toEqual([]);
    ports.desk.hidden = true;
    await hear(5, { room: "lobby", mentions: meant });
    expect(told()).toEqual(["bob in lobby: text 5"]);
  });

  it("is not for the past: neither a catch-up nor a page nor a repetition", async () => {
    await inside();
    ports.desk.hidden = true;
    await hear(4, { room: "d1" });
    await hear(4, { room: "d1" });
    expect(ports.desk.shown).toHaveLength(1);
    ports.wire.drop();
    await ports.clock.advance(5_000);
    ports.wire.connect();
    ports.wire.receive(
      "welcome",
      welcome([room({ room: "d1", kind: "direct", head: 6, read: 3 })]),
    );
    const events = [said(5, { room: "d1" }), said(6, { room: "d1" })];
    ports.wire.receive("catchup", { room: "d1", events, head: 6, reset: false });
    await settle();
    await hear(6, { room: "d1" });
    expect(ports.desk.shown).toHaveLength(1);
    await hear(7, { room: "d1" });
    expect(ports.desk.shown).toHaveLength(2);
  });

  it("takes the place of the one before in its room", async () => {
    await inside();
    await hear(4, { room: "d1", text: "one" });
    await hear(5, { room: "d1", text: "two" });
    await hear(4, { mentions: meant, text: "three" });
    expect(told()).toEqual(["bob: two", "bob in Garden: three"]);
  });

  it("is one for many that come at once: the newest", async () => {
    await inside();
    for (const seq of [4, 6, 5]) ports.wire.receive("message", message(seq, { room: "d1" }));
    await settle();
    expect(ports.desk.shown.map(({ body }) => body)).toEqual(["text 6"]);
  });

  it("does not say what was written where that is not wanted", async () => {
    set({ text: false });
    await inside();
    await hear(4, { room: "d1", text: "secret" });
    expect(told()).toEqual(["bob: New message"]);
  });

  it("is not shown while they are off, or not allowed", async () => {
    set({ on: false });
    await inside();
    await hear(4, { room: "d1" });
    set({ on: true });
    ports.desk.allowed = "blocked";
    await hear(5, { room: "d1" });
    expect(ports.desk.shown).toEqual([]);
    ports.desk.allowed = "granted";
    await hear(6, { room: "d1" });
    expect(told()).toEqual(["bob: text 6"]);
  });
});

describe("do not disturb", () => {
  const clockTime = (hours: number, minutes = 0) => new Date(2026, 4, 4, hours, minutes).getTime();
  it.each([
    ["22:00", "07:00", 23, 0, false],
    ["22:00", "07:00", 6, 59, false],
    ["22:00", "07:00", 7, 0, true],
    ["22:00", "07:00", 21, 59, true],
    ["12:00", "13:30", 12, 0, false],
    ["12:00", "13:30", 13, 29, false],
    ["12:00", "13:30", 13, 30, true],
    ["12:00", "12:00", 3, 0, false],
  ])("from %s to %s, at %i:%i: told %s", async (from, to, hours, minutes, isTold) => {
    set({ quiet: true, from, to, sound: true });
    vi.spyOn(ports.clock, "nowMs").mockReturnValue(clockTime(hours, minutes));
    await inside();
    await hear(4, { room: "d1" });
    expect([ports.desk.shown.length, ports.desk.chimed]).toEqual(isTold ? [1, 1] : [0, 0]);
  });

  it("says nothing where it is off", async () => {
    set({ quiet: false, from: "00:00", to: "00:00" });
    await inside();
    await hear(4, { room: "d1" });
    expect(ports.desk.shown).toHaveLength(1);
  });
});

describe("the tone", () => {
  it("sounds with each notification where it is wanted", async () => {
    await inside();
    await hear(4, { room: "d1" });
    expect(ports.desk.chimed).toBe(0);
    set({ sound: true });
    await hear(5, { room: "d1" });
    await hear(6, { room: "lobby", mentions: meant });
    expect(ports.desk.chimed).toBe(1);
  });

  it("sounds once, however many tabs there are", async () => {
    set({ sound: true });
    await inside();
    await hear(4, { room: "d1" });
    expect(ports.desk.chimed).toBe(1);
    begin(ports.keep);
    await inside();
    await hear(4, { room: "d1" });
    expect([ports.desk.shown.length, ports.desk.chimed]).toEqual([1, 0]);
    await hear(5, { room: "d1" });
    expect(ports.desk.chimed).toBe(1);
  });

  it("does not sound where no notification can be shown", async () => {
    set({ sound: true });
    ports.desk.isBroken = true;
    await inside();
    await hear(4, { room: "d1" });
    expect(ports.desk.chimed).toBe(0);
  });
});

describe("a notification is closed", () => {
  it("when it is clicked, and brings to its message", async () => {
    await inside();
    await hear(5, { mentions: meant });
    ports.desk.shown[0]?.click();
    expect(ports.desk.focused).toBe(1);
    expect(opened).toHaveBeenCalledExactlyOnceWith("garden", 5);
    expect(told()).toEqual([]);
  });

  it("when its room was read in another tab, up to it", async () => {
    await inside();
    await hear(4, { room: "d1" });
    await hear(5, { room: "d1" });
    ports.wire.receive("read", { room: "d1", seq: 4, unread: 1, mentions: 0 });
    expect(told()).toEqual(["bob: text 5"]);
    ports.wire.receive("read", { room: "d1", seq: 5, unread: 0, mentions: 0 });
    expect(told()).toEqual([]);
  });

  it("when its room is read here", async () => {
    await inside();
    await hear(4, { mentions: meant });
    session.rooms.activate("garden");
    expect(told()).toHaveLength(1);
    session.marker.setReading(true);
    expect(told()).toEqual([]);
  });

  it("when one is in its room no more, or signs out", async () => {
    await inside();
    await hear(4, { mentions: meant });
    await hear(4, { room: "d1" });
    ports.wire.receive("room", { change: "left", room: room({ room: "garden", name: "Garden" }) });
    expect(told()).toEqual(["bob: text 4"]);
    session.signOut();
    expect(told()).toEqual([]);
  });
});

it("what is kept is read with care", () => {
  const keep = new MemoryKeep();
  const usual = { on: false, text: true, sound: false, quiet: false, from: "22:00", to: "07:00" };
  expect(keptNotices(keep)).toEqual(usual);
  keep.set("notices", '{"on":true,"later":1}');
  expect(keptNotices(keep)).toEqual({ ...usual, on: true });
  for (const broken of ["", "null", "[]", '{"on":"yes"}', '{"on":true,"from":"24:00"}']) {
    keep.set("notices", broken);
    expect(keptNotices(keep)).toEqual(usual);
  }
  keepNotices(keep, { ...usual, quiet: true, to: "09:30" });
  expect(keptNotices(keep)).toEqual({ ...usual, quiet: true, to: "09:30" });
});
