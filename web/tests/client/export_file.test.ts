// A room's log as a file: what is one, what is none, and what is half a one.
import { describe, expect, it } from "vitest";
import { checkExport, FileRefused, readExport } from "../../src/client/export_file.ts";
import { endLine, eventLine, exported, roomLine } from "../support/exported.ts";

const fileOf = (...lines: readonly string[]) =>
  new Blob([lines.map((each) => `${each}\n`).join("")]);

describe("a file", () => {
  it("says what the room is and how many events there are", async () => {
    const file = exported(3, { name: "Gärten", topic: "Beans" });
    expect(await checkExport(file)).toEqual({ name: "Gärten", topic: "Beans", events: 3 });
    expect(await checkExport(exported(0))).toEqual({ name: "Garden", topic: "", events: 0 });
  });

  it("may be of a conversation, which has no name", async () => {
    const file = fileOf(roomLine({ name: undefined, kind: "direct" }), eventLine(1), endLine(1));
    expect(await checkExport(file)).toEqual({ name: "", topic: "", events: 1 });
  });

  it("needs no end of its last line, and may have others' ends of lines", async () => {
    const lines = [roomLine(), eventLine(1), endLine(1)];
    expect(await checkExport(new Blob([lines.join("\n")]))).toMatchObject({ events: 1 });
    expect(await checkExport(new Blob([lines.join("\r\n")]))).toMatchObject({ events: 1 });
  });

  it.each([
    ["empty", new Blob([])],
    ["a page", fileOf("<!doctype html>", "<p>")],
    ["a picture", new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe])])],
    ["somebody's own data", fileOf('{"type":"own_data","version":1,"rooms":[]}', endLine(0))],
    ["of a version to come", fileOf(roomLine().replace('"version":1', '"version":2'), endLine(0))],
    ["of no room", fileOf('{"type":"export","version":1}', endLine(0))],
    ["one endless line", new Blob(["x".repeat(1_000_001)])],
  ])("that is %s is no export", async (_, file) => {
    expect(await checkExport(file)).toEqual({ what: "noExport" });
  });

  it.each([
    ["its end", fileOf(roomLine(), eventLine(1))],
    ["all but the first line", fileOf(roomLine())],
    ["half a line", new Blob([`${roomLine()}\n${eventLine(1)}\n${eventLine(2).slice(0, 30)}`])],
    ["an event", fileOf(roomLine(), eventLine(1), endLine(2))],
  ])("that lacks %s is cut off", async (_, file) => {
    expect(await checkExport(file)).toEqual({ what: "cutOff" });
  });

  it.each([["[]"], ["beans"], ['{"seq":2}'], [""]])(
    "with a line %j in it is broken there",
    async (line) => {
      const file = fileOf(roomLine(), eventLine(1), line, eventLine(3), endLine(3));
      expect(await checkExport(file)).toEqual({ what: "broken", line: 3 });
    },
  );

  it("that the browser cannot read is told to be so", async () => {
    const gone = {
      stream: () => new ReadableStream({ pull: () => Promise.reject(new Error("NotReadable")) }),
    } as unknown as Blob;
    expect(await checkExport(gone)).toEqual({ what: "unreadable" });
  });
});

it("is the same wherever it is cut into pieces, also within a letter", async () => {
  const whole = await exported(2, { name: "Gärten 🌱" }).bytes();
  for (let at = 1; at < whole.length; at += 1) {
    const file = {
      stream: () =>
        new ReadableStream({
          start(pipe) {
            pipe.enqueue(whole.slice(0, at));
            pipe.enqueue(whole.slice(at));
            pipe.close();
          },
        }),
    } as unknown as Blob;
    expect(await checkExport(file)).toEqual({ name: "Gärten 🌱", topic: "", events: 2 });
  }
});

it("gives the events before it is found to be broken", async () => {
  const read: number[] = [];
  const reading = (async () => {
    for await (const { octets } of readExport(fileOf(roomLine(), eventLine(1), eventLine(2))))
      read.push(octets);
  })();
  await expect(reading).rejects.toBeInstanceOf(FileRefused);
  expect(read).toEqual([eventLine(1).length, eventLine(2).length]);
});
