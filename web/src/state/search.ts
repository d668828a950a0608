// What is looked for and what was found: pure, and of no view.
import type { SearchAck, SearchHit } from "../protocol/types.ts";

export type { SearchHit };

/** As long as a query may be, in characters. */
export const queryLengthMax = 200;
/** Hits kept of one search; older ones than these need a narrower one. */
export const hitsMax = 500;

/** In which rooms: in one, or in all of this person's. */
export type Scope = "room" | "all";

export type SearchProblem =
  | "query_empty"
  | "query_too_long"
  | "query_invalid"
  | "rate_limited"
  | "unavailable"
  | "offline"
  | "room_gone"
  | "other";

export interface Found {
  readonly state: "found";
  /** Newest first, each message once. */
  readonly hits: readonly SearchHit[];
  /** Where older ones begin; null when there are none, or no more are kept. */
  readonly next: string | null;
  readonly isFull: boolean;
  readonly isIndexing: boolean;
  readonly older: "idle" | "loading" | SearchProblem;
}

export type Results =
  | { readonly state: "nothing" }
  | { readonly state: "searching" }
  | { readonly state: "failed"; readonly why: SearchProblem }
  | Found;

export interface SearchState {
  readonly query: string;
  readonly scope: Scope;
  /** The room in view. */
  readonly room: string | null;
  readonly results: Results;
}

export const emptySearch: SearchState = {
  query: "",
  scope: "room",
  room: null,
  results: { state: "nothing" },
};

/** Whether a query names its rooms itself, so that they are not those of the choice beside it. */
export function namesRooms(query: string): boolean {
  return /(?:^|\s)in:\S/i.test(query);
}

/** What a page says beside the hits before it. */
export function foundMore(before: readonly SearchHit[], page: SearchAck): Found {
  const known = new Set(before.map(keyOf));
  const all = [...before, ...page.hits.filter((hit) => !known.has(keyOf(hit)))];
  const isFull = all.length > hitsMax || (all.length === hitsMax && page.more);
  return {
    state: "found",
    hits: all.slice(0, hitsMax),
    next: page.more && !isFull ? (page.next ?? null) : null,
    isFull,
    isIndexing: page.indexing === true,
    older: "idle",
  };
}

export function keyOf({ event }: SearchHit): string {
  return `${event.room} ${event.seq}`;
}

export function problemOf(code: string): SearchProblem {
  switch (code) {
    case "query_empty":
    case "query_too_long":
    case "query_invalid":
    case "rate_limited":
    case "unavailable":
      return code;
    case "not_found":
    case "not_a_member":
      return "room_gone";
    default:
      return "other";
  }
}

export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

export interface Excerpt {
  readonly pieces: readonly Piece[];
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

const beforeMarkMax = 60;
const excerptLengthMax = 240;

/** The text around the first mark, in pieces that are marked or not; no character is taken apart. */
export function excerptOf(text: string, marks: SearchHit["marks"]): Excerpt {
  const first = marks[0]?.[0] ?? 0;
  const start = first <= beforeMarkMax ? 0 : wordAfter(text, first - beforeMarkMax, first);
  const end = wholeBefore(text, Math.min(text.length, start + excerptLengthMax));
  const pieces: Piece[] = [];
  const add = (from: number, to: number, isMarked: boolean) => {
    if (from < to) pieces.push({ text: text.slice(from, to), isMarked });
  };
  let at = start;
  for (const [markStart = 0, length = 0] of marks) {
    const from = Math.max(at, wholeBefore(text, markStart));
    const to = Math.min(end, wholeAfter(text, markStart + length));
    if (from >= to) continue;
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  return { pieces, isCutBefore: start > 0, isCutAfter: end < text.length };
}

/** Whether a cut there would part the two halves of one character. */
function partsPair(text: string, at: number): boolean {
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}
function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
function wholeBefore(text: string, at: number): number {
  return partsPair(text, at) ? at - 1 : at;
}
function wholeAfter(text: string, at: number): number {
  return partsPair(text, at) ? at + 1 : at;
}

/** Where the next word begins, when that is before `limit`. */
function wordAfter(text: string, from: number, limit: number): number {
  const gap = text.slice(from, limit).search(/\s\S/);
  return gap < 0 ? wholeBefore(text, from) : from + gap + 1;
}

/** The midnight that begins a day here, "2026-01-31"; null for what is no day since 1970. */
export function midnightOf(day: string): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const midnight = new Date(year, month - 1, date);
  const isReal = midnight.getMonth() === month - 1 && midnight.getDate() === date;
  return isReal && midnight.getFullYear() === year ? Math.max(0, midnight.getTime()) : null;
}
