// The rows of a room's timeline: messages grouped by person, days, the "New" divider, and quiet notices.
import type { RoomEvent } from "../protocol/parse.ts";
import type { LoggedMessage } from "../protocol/types.ts";
import type { PresenceNotice } from "./model.ts";
import type { OutboxEntry, SendState } from "./outbox.ts";
import type { RoomLog } from "./room_log.ts";

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
}

/** Who came and went, several at once. */
export interface NoticeRow {
  readonly kind: "notice";
  readonly key: string;
  readonly timeMs: number;
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

export type Row =
  | { readonly kind: "top"; readonly key: "top" }
  | { readonly kind: "day"; readonly key: string; readonly timeMs: number }
  | { readonly kind: "new"; readonly key: "new" }
  | NoticeRow
  | MessageRow;

export interface TimelineInput {
  readonly log: RoomLog;
  readonly notices: readonly PresenceNotice[];
  readonly outbox: readonly OutboxEntry[];
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
  const addMessage = (message: Omit<MessageRow, "isHead" | "kind">) => {
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
    const isHead = author !== message.user || message.timeMs - authorTimeMs > groupWithinMs;
    if (isHead) authorTimeMs = message.timeMs;
    author = message.user;
    rows.push({ kind: "message", isHead, ...message });
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
    addEvent(event, input.me.user, addMessage, addChange);
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
    });
  }
  flush();
  return rows;
}

function addEvent(
  event: RoomEvent,
  me: string,
  addMessage: (message: Omit<MessageRow, "isHead" | "kind">) => void,
  addChange: (key: string, change: Change) => void,
): void {
  switch (event.type) {
    case "message":
      addMessage(loggedRow(event, me));
      return;
    case "member_joined":
    case "member_left":
      addChange(`event-${event.seq}`, {
        change: event.type === "member_joined" ? "joined" : "left",
        user: event.user,
        nickname: event.nickname,
        timeMs: event.time,
      });
      return;
    case "unknown":
      return;
  }
}

function loggedRow(message: LoggedMessage, me: string): Omit<MessageRow, "isHead" | "kind"> {
  return {
    key: messageKey(message.user, message.nonce),
    seq: message.seq,
    user: message.user,
    nickname: message.nickname,
    text: message.text,
    timeMs: message.time,
    isOwn: message.user === me,
    nonce: message.nonce,
    send: null,
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

export function rowIndexOfSeq(rows: readonly Row[], seq: number): number {
  const index = rows.findIndex(
    (row) => row.kind === "message" && row.seq !== null && row.seq >= seq,
  );
  return index === -1 ? rows.length - 1 : index;
}
