// What this client holds of one room's log: one stretch of events without a gap, and what is known of the rest.
//
// Invariant:  `events` ascend by seq without a gap; `first` and `last` bound them.
//             Messages are as the changes up to `last` left them, or later ones.
//             While `following`, the stretch is meant to reach `head`; where it does not, `missingAfter` says what to ask for.
import type { RoomEvent } from "../protocol/parse.ts";
import type { LoggedMessage } from "../protocol/types.ts";
import { foldAll, isChange } from "./folding.ts";

/** Events that came too early and wait for those before them; more are dropped, and asked for later. */
export const heldEventsMax = 500;
/** Over this the oldest pages are let go while the reader is at the newest end. */
export const loadedEventsMax = 12_000;
const keptEvents = 4_000;

export interface RoomLog {
  readonly events: readonly RoomEvent[];
  /** Where the stretch begins and ends; an empty stretch at `last` 0 is a room without any event. */
  readonly first: number;
  /** The cursor: the last seq applied. */
  readonly last: number;
  /** The newest seq heard of. */
  readonly head: number;
  /** Older events may be asked for. */
  readonly more: boolean;
  /** False when the stretch is an old part of the log, opened around a place: live events only move `head`. */
  readonly following: boolean;
  readonly held: ReadonlyMap<number, RoomEvent>;
}

export interface Page {
  readonly events: readonly RoomEvent[];
  readonly more: boolean;
}

function ascending(events: readonly RoomEvent[]): RoomEvent[] {
  return [...events].sort((a, b) => a.seq - b.seq);
}

/** The longest run of `events` that continues directly after `last`. */
function runAfter(last: number, events: readonly RoomEvent[]): RoomEvent[] {
  const run: RoomEvent[] = [];
  let next = last + 1;
  for (const event of ascending(events)) {
    if (event.seq < next) continue;
    if (event.seq > next) break;
    run.push(event);
    next += 1;
  }
  return run;
}

/** The longest run that ends directly before `first`. */
function runBefore(first: number, events: readonly RoomEvent[]): RoomEvent[] {
  const run: RoomEvent[] = [];
  let next = first - 1;
  for (const event of ascending(events).reverse()) {
    if (event.seq > next) continue;
    if (event.seq < next) break;
    run.push(event);
    next -= 1;
  }
  return run.reverse();
}

/** The stretch with `run`, which continues it, and what its changes do to the messages. */
function grown(log: RoomLog, run: readonly RoomEvent[]): RoomLog {
  if (run.length === 0) return log;
  const events = [...log.events, ...run];
  foldAll(events, run, log.following ? "follow" : "keep");
  const last = log.last + run.length;
  return { ...log, events, last, head: Math.max(log.head, last) };
}

function withHeld(log: RoomLog): RoomLog {
  if (log.held.size === 0) return log;
  const after = grown(log, runAfter(log.last, [...log.held.values()]));
  const held = new Map([...log.held].filter(([seq]) => seq > after.last));
  return held.size === log.held.size ? after : { ...after, held };
}

/** A stretch that begins with a page from the server. `head` is the newest seq known by then. */
export function startLog(page: Page, head: number, following: boolean): RoomLog {
  const sorted = ascending(page.events);
  const newest = sorted.at(-1)?.seq ?? 0;
  // A page is without gaps; should one ever come with a hole, only what follows the hole is kept.
  const events = newest === 0 ? [] : runBefore(newest + 1, sorted);
  foldAll(events, [...events], "keep");
  return {
    events,
    first: events[0]?.seq ?? 1,
    last: newest,
    head: Math.max(head, newest),
    more: page.more || events.length < sorted.length,
    following,
    held: new Map(),
  };
}

/** Live events, in any order, perhaps repeated. */
export function applyLive(log: RoomLog, events: readonly RoomEvent[]): RoomLog {
  const head = events.reduce((newest, event) => Math.max(newest, event.seq), log.head);
  const seen = head === log.head ? log : { ...log, head };
  const news = events.filter((event) => event.seq > log.last);
  if (news.length === 0) return seen;
  if (!log.following) return changedInPast(seen, news);
  const run = runAfter(log.last, news);
  const last = log.last + run.length;
  return withHeld(
    withEarly(
      grown(seen, run),
      news.filter((event) => event.seq > last),
    ),
  );
}

