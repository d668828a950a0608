// Where the timeline stands: at the newest message while the reader is there, and else exactly where it was left.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { keepPlace, keptPlace, type Place } from "../client/place.ts";
import type { RoomState } from "../state/model.ts";
import { contains, type RoomLog } from "../state/room_log.ts";
import { type Row, rowIndexOfSeq } from "../state/timeline.ts";
import { useClient } from "./use_session.ts";

/** What was read before stays in sight above what is new. */
const contextPx = 72;
/** This close to the end counts as being there. */
const bottomPx = 32;
/** Rows on the way to a place are measured only when they are shown: this many pictures are enough for it. */
const settlingFramesMax = 30;
const steadyFrames = 3;
/** No smooth scroll of a browser takes longer. */
const glideMaxMs = 1000;
/** Older pages are asked for before the reader reaches the first message. */
const aheadViewports = 2;

export interface TimelineScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtual: RefObject<VirtualizerHandle | null>;
  readonly isAtBottom: boolean;
  /** The newest seq when the reader left the bottom. */
  readonly seenSeq: number;
  readonly shift: boolean;
  readonly onScroll: () => void;
  readonly toLatest: () => void;
  /** Brings a loaded message into sight; `then` is called with it when it is there. */
  readonly showSeq: (
    seq: number,
    where: "middle" | "nearest",
    then?: (article: HTMLElement | null) => void,
  ) => void;
}

interface Goal {
  readonly index: number;
  /** How much of the row is above the edge, in pixels. */
  readonly offset: number;
}

/** The row a room opens at, and how far above it; null for the newest end. */
function openingGoal(
  log: RoomLog,
  rows: readonly Row[],
  room: RoomState,
  place: Place | null,
): Goal | null {
  // Where more unread messages are before the log's beginning, the newest end was asked for.
  const isDivided =
    room.dividerAfter !== null && Math.max(room.dividerAfter, room.expired) >= log.first - 1;
  const divider = isDivided ? rows.findIndex((row) => row.kind === "new") : -1;
  const isFirstSight = room.generation === 1;
  if (place !== null && contains(log, place.seq) && (isFirstSight || divider === -1)) {
    return { index: rowIndexOfSeq(rows, place.seq), offset: place.offset };
  }
  return divider === -1 ? null : { index: divider, offset: -contextPx };
}

function distanceToBottom(element: HTMLElement): number {
  return element.scrollHeight - element.clientHeight - element.scrollTop;
}

