// What each thing that happens does to the state. Pure: time comes in, nothing goes out.
import type { LiveEvent, RoomEvent } from "../protocol/parse.ts";
import type {
  MemberChange,
  Presence,
  Read,
  Room,
  RoomChange,
  Typing,
  Welcome,
} from "../protocol/types.ts";
import { cut, expired } from "./expiring.ts";
import { heeded, ignoredTold } from "./ignoring.ts";
import {
  changeRoom,
  countedOf,
  idle,
  type Loading,
  likingOf,
  membershipNoticesMax,
  newRoom,
  noticesMax,
  type RoomState,
  type State,
  serverFacts,
  summaryOf,
  typingLastsMs,
} from "./model.ts";
import { mentionsHeard, mentionsLeft, mentionsSeen, preferred } from "./noticing.ts";
import { type Answered, type OutboxEntry, requeueAll, settle } from "./outbox.ts";
import { type PendingChange, requeuePending } from "./pending.ts";
import { byName, companionsTold, peopleTold } from "./people.ts";
import { factsHeard } from "./room_facts.ts";
import {
  applyAfter,
  applyBefore,
  applyCatchup,
  applyHead,
  applyLive,
  applyRefresh,
  contains,
  messageAt,
  type Page,
  startLog,
  trim,
} from "./room_log.ts";

/** The server's view of everything, at each new connection. Logs are kept where they are still true. */
export function welcomed(state: State, welcome: Welcome): State {
  const { token: _, ...me } = welcome.me;
  const isSame = state.me === null || state.me.user === me.user;
  const returned = state.connection.state !== "joining" && state.known;
  const rooms = new Map<string, RoomState>();
  for (const told of welcome.rooms) {
    const before = isSame ? state.rooms.get(told.room) : undefined;
    const room = before === undefined ? newRoom(told) : toldAgain(before, told);
    const isDivided = room.dividerAfter !== null || told.room !== state.active || told.unread === 0;
    rooms.set(told.room, isDivided ? room : { ...room, dividerAfter: told.read });
  }
  const told = ignoredTold(companionsTold(state, welcome.rooms), welcome.ignored ?? []);
  return {
    ...peopleTold(told, [me]),
    connection: { state: "online", returned },
    me,
    server: serverFacts(welcome.server),
    rooms,
    known: true,
    outbox: requeueAll(state.outbox),
    pending: isSame ? requeuePending(state.pending) : [],
  };
}

function toldAgain(before: RoomState, told: Room): RoomState {
  const log = before.log === null ? null : applyHead(before.log, told.head);
  const after = {
    ...before,
    ...summaryOf(told),
    ...countedOf(told),
    head: told.head,
    read: told.read,
    unread: told.unread,
    present: told.present,
    log,
    opening: idle,
    older: idle,
    newer: idle,
    notices: log === null ? [] : before.notices,
    typists: [],
    dividerAfter: log === null ? null : before.dividerAfter,
  };
  return after.expired > before.expired ? expired(after, after.expired) : after;
}

export function disconnected(state: State): State {
  return {
    ...state,
    outbox: requeueAll(state.outbox),
    pending: requeuePending(state.pending),
  };
}

function isOwn(state: State, event: RoomEvent): boolean {
  return event.type !== "unknown" && event.user === state.me?.user;
}

/** Live events of one room, in any order, perhaps repeated. */
export function liveEvents(state: State, room: string, events: readonly LiveEvent[]): State {
  const next = changeRoom(state, room, (before) => {
    const isBeingRead = state.reading && state.active === room;
    const spoken = events.filter((event) => event.seq > before.head && event.type === "message");
    const fresh = new Map(events.map((event) => [event.seq, event]));
    const unread = [...fresh.values()].filter(
      (event) => event.seq > before.head && event.type === "message" && !isOwn(state, event),
    );
    const head = events.reduce((newest, event) => Math.max(newest, event.seq), before.head);
    let log = before.log === null ? null : applyLive(before.log, events);
    if (log !== null && (state.active !== room || state.reading)) log = trim(log);
    const first = unread.reduce<RoomEvent | undefined>(
      (earliest, event) => (earliest === undefined || event.seq < earliest.seq ? event : earliest),
      undefined,
    );
    const startsDivider =
      first !== undefined &&
      !isBeingRead &&
      before.unread === 0 &&
      state.active === room &&
      !state.reading;
    return {
      ...before,
      ...(isBeingRead
        ? mentionsSeen(before, head)
        : mentionsHeard(before, heeded(state.ignored, events), state.me?.user)),
      head,
      log,
      unread: isBeingRead ? before.unread : before.unread + unread.length,
      spokenMs: spoken.reduce(
        (newest, event) => (event.type === "message" ? Math.max(newest, event.time) : newest),
        before.spokenMs,
      ),
      typists: withoutTypists(before, events),
      dividerAfter: startsDivider && first !== undefined ? first.seq - 1 : before.dividerAfter,
    };
  });
  return settledIn(factsHeard(next, room, events), room, events);
}

