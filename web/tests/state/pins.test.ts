import { describe, expect, it } from "vitest";
import type { LoggedMessage } from "../../src/protocol/types.ts";
import {
  type PinsState,
  pinnedSeqs,
  pinsHeard,
  pinsTold,
  unknownPins,
} from "../../src/state/pins.ts";
import { change, gone, message, moved, pinned, pinOf, said } from "../support/events.ts";

const told = (more?: true) =>
  pinsTold({ ok: true, pins: [pinOf(9, 3), pinOf(8, 1)], ...(more === undefined ? {} : { more }) });
const seqsOf = ({ pins }: PinsState) => pins?.map((pin) => pin.message.seq);
const loaded =
  (...seqs: number[]) =>
  (seq: number): LoggedMessage | null =>
    seqs.includes(seq) ? { type: "message", ...message(seq) } : null;
const nothing = loaded();

describe("pins", () => {
  it("are not known before they are told", () => {
    expect(pinsHeard(unknownPins, [pinned(9, 1)], loaded(1))).toBe(unknownPins);
    expect([...pinnedSeqs(new Set(), unknownPins)]).toEqual([]);
  });

  it("come first when they are new, as their message is loaded", () => {
    const after = pinsHeard(told(), [pinned(12, 5, true, "eve")], loaded(5));
    expect(seqsOf(after)).toEqual([5, 3, 1]);
    expect(after.pins?.[0]).toMatchObject({
      by: { user: "u-eve", nickname: "eve" },
      message: { text: "text 5" },
    });
    expect(after.isStale).toBe(false);
  });

  it("are asked for again when the message is not loaded", () => {
    const after = pinsHeard(told(), [pinned(12, 5)], nothing);
    expect([seqsOf(after), after.isStale]).toEqual([[3, 1], true]);
  });

  it("go with all messages up to a place, and further ones are asked for", () => {
    const after = pinsHeard(told(true), [gone(12, 2)], nothing);
    expect([seqsOf(after), after.isStale]).toEqual([[3], true]);
    expect(seqsOf(pinsHeard(told(), [gone(12, 3)], nothing))).toEqual([]);
  });

  it("go when they are unpinned or deleted", () => {
    const unpinned = pinsHeard(told(), [pinned(12, 3, false)], nothing);
    expect(seqsOf(unpinned)).toEqual([1]);
    expect(unpinned.isStale).toBe(false);
    expect(
      seqsOf(pinsHeard(told(), [change(12, { type: "deleted", target: 1 })], nothing)),
    ).toEqual([3]);
  });

  it("are asked for again when one goes of a list that was cut off", () => {
    expect(pinsHeard(told(true), [pinned(12, 3, false)], nothing).isStale).toBe(true);
  });

  it("read as their messages do by now", () => {
    const after = pinsHeard(
      told(),
      [
        change(12, { type: "edited", target: 3, text: "better" }),
        change(13, { type: "reacted", target: 3, emoji: "👍", on: true }),
        change(14, { type: "edited", target: 2, text: "elsewhere" }),
      ],
      nothing,
    );
    expect(after.pins?.[0]?.message).toMatchObject({ text: "better", version: 13 });
    expect(after.pins?.[1]).toEqual(pinOf(8, 1));
  });

  it("stay as they are when they hear again what is in them, in whatever they hear", () => {
    const before = told();
    const events = [said(1), said(2), moved("member_joined", 4, "eve"), pinned(8, 1), pinned(9, 3)];
    expect(pinsHeard(before, events, loaded(1, 3))).toBe(before);
  });

  it("come to what the log says, though part of what is heard was in the answer already", () => {
    // Pinned, unpinned, pinned again and unpinned: the answer was made somewhere in between.
    const events = [pinned(10, 5), pinned(11, 5, false), pinned(12, 5), pinned(13, 1, false)];
    expect(seqsOf(pinsHeard(told(), events, loaded(5)))).toEqual([5, 3]);
    const later = pinsTold({ ok: true, pins: [pinOf(12, 5), pinOf(9, 3), pinOf(8, 1)] });
    expect(seqsOf(pinsHeard(later, events, loaded(5)))).toEqual([5, 3]);
  });

  it("pinned again come first again", () => {
    const after = pinsHeard(told(), [pinned(12, 1)], nothing);
    expect(seqsOf(after)).toEqual([1, 3]);
    expect(after.isStale).toBe(false);
  });

  it("are the same set while they are the same messages", () => {
    const set = new Set([1, 3]);
    expect(pinnedSeqs(set, told())).toBe(set);
    expect([...pinnedSeqs(new Set([1, 2]), told())]).toEqual([3, 1]);
    expect([...pinnedSeqs(new Set([1, 3, 4]), told())]).toEqual([3, 1]);
  });
});
