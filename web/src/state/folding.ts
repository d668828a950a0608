// What later events do to a message: edits, deletions and reactions, folded into it.
//
// Invariant:  a change that is not newer than the message's version is in it already and does nothing; so folding may
//             repeat, and pages may come folded and bring the changes as well.
import type { ChangeEvent, RoomEvent } from "../protocol/parse.ts";
import type { LoggedMessage, Reaction } from "../protocol/types.ts";

const quoteCharactersMax = 200;

export function isChange(event: RoomEvent): event is ChangeEvent {
  return event.type === "edited" || event.type === "deleted" || event.type === "reacted";
}

export function fold(message: LoggedMessage, change: ChangeEvent): LoggedMessage {
  if (change.seq <= (message.version ?? 0) || message.deleted === true) return message;
  switch (change.type) {
    case "edited":
      // The words went when the message was deleted, which a later event tells.
      if (change.text === "") return message;
      return { ...message, version: change.seq, text: change.text, edited: change.time };
    case "deleted":
      return tombstone(message, change.seq);
    case "reacted": {
      const { reactions: before = [], ...rest } = message;
      const reactions = reacted(before, change, change.emoji, change.on);
      return { ...rest, version: change.seq, ...(reactions.length > 0 ? { reactions } : {}) };
    }
  }
}

/** What is left of a deleted message: its place. */
function tombstone(message: LoggedMessage, version: number): LoggedMessage {
  const { reply_to: _, quote: __, edited: ___, reactions: ____, ...rest } = message;
  return { ...rest, version, text: "", deleted: true };
}

/** `reactions` with the mark of one person set or taken away; the same list where nothing changes. */
export function reacted(
  reactions: readonly Reaction[],
  { user, nickname }: { readonly user: string; readonly nickname: string },
  emoji: string,
  on: boolean,
): Reaction[] {
  const at = reactions.findIndex((reaction) => reaction.emoji === emoji);
  const found = reactions[at];
  if (found === undefined) {
    return on ? [...reactions, { emoji, by: [{ user, nickname }] }] : [...reactions];
  }
  if (found.by.some((each) => each.user === user) === on) return [...reactions];
  const by = on ? [...found.by, { user, nickname }] : found.by.filter((each) => each.user !== user);
  return by.length > 0 ? reactions.with(at, { emoji, by }) : reactions.toSpliced(at, 1);
}

export function beginningOf(text: string): string {
  if (text.length <= quoteCharactersMax) return text;
  return [...text].slice(0, quoteCharactersMax).join("");
}

/**
 * Folds `changes` into `events`, a list of one's own that ascends without a gap. Changes whose message is not in it do nothing.
 *
 * quotes  "follow" where the changes are news: then quotes of messages that are not loaded read what they say.
 *         "keep" for changes from the past, which the quotes of a page have in them already; but deleted is deleted.
 */
export function foldAll(
  events: RoomEvent[],
  changes: Iterable<RoomEvent>,
  quotes: "follow" | "keep",
): void {
  const first = events[0]?.seq;
  if (first === undefined) return;
  const quoted = new Map<number, string>();
  for (const change of changes) {
    if (!isChange(change)) continue;
    const at = change.target - first;
    const message = events[at];
    if (message?.type === "message") events[at] = fold(message, change);
    if (change.type === "deleted") quoted.set(change.target, "");
    if (change.type === "edited" && quotes === "follow" && quoted.get(change.target) !== "")
      quoted.set(change.target, change.text);
  }
  if (quoted.size === 0) return;
  for (const [at, event] of events.entries()) {
    // A quote of what was deleted stays empty.
    if (event.type !== "message" || event.reply_to === undefined || !event.quote?.text) continue;
    const text = quoted.get(event.reply_to);
    if (text === undefined) continue;
    events[at] = { ...event, quote: { ...event.quote, text: beginningOf(text) } };
  }
}
