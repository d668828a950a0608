import { describe, expect, it } from "vitest";
import type { RoomEvent } from "../../src/protocol/parse.ts";
import {
  applyAfter,
  applyBefore,
  applyCatchup,
  applyHead,
  applyLive,
  heldEventsMax,
  loadedEventsMax,
  missingAfter,
  type RoomLog,
  startLog,
  trim,
  withoutOld,
} from "../../src/state/room_log.ts";
import { change, said, saidAll, seqs } from "../support/events.ts";
import { seededRandom, shuffled } from "../support/random.ts";

function logOf(from: number, to: number, more = from > 1): RoomLog {
  return startLog({ events: saidAll(from, to), more }, to, true);
}

function applyOne(log: RoomLog, event: RoomEvent): RoomLog {
  return applyLive(log, [event]);
}

function range(from: number, to: number): number[] {
  return seqs(saidAll(from, to));
}

function expectSound(log: RoomLog): void {
  const all = seqs(log.events);
  expect(all).toEqual(all.length === 0 ? [] : range(log.first, log.last));
  expect(log.head).toBeGreaterThanOrEqual(log.last);
}

describe("live events", () => {
  it("append in order", () => {
    const log = applyOne(applyOne(logOf(1, 2), said(3)), said(4));
    expect(seqs(log.events)).toEqual([1, 2, 3, 4]);
    expect(missingAfter(log)).toBeNull();
  });

  it("that come too early wait for those before them", () => {
    const early = applyOne(logOf(1, 2), said(4));
    expect(seqs(early.events)).toEqual([1, 2]);
    expect(missingAfter(early)).toBe(2);
    const whole = applyOne(early, said(3));
    expect(seqs(whole.events)).toEqual([1, 2, 3, 4]);
    expect(missingAfter(whole)).toBeNull();
    expect(whole.held.size).toBe(0);
  });

  it("that are repeated change nothing", () => {
    const log = logOf(1, 3);
    expect(applyOne(log, said(2, { text: "other" }))).toBe(log);
    const waiting = applyOne(log, said(6));
    expect(applyOne(waiting, said(6))).toEqual(waiting);
  });

  it("in a room shown in its past only move the head", () => {
    const past = startLog({ events: saidAll(10, 20), more: true }, 50, false);
    const log = applyOne(past, said(51));
    expect(seqs(log.events)).toEqual(range(10, 20));
    expect(log.head).toBe(51);
    expect(missingAfter(log)).toBeNull();
  });

  it("beyond the bound of waiting ones are dropped, and still known to be missing", () => {
    let log = logOf(1, 1);
    for (let seq = 3; seq < heldEventsMax + 10; seq += 1) log = applyOne(log, said(seq));
    expect(log.held.size).toBe(heldEventsMax);
    log = applyOne(log, said(2));
    expect(missingAfter(log)).toBe(heldEventsMax + 2);
  });

  it.each(Array.from({ length: 200 }, (_, seed) => seed))(
    "in any order, repeated and lost, end as the one true log once the gaps are asked for (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const truth = saidAll(1, 40);
      const arriving = shuffled(
        truth.flatMap((event) => Array.from({ length: Math.floor(random() * 3) }, () => event)),
        random,
      );
      let log = startLog({ events: truth.slice(0, 5), more: false }, 5, true);
      let rest = arriving;
      while (rest.length > 0) {
        const count = 1 + Math.floor(random() * 5);
        const batch = rest.slice(0, count);
        rest = rest.slice(count);
        log = random() < 0.5 ? batch.reduce(applyOne, log) : applyLive(log, batch);
        expectSound(log);
        const after = missingAfter(log);
        if (after !== null && random() < 0.3) {
          const page = truth.slice(after, after + 4);
          log = applyAfter(log, { events: page, more: after + 4 < 40 });
          expectSound(log);
        }
      }
      log = { ...log, head: 40 };
      for (let after = missingAfter(log); after !== null; after = missingAfter(log)) {
        log = applyAfter(log, { events: truth.slice(after, after + 7), more: after + 7 < 40 });
        expectSound(log);
      }
      expect(seqs(log.events)).toEqual(range(1, 40));
    },
  );
});

describe("older pages", () => {
  it("go in front, without a gap and without a repeat", () => {
    const log = applyBefore(logOf(10, 12), { events: saidAll(5, 11), more: true });
    expect(seqs(log.events)).toEqual(range(5, 12));
    expect(log.more).toBe(true);
    expectSound(log);
  });

  it("end at the beginning of the room", () => {
    expect(applyBefore(logOf(3, 4), { events: saidAll(1, 2), more: false }).more).toBe(false);
  });

  it("that do not touch are refused, and not asked for for ever", () => {
    const log = applyBefore(logOf(10, 12), { events: saidAll(1, 5), more: true });
    expect(seqs(log.events)).toEqual(range(10, 12));
    expect(log.more).toBe(false);
  });
});

describe("newer pages", () => {
  it("lead a room shown in its past to its live end", () => {
    let log = startLog({ events: saidAll(10, 12), more: true }, 15, false);
    log = applyAfter(log, { events: saidAll(13, 14), more: true });
    expect(log.following).toBe(false);
    log = applyOne(log, said(16));
    log = applyAfter(log, { events: saidAll(15, 16), more: false });
    expect(log.following).toBe(true);
    expect(seqs(log.events)).toEqual(range(10, 16));
  });

  it("that end before the newest known event do not make it live", () => {
    const log = startLog({ events: saidAll(10, 12), more: true }, 20, false);
    expect(applyAfter(log, { events: saidAll(13, 14), more: false }).following).toBe(false);
  });

  it("let what waited follow", () => {
    const waiting = applyOne(logOf(1, 2), said(5));
    const log = applyAfter(waiting, { events: saidAll(3, 4), more: false });
    expect(seqs(log.events)).toEqual(range(1, 5));
  });
});

