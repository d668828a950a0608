// The rows of a room's timeline: messages grouped by person, days, the "New" divider, and quiet lines about the room.
import type { RoomEvent, RoomFact } from "../protocol/parse.ts";
import type {
  LoggedExpired,
  LoggedMessage,
  LoggedMuteChange,
  LoggedRetentionChange,
  LoggedSlowModeChange,
  Reaction,
} from "../protocol/types.ts";
import { beginningOf, reacted } from "./folding.ts";
import type { PresenceNotice } from "./model.ts";
import type { Answered, OutboxEntry, SendState } from "./outbox.ts";
import type { Pending, PendingChange } from "./pending.ts";
import { messageAt, type RoomLog } from "./room_log.ts";

/** Messages of one person within this time stand under one name. */
export const groupWithinMs = 5 * 60_000;

export interface MessageRow {
  readonly kind: "message";
  readonly key: string;
  /** Null while the server has not numbered it. */
  readonly seq: number | null;
  readonly user: string;
  readonly nickname: string;
  readonly text: string;
  readonly timeMs: number;
  readonly isOwn: boolean;
  /** First of a group: shows name and time. */
  readonly isHead: boolean;
  readonly nonce: string;
  /** Null once it is in the log. */
  readonly send: SendState | null;
  readonly answers: QuotedRow | null;
  /** When its text was last changed. */
  readonly editedMs: number | null;
  readonly isDeleted: boolean;
  readonly isPinned: boolean;
  readonly reactions: readonly Reaction[];
  /** What this person did to it and the log does not show yet; the row looks as if it were done. */
  readonly change: PendingChange | null;
}

/** The message that a message answers, in one line. */
export interface QuotedRow {
  readonly seq: number;
  readonly user: string;
  readonly nickname: string;
  /** Null where it is not known here; empty where it was deleted. */
  readonly text: string | null;
}

/** Messages of ignored people, several at once. */
export interface HiddenRow {
  readonly kind: "hidden";
  readonly key: string;
  /** Ascending; at least one. */
  readonly seqs: readonly number[];
}