export function useTimelineScroll(
  room: RoomState,
  log: RoomLog,
  rows: readonly Row[],
): TimelineScroll {
  const { session, tabKeep } = useClient();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRef<VirtualizerHandle>(null);
  const following = useRef(false);
  /** On the way to where the room opens: pages that came meanwhile would move the goal. */
  const settling = useRef(true);
  /**
   * Until then a jump to the end holds: a scroll that was still gliding is not the reader's any more. Not for longer,
   * for the browser scrolls too, to what it found on the page.
   */
  const heldUntilMs = useRef(0);
  const last = useRef({ top: 0, height: 0, viewport: 0 });
  const shownFirst = useRef(log.first);
  // Not before it is known: whoever is at the bottom has read everything.
  const [isAtBottom, setAtBottom] = useState(false);
  const [seenSeq, setSeenSeq] = useState(log.last);
  const latest = useRef({ log, rows, room });
  latest.current = { log, rows, room };

  // Rows came or went at the beginning: the list keeps its place from its end.
  const shift = log.first !== shownFirst.current;
  useLayoutEffect(() => {
    shownFirst.current = log.first;
  }, [log.first]);

  // Never by the list's own scrollToIndex: it holds on to its row while sizes change, and rows that come then take it away.
  const stick = useCallback(() => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, []);

  const setFollowing = useCallback((isFollowing: boolean) => {
    if (following.current === isFollowing) return;
    following.current = isFollowing;
    setAtBottom(isFollowing);
    if (!isFollowing) setSeenSeq(latest.current.log.last);
  }, []);

  const rememberPlace = useCallback(() => {
    const { log: current, rows: shown, room: of } = latest.current;
    const handle = virtual.current;
    if (handle === null) return;
    if (following.current && current.following) {
      keepPlace(tabKeep, of.room, null);
      return;
    }
    const top = handle.scrollOffset;
    const from = handle.findItemIndex(top);
    const at = shown.findIndex(
      (row, index) => index >= from && row.kind === "message" && row.seq !== null,
    );
    const row = shown[at];
    if (row?.kind !== "message" || row.seq === null) return;
    keepPlace(tabKeep, of.room, {
      seq: row.seq,
      offset: Math.round(top - handle.getItemOffset(at)),
    });
  }, [tabKeep]);

  const loadMore = useCallback(() => {
    const element = scroller.current;
    if (element === null || settling.current) return;
    const { log: current, room: of } = latest.current;
    const ahead = element.clientHeight * aheadViewports;
    if (current.more && element.scrollTop < ahead && of.older.state === "idle") {
      void session.loader.loadOlder(of.room);
    }
    if (!current.following && distanceToBottom(element) < ahead && of.newer.state === "idle") {
      void session.loader.loadNewer(of.room);
    }
  }, [session]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null || settling.current) return;
    const { scrollTop: top, scrollHeight: height, clientHeight: viewport } = element;
    const isSameSize = height === last.current.height && viewport === last.current.viewport;
    const distance = distanceToBottom(element);
    // What still glides may stop anywhere, near the end as well.
    if (distance > 1 && performance.now() < heldUntilMs.current) stick();
    else if (distance <= bottomPx) setFollowing(true);
    // Only a reader who goes up leaves the bottom: rows that grow and fields that do, do not.
    else if (top < last.current.top && isSameSize) setFollowing(false);
    last.current = { top, height, viewport };
    rememberPlace();
    loadMore();
  }, [setFollowing, rememberPlace, loadMore, stick]);

  const toLatest = useCallback(() => {
    const { log: current, room: of } = latest.current;
    if (!current.following) {
      void session.loader.openNewest(of.room);
      return;
    }
    setFollowing(true);
    heldUntilMs.current = performance.now() + glideMaxMs;
    stick();
  }, [session, setFollowing, stick]);

  const cancelApproach = useRef(() => {});
  /** Scrolls to a row until it stays where it should be: on the way rows are measured, and others move. */
  const approach = useCallback(
    (goalNow: () => Goal | null, then: () => void) => {
      cancelApproach.current();
      settling.current = true;
      let frames = 0;
      let steady = 0;
      let request = 0;
      const step = () => {
        const handle = virtual.current;
        const element = scroller.current;
        const goal = goalNow();
        if (handle === null || element === null || goal === null) {
          settling.current = false;
          return;
        }
        const wanted = Math.max(0, handle.getItemOffset(goal.index) + goal.offset);
        const reachable = Math.min(
          wanted,
          Math.max(0, element.scrollHeight - element.clientHeight),
        );
        if (Math.abs(element.scrollTop - reachable) <= 1) steady += 1;
        else {
          steady = 0;
          element.scrollTop = reachable;
        }
        frames += 1;
        if (steady < steadyFrames && frames < settlingFramesMax) {
          request = requestAnimationFrame(step);
          return;
        }
        settling.current = false;
        onScroll();
        then();
      };
      cancelApproach.current = () => {
        cancelAnimationFrame(request);
        settling.current = false;
      };
      step();
    },
    [onScroll],
  );
  useEffect(() => () => cancelApproach.current(), []);

  const showSeq = useCallback<TimelineScroll["showSeq"]>(
    (seq, where, then) => {
      const article = () =>
        scroller.current?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`) ?? null;
      const frame = scroller.current?.getBoundingClientRect();
      const box = article()?.getBoundingClientRect();
      const isInSight =
        frame !== undefined &&
        box !== undefined &&
        box.top >= frame.top &&
        box.bottom <= frame.bottom;
      if (where === "nearest" && isInSight) return;
      // A reader who is brought somewhere is not at the end any more, wherever the end is; nor does a jump there hold.
      heldUntilMs.current = 0;
      if (!isInSight) setFollowing(false);
      const goalNow = () => {
        const index = rowIndexOfSeq(latest.current.rows, seq);
        const height = scroller.current?.clientHeight ?? 0;
        const size = virtual.current?.getItemSize(index) ?? 0;
        return { index, offset: -Math.max(contextPx, (height - size) / 2) };
      };
      approach(goalNow, () => then?.(article()));
    },
    [approach, setFollowing],
  );

  // Once, when the log appears: to the place it was left at, to what is new, or to the end.
  useLayoutEffect(() => {
    const { log: current, rows: shown, room: of } = latest.current;
    const goal = openingGoal(current, shown, of, keptPlace(tabKeep, of.room));
    if (goal === null) {
      following.current = true;
      setAtBottom(true);
      settling.current = false;
      stick();
      return;
    }
    following.current = false;
    approach(
      () => goal,
      () => {},
    );
  }, [tabKeep, approach, stick]);

  useEffect(() => {
    const element = scroller.current;
    const content = element?.lastElementChild;
    if (!element || !content) return;
    const observer = new ResizeObserver(() => {
      if (settling.current) return;
      if (following.current) stick();
      else if (distanceToBottom(element) <= bottomPx) setFollowing(true);
      const { scrollTop: top, scrollHeight: height, clientHeight: viewport } = element;
      last.current = { top, height, viewport };
      loadMore();
    });
    observer.observe(element);
    observer.observe(content);
    return () => observer.disconnect();
  }, [stick, setFollowing, loadMore]);

  useEffect(() => {
    const element = scroller.current;
    const moves = () => {
      heldUntilMs.current = 0;
    };
    const kinds = ["wheel", "touchstart", "pointerdown", "keydown"] as const;
    for (const kind of kinds) element?.addEventListener(kind, moves, { passive: true });
    return () => {
      for (const kind of kinds) element?.removeEventListener(kind, moves);
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed the rows may have left room for more
  useLayoutEffect(() => {
    if (following.current) stick();
    loadMore();
  }, [rows, stick, loadMore]);

  return { scroller, virtual, isAtBottom, seenSeq, shift, onScroll, toLatest, showSeq };
}
