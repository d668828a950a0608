// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Navigation } from "../../src/client/navigation.ts";
import { Session } from "../../src/client/session.ts";
import { laterWords, loadLaterWords } from "../../src/locales/words.ts";
import { SearchPanel } from "../../src/views/search_panel.tsx";
import { ClientContext, useActiveRoom } from "../../src/views/use_session.ts";
import { changed, expired, message, room, saidAll, welcome } from "../support/events.ts";
import { type FakePorts, fakePorts } from "../support/fake_ports.ts";

let ports: FakePorts;
let session: Session;
const state = () => session.store.getState();
const onClose = vi.fn();
let isNarrow = false;

function Panel() {
  return <SearchPanel room={useActiveRoom()} onClose={onClose} />;
}
function show() {
  const navigation = { go: (to: string) => session.rooms.activate(to) } as unknown as Navigation;
  const client = { session, navigation, keep: ports.keep, tabKeep: ports.keep };
  render(
    <ClientContext value={client}>
      <Panel />
    </ClientContext>,
  );
}

beforeEach(async () => {
  onClose.mockClear();
  isNarrow = false;
  vi.stubGlobal("matchMedia", () => ({ matches: isNarrow }));
  await loadLaterWords();
  ports = fakePorts();
  session = new Session(ports);
  session.rooms.activate("lobby");
  session.join("ada");
  ports.wire.connect();
  ports.wire.receive("welcome", welcome([room({ head: 3, read: 3 })]));
  ports.wire.question("history").answer({ ok: true, events: saidAll(1, 3), more: false });
  await ports.clock.advance(0);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const field = () => screen.getByRole<HTMLInputElement>("searchbox");
const hits = () => screen.queryAllByRole("listitem").map((it) => it.querySelector("button"));
const settle = () => act(() => ports.clock.advance(0));
const hit = (seq: number, text: string, marks: number[][] = []) => ({
  event: { type: "message", ...message(seq, { text }) },
  marks,
});

async function look(query: string, answer: object) {
  fireEvent.change(field(), { target: { value: query } });
  fireEvent.submit(field());
  ports.wire.question("search").answer(answer);
  await settle();
}
const found = (...all: object[]) => ({ ok: true, hits: all, more: false });

it("takes the focus, and says what to do", () => {
  show();
  expect(document.activeElement).toBe(field());
  expect(screen.getByRole("status").textContent).toBe("Type what you are looking for.");
});

it("shows hostile text as text, with its marks", async () => {
  show();
  const text = '<img src=x onerror="alert(1)"> tea </mark><script>alert(2)</script>';
  await look("tea", found(hit(70, text, [[31, 3]])));
  const shown = document.querySelector(".hit-text");
  expect(shown?.textContent).toBe(text);
  expect([...(shown?.children ?? [])].map((it) => `${it.tagName} ${it.textContent}`)).toEqual([
    "MARK tea",
  ]);
  expect(screen.getByRole("status").textContent).toBe("1 message");
});

it("moves from the field through the hits and back with the arrows", async () => {
  show();
  await look("tea", found(hit(80, "tea two"), hit(70, "tea one")));
  const press = (key: string) =>
    fireEvent.keyDown(document.activeElement ?? document.body, { key });
  press("ArrowDown");
  expect(document.activeElement).toBe(hits()[0]);
  press("ArrowDown");
  press("ArrowDown");
  expect(document.activeElement).toBe(hits()[1]);
  press("ArrowUp");
  press("ArrowUp");
  expect(document.activeElement).toBe(field());
  expect(onClose).not.toHaveBeenCalled();
  press("Escape");
  expect(onClose).toHaveBeenCalledOnce();
});

it.each([
  ["stays open beside the message", false, 0],
  ["makes way for the message in a narrow window", true, 1],
])("%s that is chosen", async (_, narrow, closed) => {
  isNarrow = narrow;
  show();
  await look("tea", found(hit(2, "tea")));
  fireEvent.click(hits()[0] as HTMLElement);
  await settle();
  expect(state().jump).toEqual({ room: "lobby", seq: 2 });
  expect(state().active).toBe("lobby");
  expect(onClose).toHaveBeenCalledTimes(closed);
});

it("says that a hit was deleted, or reads as it does now, and forgets rooms one left", async () => {
  show();
  const elsewhere = { ...hit(9, "tea elsewhere"), marks: [[0, 3]] };
  elsewhere.event = { ...elsewhere.event, room: "garden" };
  act(() =>
    ports.wire.receive("room", {
      change: "joined",
      room: room({ room: "garden", name: "Garden" }),
    }),
  );
  await look("t", found(elsewhere, hit(2, "text 2", [[0, 4]]), hit(1, "text 1", [[0, 4]])));
  expect(hits()).toHaveLength(3);
  await act(async () => {
    ports.wire.receive("deleted", changed({ type: "deleted", target: 1 }, 4));
    ports.wire.receive("edited", changed({ type: "edited", target: 2, text: "other" }, 5));
    ports.wire.receive("room", { change: "left", room: room({ room: "garden", name: "Garden" }) });
    await ports.clock.advance(50);
  });
  expect([...document.querySelectorAll(".hit-text")].map((it) => it.textContent)).toEqual([
    "other",
    "Message deleted",
  ]);
  expect(document.querySelector("mark")).toBeNull();
});

it("says of a hit that is gone that it is deleted", async () => {
  show();
  await look("t", found(hit(2, "text 2", [[0, 4]]), hit(1, "text 1", [[0, 4]])));
  await act(async () => {
    ports.wire.receive("expired", expired(4, 1));
    await ports.clock.advance(50);
  });
  expect([...document.querySelectorAll(".hit-text")].map((it) => it.textContent)).toEqual([
    "text 2",
    "Message deleted",
  ]);
});

it("has no hits, fewer than there may be, and old messages still being read", async () => {
  show();
  await look("tea", found());
  expect(screen.getByRole("status").textContent).toContain("Nothing was found.");
  await look("teas", { ...found(), more: true, next: "c1", indexing: true });
  expect(screen.getByRole("status").textContent).toMatch(/so far.*still being read/);
  fireEvent.click(screen.getByRole("button", { name: "More" }));
  ports.wire.question("search").answer({ ok: false, error: { code: "rate_limited", message: "" } });
  await settle();
  expect(screen.getByText(/searching too fast/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  ports.wire.question("search").answer(found(hit(70, "teas")));
  await settle();
  expect(hits()).toHaveLength(1);
});

it.each([
  ["query_empty", false],
  ["query_too_long", false],
  ["query_invalid", false],
  ["rate_limited", true],
  ["unavailable", true],
] as const)("says %s in words, with a next step", async (code, mayRetry) => {
  show();
  await look("tea", { ok: false, error: { code, message: "" } });
  expect(screen.getByRole("status").textContent).toContain(laterWords(`search.problem.${code}`));
  expect(screen.queryByRole("button", { name: "Try again" }) !== null).toBe(mayRetry);
});

it("goes to a day, and says when there is none", async () => {
  show();
  const go = screen.getByRole("button", { name: "Go" });
  const alert = () => document.querySelector("#search-day-problem")?.textContent;
  fireEvent.click(go);
  expect(alert()).toBe("Choose a day first.");
  const day = screen.getByLabelText("Jump to a day of this room");
  fireEvent.change(day, { target: { value: "2026-01-31" } });
  fireEvent.click(go);
  const question = ports.wire.question("date");
  expect(question.payload).toEqual({ room: "lobby", time: new Date(2026, 0, 31).getTime() });
  question.answer({ ok: true, seq: 0, time: 0 });
  await settle();
  expect(alert()).toBe("Nobody has written in this room yet.");
  fireEvent.click(go);
  ports.wire.question("date").answer({ ok: true, seq: 2, time: 5 });
  await settle();
  expect(alert()).toBe("");
  expect(state().jump).toEqual({ room: "lobby", seq: 2 });
});
