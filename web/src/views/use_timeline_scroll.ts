// Where the timeline stands: at the newest message while the reader is there, and else exactly where it was left.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VirtualizerHandle } from "virtua";
import { keepPlace, keptPlace } from "../client/place.ts";
import type { RoomState } from "../state/model.ts";
import { contains, type RoomLog } from "../state/room_log.ts";
import { type Row, rowIndexOfSeq } from "../state/timeline.ts";
import { useClient } from "./use_session.ts";

/** This close to the end counts as being there. */
const bottomPx = 32;
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
  const last = useRef({ top: 0, height: 0, viewport: 0 });
  const shownFirst = useRef(log.first);
  const [isAtBottom, setAtBottom] = useState(true);
  const [seenSeq, setSeenSeq] = useState(log.last);
  const latest = useRef({ log, rows, room });
  latest.current = { log, rows, room };

  // Rows came or went at the beginning: the list keeps its place from its end.
  const shift = log.first !== shownFirst.current;
  useLayoutEffect(() => {
    shownFirst.current = log.first;
  }, [log.first]);

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
    if (element === null) return;
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
    if (element === null) return;
    const { scrollTop: top, scrollHeight: height, clientHeight: viewport } = element;
    const isSameSize = height === last.current.height && viewport === last.current.viewport;
    if (distanceToBottom(element) <= bottomPx) setFollowing(true);
    // Only a reader who goes up leaves the bottom: rows that grow and fields that do, do not.
    else if (top < last.current.top && isSameSize) setFollowing(false);
    last.current = { top, height, viewport };
    rememberPlace();
    loadMore();
  }, [setFollowing, rememberPlace, loadMore]);

  const toLatest = useCallback(() => {
    const { log: current, room: of } = latest.current;
    if (!current.following) {
      void session.loader.openNewest(of.room);
      return;
    }
    setFollowing(true);
    virtual.current?.scrollToIndex(latest.current.rows.length - 1, { align: "end" });
    stick();
  }, [session, setFollowing, stick]);

  // Once, when the log appears: to the place it was left at, to what is new, or to the end.
  useLayoutEffect(() => {
    const { log: current, rows: shown, room: of } = latest.current;
    const place = keptPlace(tabKeep, of.room);
    const divider = shown.findIndex((row) => row.kind === "new");
    const isFirstSight = of.generation === 1 && place !== null;
    if (place !== null && contains(current, place.seq) && (isFirstSight || divider === -1)) {
      following.current = false;
      setAtBottom(false);
      virtual.current?.scrollToIndex(rowIndexOfSeq(shown, place.seq), {
        align: "start",
        offset: place.offset,
      });
    } else if (divider !== -1) {
      following.current = false;
      setAtBottom(false);
      virtual.current?.scrollToIndex(divider, { align: "start", offset: -8 });
    } else {
      following.current = true;
      virtual.current?.scrollToIndex(shown.length - 1, { align: "end" });
    }
  }, [tabKeep]);

  useEffect(() => {
    const element = scroller.current;
    const content = element?.lastElementChild;
    if (!element || !content) return;
    const observer = new ResizeObserver(() => {
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

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed the rows may have left room for more
  useLayoutEffect(() => {
    if (following.current) stick();
    loadMore();
  }, [rows, stick, loadMore]);

  return { scroller, virtual, isAtBottom, seenSeq, shift, onScroll, toLatest };
}
