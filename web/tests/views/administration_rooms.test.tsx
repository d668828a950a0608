// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { loadLaterWords, speak } from "../../src/locales/words.ts";
import type { ManagedRoom } from "../../src/protocol/administration.ts";
import { dateOf } from "../../src/views/administration_words.ts";
import { managedRoom } from "../support/accounts.ts";
import {
  answer,
  choose,
  choosesDeed,
  deeds,
  gone,
  key,
  lose,
  onClose,
  open,
  people,
  ports,
  press,
  question,
  refuse,
  rows,
  tabNames,
  type,
} from "../support/administration.tsx";
import { room, startMs } from "../support/events.ts";
import { endLine, eventLine, exported, roomLine } from "../support/exported.ts";

const listName = "Public rooms";
const lobby = managedRoom("lobby", { name: "Lobby", present: 2, messages: 12_345 });
const garden = managedRoom("r1", { name: "Garden", topic: "Beans", messages: 1 });
const attic = managedRoom("r2", { name: "Attic", archived: true });

async function openRooms(rooms: readonly ManagedRoom[], more = false) {
  await open("admin");
  await people([]);
  await choose("Rooms");
  await answer("GET admin/rooms", 200, { rooms, more });
}

describe("the list of rooms", () => {
  it("says what there is of each, and what may be done about it", async () => {
    await openRooms([attic, garden, lobby]);
    const made = `made ${dateOf(startMs)}`;
    expect(rows(listName)).toEqual([
      `#Atticarchived0 online · 0 messages · ${made}`,
      `#GardenBeans0 online · 1 message · ${made}`,
      `#Lobby2 online · 12,345 messages · ${made}`,
    ]);
    await press("Actions for Garden");
    expect(deeds()).toEqual(["Open", "Archive room"]);
    await key("Escape");
    await press("Actions for Attic");
    expect(deeds()).toEqual(["Open", "Restore room"]);
    await key("Escape");
    await press("Actions for Lobby");
    expect(deeds()).toEqual(["Open"]);
  });

  it("comes a page at a time, and is found by a part of a name", async () => {
    await openRooms([attic, garden], true);
    await press("Show more");
    await answer("GET admin/rooms?after=r1", 200, { rooms: [garden, lobby], more: false });
    expect(rows(listName)).toHaveLength(3);
    await type("Find a room", " ard ");
    await act(async () => ports.clock.advance(250));
    await answer("GET admin/rooms?query=ard", 200, { rooms: [], more: false });
    expect(screen.getByText(/No room is called that/)).toBeTruthy();
    await press("Show all rooms");
    await act(async () => ports.clock.advance(250));
    await answer("GET admin/rooms", 200, { rooms: [garden], more: false });
    expect(rows(listName)).toHaveLength(1);
  });

  it("says why it is not there, and asks again", async () => {
    await open("admin");
    await choose("Rooms");
    expect(screen.getByText("Loading rooms…")).toBeTruthy();
    await lose("GET admin/rooms");
    expect(
      screen.getByText(/rooms could not be loaded. The server cannot be reached/),
    ).toBeTruthy();
    await press("Try again");
    await answer("GET admin/rooms", 200, { rooms: [], more: false });
    expect(screen.getByText(/no public rooms yet/)).toBeTruthy();
  });

  it("is in German where that is spoken", async () => {
    await speak("de", ["de"]);
    await loadLaterWords();
    try {
      await open("admin");
      expect(tabNames().slice(0, 4)).toEqual(["Personen", "Räume", "Einladungen", "Verbannungen"]);
      await choose("Räume");
      await answer("GET admin/rooms", 200, { rooms: [garden], more: false });
      const made = `angelegt am ${dateOf(startMs)}`;
      expect(rows("Öffentliche Räume")).toEqual([`#GardenBeans0 online · 1 Nachricht · ${made}`]);
    } finally {
      await speak("en", ["en-GB"]);
      await loadLaterWords();
    }
  });
});