describe("a catch-up", () => {
  it("continues the log", () => {
    const log = applyCatchup(logOf(1, 3), { events: saidAll(4, 6), head: 6, reset: false });
    expect(seqs(log.events)).toEqual(range(1, 6));
  });

  it("that overlaps with live events repeats nothing", () => {
    const live = applyOne(logOf(1, 3), said(7));
    const log = applyCatchup(live, { events: saidAll(2, 6), head: 6, reset: false });
    expect(seqs(log.events)).toEqual(range(1, 7));
  });

  it("with its end missing shows a gap", () => {
    const log = applyCatchup(logOf(1, 3), { events: saidAll(4, 5), head: 9, reset: false });
    expect(missingAfter(log)).toBe(5);
  });

  it("with reset replaces the log, also by one with smaller numbers", () => {
    const far = applyCatchup(logOf(1, 3), { events: saidAll(1200, 1250), head: 1250, reset: true });
    expect([far.first, far.last, far.more]).toEqual([1200, 1250, true]);
    const back = applyCatchup(logOf(50, 90), { events: saidAll(1, 4), head: 4, reset: true });
    expect([back.first, back.last, back.head, back.more]).toEqual([1, 4, 4, false]);
  });

  it("with reset and nothing in it is an empty room", () => {
    const log = applyCatchup(logOf(1, 3), { events: [], head: 0, reset: true });
    expect([log.events.length, log.last, log.more]).toEqual([0, 0, false]);
    expect(seqs(applyOne(log, said(1)).events)).toEqual([1]);
  });
});

describe("messages that are gone", () => {
  it("are not there any more, and the log begins behind them", () => {
    const log = withoutOld(logOf(3, 8, true), 5);
    expect(seqs(log.events)).toEqual([6, 7, 8]);
    expect([log.first, log.last, log.more]).toEqual([6, 8, false]);
    expectSound(log);
    expect(seqs(applyOne(log, said(9)).events)).toEqual([6, 7, 8, 9]);
  });

  it("before the stretch leave it as it is, and its beginning where they end", () => {
    expect(withoutOld(logOf(6, 8), 5)).toMatchObject({ first: 6, last: 8, more: false });
    expect(withoutOld(logOf(6, 8), 4)).toMatchObject({ first: 6, last: 8, more: true });
  });

  it("take a stretch that has nothing else, and it goes on behind them", () => {
    const log = withoutOld(logOf(1, 3), 5);
    expect(log).toMatchObject({ events: [], first: 6, last: 5, head: 5, more: false });
    expect(seqs(applyOne(log, said(6)).events)).toEqual([6]);
    const early = withoutOld(applyOne(logOf(1, 3), said(6)), 5);
    expect(seqs(early.events)).toEqual([6]);
    expect(early.held.size).toBe(0);
  });

  it("take an old part of the log, too, which then leads to the newest end", () => {
    const past = startLog({ events: saidAll(2, 4), more: true }, 9, false);
    const log = withoutOld(past, 6);
    expect(log).toMatchObject({ events: [], following: false, more: false });
    const whole = applyAfter(log, { events: saidAll(7, 9), more: false });
    expect(seqs(whole.events)).toEqual([7, 8, 9]);
    expect(whole.following).toBe(true);
  });

  it("leave no words, in quotes and in edits of them", () => {
    const quoting = (seq: number, answered: number) =>
      said(seq, {
        reply_to: answered,
        quote: { user: "u-eve", nickname: "eve", text: "a secret" },
      });
    const events = [
      said(1),
      said(2),
      quoting(3, 1),
      change(4, { type: "edited", target: 1, text: "a secret" }),
      quoting(5, 3),
      change(6, { type: "edited", target: 3, text: "kept" }),
    ];
    const log = applyOne(startLog({ events, more: false }, 6, true), quoting(8, 2));
    const left = withoutOld(log, 2);
    expect(left.events).toMatchObject([
      { seq: 3, reply_to: 1, quote: { nickname: "eve", text: "" } },
      { seq: 4, text: "" },
      { seq: 5, reply_to: 3, quote: { text: "a secret" } },
      { seq: 6, text: "kept" },
    ]);
    expect(left.held.get(8)).toMatchObject({ quote: { text: "" } });
  });
});

it("a head older than ours tells of another log", () => {
  expect(applyHead(logOf(1, 9), 8)).toBeNull();
  expect(applyHead(logOf(1, 9), 12)?.head).toBe(12);
});

it("a page with a hole keeps only what follows the hole", () => {
  const log = startLog({ events: [said(1), said(2), said(4), said(5)], more: false }, 5, true);
  expect(seqs(log.events)).toEqual([4, 5]);
  expect(log.more).toBe(true);
});

it("very long logs let their oldest pages go", () => {
  const log = trim(logOf(1, loadedEventsMax + 1, false));
  expectSound(log);
  expect(log.events.length).toBeLessThan(loadedEventsMax / 2);
  expect([log.last, log.more]).toEqual([loadedEventsMax + 1, true]);
});