function withoutTypists(room: RoomState, events: readonly RoomEvent[]): RoomState["typists"] {
  if (room.typists.length === 0) return room.typists;
  const spoke = new Set(events.flatMap((event) => (event.type === "message" ? [event.user] : [])));
  return room.typists.filter((typist) => !spoke.has(typist.user));
}

/** What these events or the log now show is no longer on its way. */
function settledIn(state: State, room: string, events: readonly RoomEvent[]): State {
  return settledChanges(settledOutbox(state, room, events), room);
}

function settledOutbox(state: State, room: string, events: readonly RoomEvent[]): State {
  if (state.outbox.length === 0) return state;
  const nonces = new Set(
    events.flatMap((event) =>
      event.type === "message" && isOwn(state, event) ? [event.nonce] : [],
    ),
  );
  const log = state.rooms.get(room)?.log ?? null;
  const isInLog = (entry: OutboxEntry) => {
    if (entry.room !== room) return false;
    if (nonces.has(entry.nonce)) return true;
    return (
      entry.send.kind === "sent" && log !== null && log.following && entry.send.seq <= log.last
    );
  };
  const outbox = settle(state.outbox, isInLog);
  return outbox === state.outbox ? state : { ...state, outbox };
}

function settledChanges(state: State, room: string): State {
  if (state.pending.length === 0) return state;
  const log = state.rooms.get(room)?.log ?? null;
  const goneUpTo = state.rooms.get(room)?.expired ?? 0;
  const isOver = ({ room: of, target, send }: PendingChange) => {
    if (of !== room) return false;
    const message = log === null ? null : messageAt(log, target);
    // What is gone cannot be changed any more, whatever was meant.
    if (message?.deleted === true || target <= goneUpTo) return true;
    if (send.kind !== "sent") return false;
    const isHeard = log?.following === true && log.last >= send.seq;
    return message === null || isHeard || (message.version ?? 0) >= send.seq;
  };
  const pending = state.pending.filter((each) => !isOver(each));
  return pending.length === state.pending.length ? state : { ...state, pending };
}

/** After an acknowledgement: the event may be in the log already. */
export function settled(state: State, room: string): State {
  return settledIn(state, room, []);
}

function withLog(
  state: State,
  room: string,
  events: readonly RoomEvent[],
  change: (room: RoomState) => RoomState,
): State {
  const next = changeRoom(state, room, (before) => cut(change(before)));
  return settledIn(factsHeard(next, room, events), room, events);
}

/** What a page tells. The log of an imported room has messages that went elsewhere, and stay here. */
function ofHistory(page: Page): readonly RoomEvent[] {
  return page.events.filter(({ type }) => type !== "expired");
}

export function caughtUp(
  state: State,
  catchup: { room: string; events: readonly RoomEvent[]; head: number; reset: boolean },
): State {
  const next = catchup.reset ? unseen(state, catchup.room) : state;
  return withLog(next, catchup.room, catchup.events, (before) => {
    const head = Math.max(before.head, catchup.head);
    // Unread messages begin before what came, or nothing came: the room opens anew, when it is shown.
    const isWithout = catchup.events.length === 0 && catchup.head > 0;
    if (catchup.reset && (before.unread > 0 || isWithout)) {
      return { ...before, head: catchup.head, log: null, opening: idle, typists: [], notices: [] };
    }
    // A room never opened here has nothing to continue; what is unread came with the welcome.
    if (before.log === null && !catchup.reset) return { ...before, head };
    const log = applyCatchup(
      before.log ?? startLog({ events: [], more: true }, head, true),
      catchup,
    );
    return {
      ...before,
      head: catchup.reset ? log.head : head,
      log,
      generation: before.generation + (catchup.reset ? 1 : 0),
      typists: withoutTypists(before, catchup.events),
      notices: catchup.reset ? [] : before.notices,
    };
  });
}