describe("a room", () => {
  it("is archived after a question, and restored at once", async () => {
    await openRooms([garden]);
    await choosesDeed("Garden", "Archive room");
    expect(question("Archive Garden?").getByText(/nobody can write in it/)).toBeTruthy();
    expect(ports.server.asked).toEqual([]);
    await press("Archive");
    await answer("PUT admin/rooms/r1/archive", 200, { room: { ...garden, archived: true } });
    expect(screen.queryByRole("dialog", { name: "Archive Garden?" })).toBeNull();
    expect(screen.getByRole("status").textContent).toBe("Garden is archived.");
    expect(rows(listName)[0]).toContain("archived");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Actions for Garden");
    await choosesDeed("Garden", "Restore room");
    await answer("DELETE admin/rooms/r1/archive", 200, { room: garden });
    expect(screen.getByRole("status").textContent).toBe("Garden can be written in again.");
    expect(rows(listName)[0]).not.toContain("archived");
  });

  it("that is gone is gone from the list, too; others say why not", async () => {
    await openRooms([garden, attic]);
    await choosesDeed("Garden", "Archive room");
    await press("Archive");
    await refuse("PUT admin/rooms/r1/archive", 403, "forbidden");
    expect(question("Archive Garden?").getByText(/may not do this any more/)).toBeTruthy();
    await press("Archive");
    await refuse("PUT admin/rooms/r1/archive", 404, "not_found");
    expect(question("Archive Garden?").getByText(/no such public room/)).toBeTruthy();
    await answer("GET admin/rooms", 200, { rooms: [attic], more: false });
    await press("Cancel");
    await choosesDeed("Attic", "Restore room");
    await lose("DELETE admin/rooms/r2/archive");
    expect(screen.getByText(/cannot be reached/)).toBeTruthy();
  });

  it("is opened where one is in it, and joined where one is not", async () => {
    await openRooms([garden, lobby]);
    await choosesDeed("Lobby", "Open");
    expect(gone).toEqual(["lobby"]);
    expect(onClose).toHaveBeenCalledTimes(1);
    await choosesDeed("Garden", "Open");
    expect(gone).toEqual(["lobby"]);
    const refusal = { ok: false, error: { code: "banned", message: "" } };
    await act(async () => ports.wire.question("join").answer(refusal));
    expect(screen.getByText("You are banned from this room.")).toBeTruthy();
    await choosesDeed("Garden", "Open");
    expect(screen.queryByText("You are banned from this room.")).toBeNull();
    const joined = { ok: true, room: room({ room: "r1", name: "Garden" }) };
    await act(async () => ports.wire.question("join").answer(joined));
    expect(gone).toEqual(["lobby", "r1"]);
    expect(onClose).toHaveBeenCalledTimes(2);
  });
});