/** Who came and went, several at once. */
export interface NoticeRow {
  readonly kind: "notice";
  readonly key: string;
  readonly timeMs: number;
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** What was done to the room, or by one person to another, in a line of its own. */
export interface DeedRow {
  readonly kind: "deed";
  readonly key: string;
  readonly timeMs: number;
  readonly deed: Deed;
}

export type Deed =
  /** `to`: the name. */
  | { readonly what: "renamed"; readonly who: string; readonly to: string }
  /** `to`: the topic. */
  | { readonly what: "topicSet"; readonly who: string; readonly to: string }
  | { readonly what: "topicRemoved" | "archived" | "restored"; readonly who: string }
  | { readonly what: "becameHost" | "stoppedHosting"; readonly who: string }
  | {
      readonly what: "madeHost" | "removedHost" | "added" | "removed";
      readonly who: string;
      readonly whom: string;
    }
  /** `seq`: the message. */
  | { readonly what: "pinned"; readonly who: string; readonly seq: number }
  | Restraint;

/** What keeps people from writing here, and messages from staying, or no longer. */
export type Restraint = LoggedMuteChange | LoggedSlowModeChange | LoggedRetentionChange;

export type Row =
  | { readonly kind: "top"; readonly key: "top" }
  | { readonly kind: "day"; readonly key: string; readonly timeMs: number }
  | { readonly kind: "new"; readonly key: "new" }
  | NoticeRow
  | DeedRow
  | HiddenRow
  | MessageRow;

export interface TimelineInput {
  readonly log: RoomLog;
  readonly notices: readonly PresenceNotice[];
  readonly outbox: readonly OutboxEntry[];
  /** Of this room. */
  readonly pending: Pending;
  readonly pinned: ReadonlySet<number>;
  readonly dividerAfter: number | null;
  readonly me: { readonly user: string; readonly nickname: string };
  /** The number of the local day a time falls on. */
  readonly dayOf: (timeMs: number) => number;
}

interface Change {
  readonly change: "joined" | "left";
  readonly user: string;
  readonly nickname: string;
  readonly timeMs: number;
}

export function buildRows(input: TimelineInput): Row[] {
  const rows: Row[] = [{ kind: "top", key: "top" }];
  let day: number | null = null;
  let author: string | null = null;
  let authorTimeMs = 0;
  let isDivided = input.dividerAfter === null;
  let changes: Change[] = [];
  let changesKey = "";

  const flush = () => {
    if (changes.length === 0) return;
    rows.push(noticeRow(changesKey, changes));
    changes = [];
    author = null;
  };
  const startDay = (timeMs: number) => {
    const at = input.dayOf(timeMs);
    if (at === day) return;
    flush();
    // Clocks may differ by a little around midnight: a day never begins twice.
    if (day !== null && at < day) return;
    day = at;
    rows.push({ kind: "day", key: `day-${at}`, timeMs });
    author = null;
  };
  const addChange = (key: string, change: Change) => {
    startDay(change.timeMs);
    if (changes.length === 0) changesKey = key;
    changes.push(change);
  };
  const addDeed = (key: string, timeMs: number, deed: Deed) => {
    startDay(timeMs);
    flush();
    author = null;
    rows.push({ kind: "deed", key, timeMs, deed });
  };
  const addMessage = (message: LooseRow) => {
    startDay(message.timeMs);
    flush();
    if (
      !isDivided &&
      message.seq !== null &&
      message.seq > (input.dividerAfter ?? 0) &&
      !message.isOwn
    ) {
      isDivided = true;
      rows.push({ kind: "new", key: "new" });
      author = null;
    }
    const isHead =
      author !== message.user ||
      message.answers !== null ||
      message.timeMs - authorTimeMs > groupWithinMs;
    if (isHead) authorTimeMs = message.timeMs;
    author = message.user;
    rows.push({ kind: "message", isHead, ...message });
  };

  const pending = new Map<number, PendingChange[]>();
  for (const each of input.pending) {
    pending.set(each.target, [...(pending.get(each.target) ?? []), each]);
  }
  const addLogged = (message: LoggedMessage) => {
    const row = loggedRow(message, input);
    const changes = pending.get(message.seq);
    addMessage(changes === undefined ? row : changes.reduce(wished(input.me), row));
  };

  const notices = input.notices;
  let noticed = 0;
  const addNoticesUpTo = (seq: number) => {
    for (
      let notice = notices[noticed];
      notice !== undefined && notice.after < seq;
      notice = notices[noticed]
    ) {
      noticed += 1;
      if (notice.after < input.log.first - 1) continue;
      addChange(`notice-${notice.id}`, notice);
    }
  };

  for (const event of input.log.events) {
    addNoticesUpTo(event.seq);
    addEvent(event, addLogged, addChange, addDeed);
  }
  if (input.log.following) addNoticesUpTo(Number.POSITIVE_INFINITY);
  for (const entry of input.log.following ? input.outbox : []) {
    addMessage({
      key: messageKey(entry.user, entry.nonce),
      seq: null,
      user: input.me.user,
      nickname: input.me.nickname,
      text: entry.text,
      timeMs: entry.timeMs,
      isOwn: true,
      nonce: entry.nonce,
      send: entry.send,
      answers: entry.answers === undefined ? null : quotedRow(entry.answers, null, input.log),
      ...unchanged,
    });
  }
  flush();
  return rows;
}

type LooseRow = Omit<MessageRow, "isHead" | "kind">;

const none: readonly never[] = [];
const unchanged = {
  editedMs: null,
  isDeleted: false,
  isPinned: false,
  reactions: none,
  change: null,
} as const;

function addEvent(
  event: RoomEvent,
  addMessage: (message: LoggedMessage) => void,
  addChange: (key: string, change: Change) => void,
  addDeed: (key: string, timeMs: number, deed: Deed) => void,
): void {
  const key = `event-${event.seq}`;
  switch (event.type) {
    case "message":
      addMessage(event);
      return;
    case "member_joined":
    case "member_left": {
      const { type, user, nickname, time: timeMs, by } = event;
      if (by === undefined) {
        const change = type === "member_joined" ? "joined" : "left";
        addChange(key, { change, user, nickname, timeMs });
      } else {
        const what = type === "member_joined" ? "added" : "removed";
        addDeed(key, timeMs, { what, who: by.nickname, whom: nickname });
      }
      return;
    }
    case "renamed":
    case "topic":
    case "archived":
    case "restored":
    case "host":
      addDeed(key, event.time, deedOf(event));
      return;
    case "muted":
    case "slow_mode":
    case "retention":
      addDeed(key, event.time, event);
      return;
    case "pinned":
      if (event.on)
        addDeed(key, event.time, { what: "pinned", who: event.nickname, seq: event.target });
      return;
    // What they did stands in the messages they are about, or where the log begins.
    case "edited":
    case "deleted":
    case "reacted":
    case "expired":
    case "unknown":
      return;
  }
}

function deedOf(event: Exclude<RoomFact, Restraint | LoggedExpired>): Deed {
  const { nickname: who } = event;
  switch (event.type) {
    case "renamed":
      return { what: "renamed", who, to: event.name };
    case "topic":
      if (event.topic === undefined) return { what: "topicRemoved", who };
      return { what: "topicSet", who, to: event.topic };
    case "archived":
    case "restored":
      return { what: event.type, who };
    case "host": {
      const { by, on } = event;
      if (by === undefined) return { what: on ? "becameHost" : "stoppedHosting", who };
      return { what: on ? "madeHost" : "removedHost", who: by.nickname, whom: who };
    }
  }
}

function loggedRow(message: LoggedMessage, { log, me, pinned }: TimelineInput): LooseRow {
  const { reply_to: answered, quote } = message;
  const isAnswering = answered !== undefined && quote !== undefined;
  return {
    key: messageKey(message.user, message.nonce),
    seq: message.seq,
    user: message.user,
    nickname: message.nickname,
    text: message.text,
    timeMs: message.time,
    isOwn: message.user === me.user,
    nonce: message.nonce,
    send: null,
    answers: isAnswering ? quotedRow({ ...quote, seq: answered }, quote.text, log) : null,
    editedMs: message.edited ?? null,
    isDeleted: message.deleted === true,
    isPinned: pinned.has(message.seq),
    reactions: message.reactions ?? none,
    change: null,
  };
}

/** The quoted message as it reads now, where it is loaded; else as it was told. */
function quotedRow(
  { seq, user, nickname }: Answered,
  told: string | null,
  log: RoomLog,
): QuotedRow {
  const message = messageAt(log, seq);
  return { seq, user, nickname, text: message === null ? told : beginningOf(message.text) };
}

/** The row as it will look. A refused edit keeps its words; what else was refused has not happened. */
function wished(me: TimelineInput["me"]): (row: LooseRow, change: PendingChange) => LooseRow {
  return (row, change) => {
    const { wish, send } = change;
    // What failed is told before what is under way.
    const shown = row.change?.send.kind === "failed" ? row.change : change;
    switch (wish.kind) {
      case "edit":
        return { ...row, text: wish.text, change: shown };
      case "delete":
        if (send.kind === "failed") return { ...row, change: shown };
        return { ...row, text: "", isDeleted: true, reactions: none, answers: null, change: shown };
      case "react": {
        if (send.kind === "failed") return { ...row, change: shown };
        const reactions = reacted(row.reactions, me, wish.emoji, wish.on);
        return { ...row, reactions, change: shown };
      }
    }
  };
}

/** The same before and after the server has numbered the message, so that its row stays the same row. */
function messageKey(user: string, nonce: string): string {
  return `message-${user}-${nonce}`;
}

/** Only where each person ended up is told: somebody who came back within one notice has not left. */
function noticeRow(key: string, changes: readonly Change[]): NoticeRow {
  const ends = new Map<string, Change>();
  for (const change of changes) {
    ends.delete(change.user);
    ends.set(change.user, change);
  }
  const names = (end: Change["change"]) =>
    [...ends.values()].filter((change) => change.change === end).map((change) => change.nickname);
  const timeMs = changes.at(-1)?.timeMs ?? 0;
  return { kind: "notice", key, timeMs, joined: names("joined"), left: names("left") };
}

/** Whether two rows look the same. */
export function isSameRow(a: MessageRow, b: MessageRow): boolean {
  const names = Object.keys(a) as (keyof MessageRow)[];
  return names.every((name) =>
    name === "answers" ? isSameQuote(a.answers, b.answers) : Object.is(a[name], b[name]),
  );
}

function isSameQuote(a: QuotedRow | null, b: QuotedRow | null): boolean {
  if (a === null || b === null) return a === b;
  return a.seq === b.seq && a.nickname === b.nickname && a.text === b.text;
}

export function rowIndexOfSeq(rows: readonly Row[], seq: number): number {
  const index = rows.findIndex(
    (row) => row.kind === "message" && row.seq !== null && row.seq >= seq,
  );
  return index === -1 ? rows.length - 1 : index;
}