export function opened(
  state: State,
  room: string,
  page: Page & { readonly moreAfter: boolean },
): State {
  return withLog(unseen(state, room), room, ofHistory(page), (before) => {
    const log = startLog(page, before.head, !page.moreAfter);
    return {
      ...before,
      head: Math.max(before.head, log.last),
      log,
      generation: before.generation + 1,
      opening: idle,
      older: idle,
      newer: idle,
    };
  });
}

export function olderLoaded(state: State, room: string, first: number, page: Page): State {
  return changeRoom(state, room, (before) => {
    if (before.log === null || before.log.first !== first) return { ...before, older: idle };
    return cut({ ...before, log: applyBefore(before.log, page), older: idle });
  });
}

export function newerLoaded(state: State, room: string, last: number, page: Page): State {
  return withLog(state, room, ofHistory(page), (before) => {
    if (before.log === null || before.log.last < last) return { ...before, newer: idle };
    return { ...before, log: applyAfter(before.log, page), newer: idle };
  });
}

/** What is loaded of the past, asked for again: changes were missed. */
export function refreshed(state: State, room: string, page: Page): State {
  return withLog(state, room, [], (before) =>
    before.log === null ? before : { ...before, log: applyRefresh(before.log, page) },
  );
}

export function setLoading(
  state: State,
  room: string,
  part: "opening" | "older" | "newer",
  to: Loading,
): State {
  return changeRoom(state, room, (before) => ({ ...before, [part]: to }));
}

/** Someone came or went, without an event of the log. */
export function presenceNotice(
  state: State,
  change: "joined" | "left",
  told: MemberChange,
  id: number,
): State {
  const next = changeRoom(state, told.room, (before) => {
    const present = told.present ?? before.present;
    if (told.user === state.me?.user) return { ...before, present };
    const notice = {
      id,
      after: Math.max(before.head, before.log?.last ?? 0),
      change,
      user: told.user,
      nickname: told.nickname,
      timeMs: told.time,
    };
    return {
      ...before,
      present,
      notices: [...before.notices, notice].slice(-noticesMax),
      typists:
        change === "left"
          ? before.typists.filter((typist) => typist.user !== told.user)
          : before.typists,
    };
  });
  return memberListChanged(next, change, told);
}

export function memberListChanged(
  state: State,
  change: "joined" | "left",
  told: MemberChange,
): State {
  const list = state.memberList;
  if (list === null || list.room !== told.room || list.loading.state !== "idle") return state;
  // Whoever was added by somebody may be away: the panel asks.
  if (change === "joined" && told.by !== undefined) return state;
  const { user, nickname } = told;
  const before = list.members.find((member) => member.user === user);
  const others = list.members.filter((member) => member.user !== user);
  const come = { user, nickname, host: before?.host === true };
  const members = change === "left" ? others : byName([...others, come]);
  return { ...state, memberList: { ...list, members } };
}

export function presence(state: State, told: Presence): State {
  return changeRoom(state, told.room, (before) => ({ ...before, present: told.present }));
}

export function typing(state: State, told: Typing, nowMs: number): State {
  if (told.user === state.me?.user) return state;
  return changeRoom(state, told.room, (before) => ({
    ...before,
    typists: [
      ...before.typists.filter((typist) => typist.user !== told.user),
      { user: told.user, nickname: told.nickname, untilMs: nowMs + typingLastsMs },
    ],
  }));
}

/** Takes away those who have been silent for too long. */
export function typingExpired(state: State, nowMs: number): State {
  let next = state;
  for (const room of state.rooms.values()) {
    if (!room.typists.some((typist) => typist.untilMs <= nowMs)) continue;
    next = changeRoom(next, room.room, (before) => ({
      ...before,
      typists: before.typists.filter((typist) => typist.untilMs > nowMs),
    }));
  }
  return next;
}

/** The read marker moved, here or in another tab. It never moves backwards. */
export function readMoved(state: State, told: Read): State {
  return changeRoom(state, told.room, (before) =>
    told.seq < before.read
      ? before
      : { ...before, ...mentionsLeft(before, told), read: told.seq, unread: told.unread },
  );
}

