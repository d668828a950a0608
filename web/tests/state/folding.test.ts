import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../src/protocol/parse.ts";
import type { LoggedMessage, Message } from "../../src/protocol/types.ts";
import { beginningOf, fold, foldAll, isChange } from "../../src/state/folding.ts";
import {
  applyAfter,
  applyBefore,
  applyCatchup,
  applyLive,
  applyRefresh,
  messageAt,
  type RoomLog,
  startLog,
} from "../../src/state/room_log.ts";
import { change, message, said, saidAll } from "../support/events.ts";
import { seededRandom, shuffled } from "../support/random.ts";

function logged(seq: number, more: Partial<Message> = {}): LoggedMessage {
  return { type: "message", ...message(seq, more) };
}
const eve = { user: "u-eve", nickname: "eve" };
const bob = { user: "u-bob", nickname: "bob" };
const edited = (seq: number, target: number, text: string) =>
  change(seq, { type: "edited", target, text });
const deleted = (seq: number, target: number) => change(seq, { type: "deleted", target });
const reacted = (seq: number, target: number, emoji = "👍", on = true, who = "bob") =>
  change(seq, { type: "reacted", target, emoji, on }, who);

describe("a message", () => {
  it("reads what it was edited to, and says when", () => {
    const after = fold(logged(1), edited(5, 1, "better"));
    expect(after).toMatchObject({ text: "better", version: 5, edited: edited(5, 1, "").time });
  });

  it("is changed once by each change, and by none that is older than its version", () => {
    const once = fold(logged(1), edited(5, 1, "new"));
    expect(fold(once, edited(5, 1, "new"))).toBe(once);
    expect(fold(once, edited(4, 1, "old"))).toBe(once);
    expect(
      fold(logged(1, { version: 9, text: "newest" }), reacted(8, 1)).reactions,
    ).toBeUndefined();
  });

  it("is not emptied by an edit whose words went with a deletion", () => {
    const before = logged(1);
    expect(fold(before, edited(5, 1, ""))).toBe(before);
  });

  it("that is deleted keeps its place and nothing else, for good", () => {
    const full = logged(3, {
      reply_to: 1,
      quote: { ...eve, text: "first" },
      edited: 1,
      reactions: [{ emoji: "👍", by: [eve] }],
    });
    const gone = fold(full, deleted(9, 3));
    expect(gone).toEqual({ ...logged(3, { text: "" }), version: 9, deleted: true });
    expect(fold(gone, edited(10, 3, "back again"))).toBe(gone);
    expect(fold(gone, reacted(11, 3))).toBe(gone);
  });

  it("has each mark of each person once, in the order they came", () => {
    const all = [
      reacted(2, 1),
      reacted(3, 1, "👍", true, "eve"),
      reacted(4, 1),
      reacted(5, 1, "🎉"),
      reacted(6, 1, "👍", false),
      reacted(7, 1, "❤️", false),
    ].reduce(fold, logged(1));
    expect(all.reactions).toEqual([
      { emoji: "👍", by: [eve] },
      { emoji: "🎉", by: [bob] },
    ]);
    expect([reacted(2, 1), reacted(3, 1, "👍", false)].reduce(fold, logged(1))).not.toHaveProperty(
      "reactions",
    );
  });
});

describe("in a list", () => {
  it("changes of what is not there, or is no message, do nothing", () => {
    const events: RoomEvent[] = [...saidAll(5, 6), reacted(7, 5)];
    const before = [...events];
    foldAll(events, [edited(8, 4, "x"), edited(9, 7, "x"), edited(10, 99, "x")], "follow");
    expect(events).toEqual(before);
  });

  const quoting = (text = "text 1") => said(6, { reply_to: 1, quote: { ...bob, text } });
  const quote = (events: readonly RoomEvent[]) =>
    events[0]?.type === "message" ? events[0].quote?.text : undefined;

  it("quotes follow the news of a message that is not loaded, and keep what the past tells", () => {
    const long = "x".repeat(300);
    for (const [quotes, text] of [
      ["follow", beginningOf(long)],
      ["keep", "text 1"],
    ] as const) {
      const events = [quoting()];
      foldAll(events, [edited(7, 1, long)], quotes);
      expect(quote(events)).toBe(text);
    }
    expect(beginningOf(long)).toHaveLength(200);
    expect([...beginningOf("🙂".repeat(201))]).toHaveLength(200);
  });

  it("quotes of what is deleted are empty, and stay so", () => {
    for (const quotes of ["follow", "keep"] as const) {
      const events = [quoting()];
      foldAll(events, [deleted(8, 1), edited(9, 1, "never")], quotes);
      foldAll(events, [edited(7, 1, "late")], quotes);
      expect(quote(events)).toBe("");
    }
  });
});