describe("an import", () => {
  const dialog = () => question("Import a room");
  const problem = () => dialog().getByRole("alert").textContent;
  const name = () => dialog().getByLabelText<HTMLInputElement>("Room name");
  const part = "POST admin/imports/r9/events";
  const made = { room: { room: "r9", name: "Garden", head: 0 } };

  const openImport = async () => {
    await openRooms([lobby]);
    await press("Import a room");
  };
  const chooses = async (file: File) => {
    const files = [file];
    await act(async () => {
      fireEvent.change(dialog().getByLabelText("File"), { target: { files } });
    });
    await waitFor(() => expect(dialog().queryByText("Reading the file…")).toBeNull());
  };
  const asks = (what: string) => waitFor(() => ports.server.request(what));
  const settle = () => act(async () => void (await new Promise((go) => setTimeout(go, 0))));

  it("takes a file, a name, and as long as it takes; then the room is in view", async () => {
    await openImport();
    await press("Import");
    expect(problem()).toBe("Choose a file first.");
    await chooses(exported(501, { topic: "Beans" }));
    expect(problem()).toBe("");
    expect(dialog().getByText("501 events are in it.")).toBeTruthy();
    expect(name().value).toBe("Garden");
    await type("Room name", " ");
    await press("Import");
    expect(problem()).toBe("Enter a name first.");
    await type("Room name", " Old garden ");
    await press("Import");
    await press("Importing…");
    expect(ports.server.count("POST admin/imports")).toBe(1);
    const wish = { name: "Old garden", topic: "Beans" };
    expect(ports.server.request("POST admin/imports").body).toEqual(wish);
    await answer("POST admin/imports", 201, made);
    await asks(part);
    const progress = dialog().getByRole<HTMLProgressElement>("progressbar");
    expect(progress.getAttribute("max")).toBe("501");
    expect(dialog().getByText("0 of 501 events")).toBeTruthy();
    expect(dialog().getByLabelText<HTMLInputElement>("File").disabled).toBe(true);
    await answer(part, 200, { head: 500 });
    await asks(part);
    expect(dialog().getByText("500 of 501 events")).toBeTruthy();
    await answer(part, 200, { head: 501 });
    await asks("POST admin/imports/r9/end");
    await answer("POST admin/imports/r9/end", 200, made);
    expect(gone).toEqual(["r9"]);
    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["no export", new File(["<!doctype html>"], "page.html"), /no exported room/],
    ["cut off", new File([`${roomLine()}\n${eventLine(1)}\n`], "a.jsonl"), /its end is missing/],
    [
      "broken",
      new File([[roomLine(), "beans", endLine(1)].join("\n")], "a.jsonl"),
      /Line 2 of this file cannot be understood/,
    ],
  ])("of a file that is %s says so, until another one is chosen", async (_, file, text) => {
    await openImport();
    await chooses(file);
    expect(problem()).toMatch(text);
    expect(dialog().queryByLabelText("Room name")).toBeNull();
    await press("Import");
    expect(ports.server.asked).toEqual([]);
    await chooses(exported(1));
    expect(problem()).toBe("");
    expect(name().value).toBe("Garden");
  });

  it("tries another name where one is refused", async () => {
    await openImport();
    await chooses(exported(1));
    await press("Import");
    await refuse("POST admin/imports", 400, "name_invalid");
    await settle();
    expect(problem()).toMatch(/That name cannot be used/);
    expect(name().readOnly).toBe(false);
    await type("Room name", "Yard");
    expect(problem()).toBe("");
    await press("Import");
    expect(ports.server.request("POST admin/imports").body).toEqual({ name: "Yard" });
    await refuse("POST admin/imports", 409, "too_many");
    await settle();
    expect(problem()).toMatch(/as many rooms on this server/);
  });

  it("that failed midway goes on where it was", async () => {
    await openImport();
    await chooses(exported(501));
    await press("Import");
    await answer("POST admin/imports", 201, made);
    await asks(part);
    await answer(part, 200, { head: 500 });
    await asks(part);
    await lose(part);
    await settle();
    expect(problem()).toMatch(/cannot be reached/);
    expect(dialog().getByText("500 of 501 events")).toBeTruthy();
    expect(name().readOnly).toBe(true);
    await press("Try again");
    await asks(part);
    expect(ports.server.count("POST admin/imports")).toBe(0);
    await answer(part, 200, { head: 501 });
    await asks("POST admin/imports/r9/end");
    await answer("POST admin/imports/r9/end", 200, made);
    expect(gone).toEqual(["r9"]);
  });

  it("that the server does not understand is not tried again as it is", async () => {
    await openImport();
    await chooses(exported(1));
    await press("Import");
    await answer("POST admin/imports", 201, made);
    await asks(part);
    await refuse(part, 400, "import_invalid");
    await settle();
    expect(problem()).toMatch(/does not understand what is in this file/);
    expect(dialog().getByLabelText<HTMLInputElement>("File").disabled).toBe(false);
    expect(dialog().queryByRole("progressbar")).toBeNull();
  });

  it("whose dialog is closed sends nothing more", async () => {
    await openImport();
    await chooses(exported(501));
    await press("Import");
    await answer("POST admin/imports", 201, made);
    await asks(part);
    await press("Cancel");
    expect(document.activeElement?.textContent).toBe("Import a room");
    await answer(part, 200, { head: 500 });
    await settle();
    expect(ports.server.asked).toEqual([]);
    expect(gone).toEqual([]);
  });
});