/** `id`: of the notice, where somebody else did it. */
export function roomChanged(state: State, told: RoomChange, id: number): State {
  const { room } = told;
  if (told.change === "preferred") return preferred(state, room.room, likingOf(room));
  const next = { ...state, directoryVersion: state.directoryVersion + 1 };
  switch (told.change) {
    case "created":
      return next;
    case "joined":
      return membershipTold(joined(next, room), told, id);
    case "left":
      return membershipTold(left(next, room.room), told, id);
  }
}

/** Somebody else did it: one is told. Of a conversation its first words tell. */
function membershipTold(state: State, { change, room, by }: RoomChange, id: number): State {
  if (by === undefined || by.user === state.me?.user || room.kind === "direct") return state;
  const did = change === "joined" ? "added" : "removed";
  const told = { id, change: did, by, room: room.room, name: room.name } as const;
  // What was told of the same room before is over.
  const others = state.memberships.filter((each) => each.room !== room.room);
  return { ...state, memberships: [...others, told].slice(-membershipNoticesMax) };
}

export function membershipSeen(state: State, id: number): State {
  const memberships = state.memberships.filter((each) => each.id !== id);
  return memberships.length === state.memberships.length ? state : { ...state, memberships };
}

export function joined(state: State, room: Room): State {
  const before = state.rooms.get(room.room);
  const after =
    before === undefined ? newRoom(room) : { ...before, ...summaryOf(room), present: room.present };
  const next = companionsTold(state, [room]);
  return { ...next, rooms: new Map(state.rooms).set(room.room, after) };
}

/** One opened a conversation: it is listed although nothing was said in it yet. */
export function wanted(state: State, room: string): State {
  return changeRoom(state, room, (before) => ({ ...before, isWanted: true }));
}

export function left(state: State, room: string): State {
  if (!state.rooms.has(room)) return state;
  const rooms = new Map(state.rooms);
  rooms.delete(room);
  return { ...state, rooms };
}

/** A room comes into view. The divider goes to its first unread message; the room left loses its own. */
export function activated(state: State, room: string | null): State {
  if (state.active === room) return state;
  let next: State = { ...state, active: room, reading: false };
  if (state.active !== null) {
    next = changeRoom(next, state.active, (before) => ({ ...before, dividerAfter: null }));
  }
  if (room !== null) {
    next = changeRoom(next, room, (before) => ({
      ...before,
      dividerAfter: before.unread > 0 ? before.read : null,
    }));
  }
  return next;
}

/** A log that begins anew has not been in anybody's sight yet. */
function unseen(state: State, room: string): State {
  return state.active === room ? readingChanged(state, false) : state;
}

export function readingChanged(state: State, reading: boolean): State {
  return state.reading === reading ? state : { ...state, reading };
}

/** Where a room opens: at the newest page, or around a place that is not on it. */
export function openingPlace(
  room: RoomState,
  place: number | null,
  pageEvents: number,
): { readonly around: number } | null {
  const known = place !== null && place > room.expired ? place : null;
  const target = known ?? (room.unread > 0 ? Math.max(room.read, room.expired) : null);
  if (target === null) return null;
  return room.head - target >= pageEvents ? { around: Math.max(1, target) } : null;
}

export function answering(state: State, room: string, answers: Answered | null): State {
  return changeRoom(state, room, (before) => ({ ...before, answers }));
}

/** What the next message of the room answers; nothing, when that was deleted meanwhile. */
export function answerable(state: State, name: string): Answered | null {
  const room = state.rooms.get(name);
  if (!room?.answers) return null;
  const message = room.log === null ? null : messageAt(room.log, room.answers.seq);
  return message?.deleted === true ? null : room.answers;
}

export function editing(state: State, room: string, seq: number | null): State {
  return changeRoom(state, room, (before) => ({ ...before, editing: seq }));
}

/** The newest message of this person that can be edited, where the end of the log is loaded. */
export function ownNewest(state: State, name: string): number | null {
  const log = state.rooms.get(name)?.log;
  if (!log?.following) return null;
  const isEditable = (event: RoomEvent) =>
    event.type === "message" && isOwn(state, event) && event.deleted !== true;
  return log.events.findLast(isEditable)?.seq ?? null;
}

export function jumping(state: State, jump: State["jump"]): State {
  return { ...state, jump };
}

/** Whether showing the message needs no page: it is loaded, or gone. */
export function isLoaded(state: State, room: string, seq: number): boolean {
  const its = state.rooms.get(room);
  if (!its?.log) return false;
  return seq <= its.expired || contains(its.log, seq);
}
