// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileName } from "../../src/client/exports.ts";
import { button, click, noButton, ports, settle, showDetails } from "../support/room_details.tsx";

/** What the browser was given to save. */
const saved: { name: string; text: Promise<string> }[] = [];

beforeEach(() => {
  saved.length = 0;
  vi.stubGlobal("matchMedia", () => ({ matches: false }));
  const files = new Map<string, Blob>();
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
    const url = `blob:${files.size}`;
    files.set(url, file as Blob);
    return url;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => {});
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    saved.push({ name: this.download, text: files.get(this.href)?.text() ?? Promise.resolve("") });
  });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const page = "GET rooms/garden/export?form=html";
const data = "GET rooms/garden/export?form=jsonl";

describe("a room's export", () => {
  it("is offered to hosts alone, and in direct rooms to everybody", async () => {
    await showDetails({});
    expect(noButton("Export")).toBe(true);
    cleanup();
    await showDetails({ host: true });
    expect(noButton("Export")).toBe(false);
    cleanup();
    await showDetails({ kind: "direct", name: "", people: [] });
    expect(noButton("Export")).toBe(false);
  });

  it("is saved as a page under the room's name", async () => {
    await showDetails({ host: true });
    await click(button("Export"));
    await click(button("Save the file"));
    expect(screen.getByText("The file is being made…")).toBeTruthy();
    await click(button("Save the file"));
    expect(ports.server.count(page)).toBe(1);
    expect(ports.server.request(page).isFile).toBe(true);
    ports.server.request(page).answer(200, new Blob(["<!doctype html>"]));
    await settle();
    expect(saved.map(({ name }) => name)).toEqual(["parlor-Garden.html"]);
    expect(await saved[0]?.text).toBe("<!doctype html>");
    expect(screen.getByText("parlor-Garden.html is in your downloads.")).toBeTruthy();
  });

  it("is saved as data when that is chosen", async () => {
    await showDetails({ host: true });
    await click(button("Export"));
    await click(screen.getByLabelText("Data for programs (JSON Lines)"));
    await click(button("Save the file"));
    ports.server.request(data).answer(200, new Blob(["{}\n"]));
    await settle();
    expect(saved.map(({ name }) => name)).toEqual(["parlor-Garden.jsonl"]);
  });

  it("that did not come whole is not saved, and can be asked for again", async () => {
    await showDetails({ host: true });
    await click(button("Export"));
    await click(button("Save the file"));
    ports.server.request(page).lose();
    await settle();
    expect(saved).toEqual([]);
    expect(screen.getByText(/did not come whole/)).toBeTruthy();
    await click(button("Save the file"));
    ports.server.request(page).refuse(403, "forbidden");
    await settle();
    expect(screen.queryByText(/did not come whole/)).toBeNull();
    expect(saved).toEqual([]);
    await click(button("Save the file"));
    ports.server.request(page).answer(200, new Blob(["whole"]));
    await settle();
    expect(saved).toHaveLength(1);
  });
});

describe("the name of a file", () => {
  it("is one that every system takes", () => {
    expect(fileName("Garden club", "html")).toBe("parlor-Garden-club.html");
    expect(fileName("../../etc/passwd", "html")).toBe("parlor-etc-passwd.html");
    expect(fileName("Tee & Straße", "jsonl")).toBe("parlor-Tee-Straße.jsonl");
    expect(fileName("???", "jsonl")).toBe("parlor-export.jsonl");
  });
});