/** Keeps events that came before those they follow. */
function withEarly(log: RoomLog, early: readonly RoomEvent[]): RoomLog {
  const fresh = early.filter((event) => !log.held.has(event.seq));
  const room = heldEventsMax - log.held.size;
  if (fresh.length === 0 || room <= 0) return log;
  const held = new Map(log.held);
  for (const event of fresh.slice(0, room)) held.set(event.seq, event);
  return { ...log, held };
}

/** Whoever reads an old part of the log sees what happens to its messages now. */
function changedInPast(log: RoomLog, news: readonly RoomEvent[]): RoomLog {
  const changes = ascending(news).filter(isChange);
  if (changes.length === 0) return log;
  const events = [...log.events];
  foldAll(events, changes, "follow");
  return { ...log, events };
}

/** A page of what is loaded already, as it stands by now: changes were missed while away. */
export function applyRefresh(log: RoomLog, page: Page): RoomLog {
  const events = [...log.events];
  for (const event of page.events) {
    const at = event.seq - log.first;
    const before = events[at];
    if (event.type !== "message" || before?.type !== "message") continue;
    if ((event.version ?? 0) >= (before.version ?? 0)) events[at] = event;
  }
  return { ...log, events };
}

/** The answer to `history after`: continues the stretch; at the end an old part becomes the live one. */
export function applyAfter(log: RoomLog, page: Page): RoomLog {
  const after = grown(log, runAfter(log.last, page.events));
  const following = log.following || (!page.more && after.last >= log.head);
  return withHeld({ ...after, following });
}

/** The answer to `history before`: puts older events in front. */
export function applyBefore(log: RoomLog, page: Page): RoomLog {
  const run = runBefore(log.first, page.events);
  const events = [...run, ...log.events];
  // The page may have been read before the newest of the changes were heard.
  if (run.length > 0) foldAll(events, log.events, "keep");
  return {
    ...log,
    events: run.length > 0 ? events : log.events,
    first: log.first - run.length,
    // A page that does not continue the stretch can never be joined to it: asking again would go on for ever.
    more: page.more && run.length > 0,
  };
}

/** A catch-up without reset continues the stretch; with it, it replaces the stretch. */
export function applyCatchup(
  log: RoomLog,
  catchup: {
    readonly events: readonly RoomEvent[];
    readonly head: number;
    readonly reset: boolean;
  },
): RoomLog {
  if (catchup.reset) {
    const fresh = startLog({ events: catchup.events, more: false }, catchup.head, true);
    return { ...fresh, more: fresh.events.length > 0 && fresh.first > 1 };
  }
  const seen = { ...log, head: Math.max(log.head, catchup.head) };
  return applyLive(seen, catchup.events);
}

/** The server told its newest seq. An older one than ours means a log that is not the one we know: null. */
export function applyHead(log: RoomLog, head: number): RoomLog | null {
  if (head < log.last) return null;
  return head > log.head ? { ...log, head } : log;
}

/** The seq after which events are missing, if any are. */
export function missingAfter(log: RoomLog): number | null {
  return log.following && log.last < log.head ? log.last : null;
}

/** An event that stays, without the words of a message that is gone. */
function withoutWordsOf(event: RoomEvent, upTo: number): RoomEvent {
  if (event.type === "edited" && event.target <= upTo) return { ...event, text: "" };
  if (event.type !== "message" || !event.quote?.text || (event.reply_to ?? 0) > upTo) return event;
  return { ...event, quote: { ...event.quote, text: "" } };
}

/** Everything up to there is gone for good: the log begins behind it. */
export function withoutOld(log: RoomLog, upTo: number): RoomLog {
  const gone = Math.max(0, upTo + 1 - log.first);
  return withHeld({
    ...log,
    events: log.events.slice(gone).map((event) => withoutWordsOf(event, upTo)),
    first: log.first + gone,
    last: Math.max(log.last, upTo),
    head: Math.max(log.head, upTo),
    more: log.more && log.first > upTo + 1,
    held: new Map([...log.held].map(([seq, event]) => [seq, withoutWordsOf(event, upTo)])),
  });
}

/** Lets the oldest events go when there are very many. Only for a reader who is at the newest end. */
export function trim(log: RoomLog): RoomLog {
  if (log.events.length <= loadedEventsMax) return log;
  const events = log.events.slice(-keptEvents);
  return { ...log, events, first: events[0]?.seq ?? log.first, more: true };
}

export function contains(log: RoomLog, seq: number): boolean {
  return seq >= log.first && seq <= log.last;
}

/** The message `seq`, where it is loaded. */
export function messageAt(log: RoomLog, seq: number): LoggedMessage | null {
  const event = log.events[seq - log.first];
  return event?.type === "message" ? event : null;
}