describe("the log", () => {
  /** A conversation with changes at random, as it was sent live. */
  function conversation(random: () => number, length: number): RoomEvent[] {
    const events: RoomEvent[] = [];
    const alive: number[] = [];
    for (let seq = 1; seq <= length; seq += 1) {
      const target = alive[Math.floor(random() * alive.length)];
      const roll = random();
      if (target === undefined || roll < 0.4) {
        events.push(said(seq));
        alive.push(seq);
      } else if (roll < 0.55) events.push(edited(seq, target, `edit ${seq}`));
      else if (roll < 0.9) {
        const emoji = random() < 0.5 ? "👍" : "🎉";
        events.push(reacted(seq, target, emoji, random() < 0.6, random() < 0.5 ? "bob" : "eve"));
      } else {
        events.push(deleted(seq, target));
        alive.splice(alive.indexOf(target), 1);
      }
    }
    return events;
  }

  /** As the server would give them when `head` was the newest. */
  function page(events: readonly RoomEvent[], from: number, to: number, head: number) {
    const folded = events.slice(0, head);
    foldAll(folded, [...folded], "follow");
    return folded.slice(from - 1, to);
  }

  const standing = (log: RoomLog) => log.events.filter((event) => event.type === "message");

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "comes to the same whichever way the events came (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const events = conversation(random, 120);
      const end = events.length;
      const whole = startLog({ events: page(events, 1, end, end), more: false }, end, true);
      const start = 60 + Math.floor(random() * 20);
      let log = startLog({ events: page(events, 40, start, start), more: true }, start, true);
      const rest = shuffled(events.slice(start), random);
      while (rest.length > 0) {
        const batch = rest.splice(0, 1 + Math.floor(random() * 7));
        log = applyLive(log, random() < 0.3 ? [...batch, ...batch] : batch);
        if (random() < 0.2 && log.first > 1) {
          // An older page, read a little before or after what was heard meanwhile.
          const head = Math.min(end, Math.max(log.last - 3, start));
          const from = Math.max(1, log.first - 15);
          log = applyBefore(log, {
            events: page(events, from, log.first - 1, head),
            more: from > 1,
          });
        }
      }
      while (log.first > 1) {
        const from = Math.max(1, log.first - 30);
        log = applyBefore(log, { events: page(events, from, log.first - 1, end), more: from > 1 });
      }
      expect(standing(log)).toEqual(standing(whole));
      expect(log.last).toBe(end);
    },
  );

  it("catches up with edits and deletions, folded or not", () => {
    const events = [...saidAll(1, 3), edited(4, 1, "new"), deleted(5, 2), reacted(6, 3)];
    const log = startLog({ events: events.slice(0, 3), more: false }, 3, true);
    const after = applyCatchup(log, { events: events.slice(3), head: 6, reset: false });
    expect(messageAt(after, 1)?.text).toBe("new");
    expect(messageAt(after, 2)?.deleted).toBe(true);
    expect(messageAt(after, 3)?.reactions).toEqual([{ emoji: "👍", by: [bob] }]);
    expect(after.events.filter(isChange)).toHaveLength(3);
    expect(applyCatchup(after, { events: events.slice(3), head: 6, reset: false })).toEqual(after);
  });

  it("shows in the past what happens to it now, and asks for what it missed", () => {
    const past = startLog({ events: saidAll(10, 20), more: true }, 500, false);
    const live = applyLive(past, [reacted(501, 12), edited(502, 400, "elsewhere")]);
    expect(messageAt(live, 12)?.reactions).toHaveLength(1);
    expect([live.last, live.head]).toEqual([20, 502]);

    const missed = [said(12, { text: "later", version: 600, edited: 1 }), said(13, { version: 3 })];
    const fresh = applyRefresh(live, { events: missed, more: true });
    expect(messageAt(fresh, 12)).toMatchObject({ text: "later", version: 600 });
    expect(messageAt(fresh, 12)?.reactions).toBeUndefined();
    const older = applyRefresh(live, { events: [said(12)], more: true });
    expect(messageAt(older, 12)?.reactions).toHaveLength(1);
  });

  it("passes over old edits on the way from the past to the end", () => {
    const past = startLog(
      { events: [said(10, { text: "newest", version: 30 }), ...saidAll(11, 19)], more: true },
      30,
      false,
    );
    const after = applyAfter(past, { events: [edited(20, 10, "older")], more: true });
    expect(messageAt(after, 10)?.text).toBe("newest");
  });

  it("folds ten thousand messages and a hundred changes in no time worth telling", () => {
    const log = startLog({ events: saidAll(1, 10_000), more: false }, 10_000, true);
    const changes = Array.from({ length: 100 }, (_, index) =>
      reacted(10_001 + index, 1 + index * 97),
    );
    const after = applyLive(log, changes);
    expect(messageAt(after, 1 + 99 * 97)?.reactions).toHaveLength(1);
    expect(messageAt(after, 2)).toBe(messageAt(log, 2));
  });
});
