// What is told of hits: the text around a mark, pages put together, days.
import { describe, expect, it } from "vitest";
import type { SearchAck } from "../../src/protocol/types.ts";
import {
  excerptOf,
  foundMore,
  hitsMax,
  midnightOf,
  namesRooms,
  problemOf,
} from "../../src/state/search.ts";
import { message } from "../support/events.ts";

const hit = (seq: number) => ({ event: { type: "message" as const, ...message(seq) }, marks: [] });
const page = (seqs: number[], more: Partial<SearchAck> = {}): SearchAck => ({
  ok: true,
  hits: seqs.map(hit),
  more: false,
  ...more,
});
const marked = (text: string, marks: number[][]) =>
  excerptOf(text, marks).pieces.map((it) => (it.isMarked ? `[${it.text}]` : it.text));

describe("an excerpt", () => {
  it("marks what was found, and is the whole text when that is short", () => {
    expect(
      marked("green tea and tea", [
        [6, 3],
        [14, 3],
      ]),
    ).toEqual(["green ", "[tea]", " and ", "[tea]"]);
    expect(marked("no marks", [])).toEqual(["no marks"]);
    expect(marked("tea", [[0, 3]])).toEqual(["[tea]"]);
    expect(marked("", [])).toEqual([]);
  });

  it("counts as slice does, behind characters of two units, too", () => {
    expect(marked("😀😀 tea", [[5, 3]])).toEqual(["😀😀 ", "[tea]"]);
    expect(marked("a😀b", [[1, 2]])).toEqual(["a", "[😀]", "b"]);
  });

  it("takes no character apart, wherever a mark begins or ends", () => {
    expect(marked("a😀b", [[2, 1]])).toEqual(["a", "[😀]", "b"]);
    expect(marked("a😀b", [[0, 2]])).toEqual(["[a😀]", "b"]);
  });

  it("begins at a word a little before the first mark, and ends a little after", () => {
    const text = `${"word ".repeat(100)}tea${" more".repeat(100)}`;
    const { pieces, isCutBefore, isCutAfter } = excerptOf(text, [[500, 3]]);
    expect([isCutBefore, isCutAfter]).toEqual([true, true]);
    expect(pieces.map((it) => it.isMarked)).toEqual([false, true, false]);
    expect(pieces[0]?.text).toMatch(/^(word )+$/);
    expect(pieces[0]?.text.length).toBeLessThanOrEqual(60);
    expect(pieces.map((it) => it.text).join("").length).toBeLessThanOrEqual(240);
  });

  it("cuts between characters where there are no words", () => {
    const { pieces } = excerptOf("😀".repeat(400), [[401, 2]]);
    for (const { text } of pieces) expect(() => encodeURIComponent(text)).not.toThrow();
    expect(pieces.some((it) => it.isMarked)).toBe(true);
  });

  it("survives marks that lie over each other, outside of the text or are cut off", () => {
    expect(
      marked("abcdef", [
        [0, 3],
        [1, 4],
        [9, 9],
      ]),
    ).toEqual(["[abc]", "[de]", "f"]);
    expect(marked("abc", [[1, 99]])).toEqual(["a", "[bc]"]);
    expect(marked("abc", [[]])).toEqual(["abc"]);
  });
});

describe("pages", () => {
  it("are put together, each message once", () => {
    const first = foundMore([], page([9, 8], { more: true, next: "c" }));
    expect(first).toMatchObject({ next: "c", isFull: false, isIndexing: false });
    const second = foundMore(first.hits, page([8, 7], { indexing: true }));
    expect(second.hits.map((it) => it.event.seq)).toEqual([9, 8, 7]);
    expect(second).toMatchObject({ next: null, isIndexing: true, older: "idle" });
  });

  it("end at as many hits as are kept", () => {
    const many = Array.from({ length: hitsMax - 1 }, (_, at) => hit(at + 100));
    const exact = foundMore(many, page([1], { more: false }));
    expect(exact).toMatchObject({ isFull: false, next: null });
    const over = foundMore(many, page([2, 1], { more: true, next: "c" }));
    expect(over).toMatchObject({ isFull: true, next: null });
    expect(over.hits).toHaveLength(hitsMax);
  });
});

it("a query that names rooms is known by its filter, not by a word", () => {
  expect(["in:garden", "tea IN:x", 'a in:"tea room"'].map(namesRooms)).toEqual([true, true, true]);
  expect(["in: garden", "admin:x", "-x begin:in", '"in:x"'].map(namesRooms)).toEqual(
    Array(4).fill(false),
  );
});

it("every refusal has a problem with words", () => {
  expect(problemOf("query_invalid")).toBe("query_invalid");
  expect(problemOf("not_a_member")).toBe("room_gone");
  expect(problemOf("invalid_payload")).toBe("other");
});

it("a day begins at its midnight here, and only days do", () => {
  expect(midnightOf("2026-01-31")).toBe(new Date(2026, 0, 31).getTime());
  for (const none of ["", "2026-02-30", "2026-13-01", "31.1.2026", "0000-01-01"])
    expect(midnightOf(none), none).toBeNull();
});
