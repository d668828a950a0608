import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import { Virtualizer } from "virtua";
import { words } from "../locales/words.ts";
import { folded } from "../state/folded.ts";
import type { Me, RoomState } from "../state/model.ts";
import type { RoomLog } from "../state/room_log.ts";
import { buildRows, type Row } from "../state/timeline.ts";
import { later } from "../ui/later.tsx";
import { dayOf } from "../ui/time.ts";
import { isTouchOnly } from "../ui/touch.ts";
import { focusComposer } from "./composer.tsx";
import {
  Day,
  DeedLine,
  Hidden,
  Message,
  NewDivider,
  Notice,
  preloadTools,
} from "./message_rows.tsx";
import { RoomSign } from "./room_sign.tsx";
import { useMessageActions } from "./use_message_actions.tsx";
import { useClient, useParlor } from "./use_session.ts";
import { type TimelineScroll, useTimelineScroll } from "./use_timeline_scroll.ts";

const dayMs = 86_400_000;

/** "Today" is over at midnight. */
function useToday(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const midnight = new Date(now);
    midnight.setHours(24, 0, 1, 0);
    const timer = setTimeout(
      () => setNow(Date.now()),
      Math.min(dayMs, midnight.getTime() - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [now]);
  return now;
}

function useVisible(): boolean {
  const [isVisible, setVisible] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isVisible;
}

const Kept = later(() => import("./restraints.ts").then((it) => it.Kept));

/** What stands before the first message: why there is none before it, or that older ones come. */
export function Top({ room, log }: { readonly room: RoomState; readonly log: RoomLog }) {
  const { session } = useClient();
  if (!log.more && room.expired > 0) {
    // The list does not draw a row that takes no room.
    const instead = <p className="timeline-edge">…</p>;
    return <Kept days={room.retention} instead={instead} />;
  }
  if (!log.more) {
    return (
      <div className="beginning">
        <span className="beginning-mark" aria-hidden="true">
          <RoomSign room={room} />
        </span>
        <p>
          {room.kind === "direct"
            ? words("timeline.beginningDirect")
            : words("timeline.beginning", { name: room.name })}
        </p>
        {!log.events.some((event) => event.type === "message") && <p>{words("timeline.empty")}</p>}
      </div>
    );
  }
  if (room.older.state === "failed") {
    return (
      <p className="timeline-edge">
        {words("timeline.olderFailed")}{" "}
        <button
          type="button"
          className="link-button"
          onClick={() => void session.loader.loadOlder(room.room)}
        >
          {words("room.retry")}
        </button>
      </p>
    );
  }
  return <p className="timeline-edge">{words("timeline.older")}</p>;
}

/** For so long a message that somebody was brought to stands out. */
const shownMs = 2_500;

/** Goes to the message that was asked for once it is loaded; tells which one stands out. */
function useShownMessage(
  room: RoomState,
  rows: readonly Row[],
  { showSeq }: TimelineScroll,
): number | null {
  const { session } = useClient();
  const jump = useParlor((state) => state.jump);
  const [shown, setShown] = useState<number | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const isHere = jump !== null && jump.room === room.room && room.opening.state !== "loading";

  useEffect(() => {
    if (!isHere || jump === null) return;
    const isGone = jump.seq <= room.expired;
    if (!isGone) {
      showSeq(jump.seq, "middle", (article) => {
        // Who was reading reads on from there; who is about to write still is.
        const isWriting = document.activeElement?.matches("textarea") === true;
        if (!isWriting && !isTouchOnly()) article?.focus({ preventScroll: true });
      });
      setShown(jump.seq);
    }
    session.change((state) => {
      if (state.jump !== jump) return state;
      const notice = isGone ? words("message.problem.no_such_message") : state.notice;
      return { ...state, jump: null, notice };
    });
  }, [session, isHere, jump, showSeq, room.expired]);

  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => setShown(null), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  return shown;
}

/** The message above or below the one with the focus; from the list itself the last one in sight. */
function nextMessage(list: HTMLElement, from: HTMLElement, step: number): HTMLElement | null {
  const all = [...list.querySelectorAll("article")];
  if (from === list) {
    const { bottom } = list.getBoundingClientRect();
    return all.findLast((each) => each.getBoundingClientRect().top < bottom - 8) ?? null;
  }
  const article = from.closest("article");
  // In a field or among the tools the arrows are their own.
  if (article === null || from.closest("textarea, pre") !== null) return null;
  return all[all.indexOf(article) + step] ?? null;
}

export function Timeline({
  room,
  log,
  me,
}: {
  readonly room: RoomState;
  readonly log: RoomLog;
  readonly me: Me;
}) {
  const { session } = useClient();
  const wholeOutbox = useParlor((state) => state.outbox);
  const outbox = useMemo(
    () => wholeOutbox.filter((entry) => entry.room === room.room),
    [wholeOutbox, room.room],
  );
  const everyPending = useParlor((state) => state.pending);
  const pending = useMemo(
    () => everyPending.filter((change) => change.room === room.room),
    [everyPending, room.room],
  );
  const { notices, pinned, dividerAfter } = room;
  const ignored = useParlor((state) => state.ignored);
  const [revealed, setRevealed] = useState<ReadonlySet<number>>(() => new Set());
  const somebody = words("timeline.ignored");
  const rows = useMemo(() => {
    const all = buildRows({ log, notices, outbox, pending, pinned, dividerAfter, me, dayOf });
    return folded(all, ignored, revealed, somebody);
  }, [log, notices, outbox, pending, pinned, dividerAfter, me, ignored, revealed, somebody]);
  const scroll = useTimelineScroll(room, log, rows);
  const today = useToday();
  const isVisible = useVisible();
  const isReading = scroll.isAtBottom && log.following && isVisible;

  useEffect(() => {
    session.marker.setReading(isReading);
  }, [session, isReading]);
  useEffect(() => () => session.marker.setReading(false), [session]);

  // One's own words are always seen to go out.
  const newestOwn = outbox.at(-1)?.nonce;
  const shownOwn = useRef(newestOwn);
  const { toLatest } = scroll;
  useEffect(() => {
    if (newestOwn !== undefined && newestOwn !== shownOwn.current) toLatest();
    shownOwn.current = newestOwn;
  }, [newestOwn, toLatest]);

  const unseen = useMemo(() => {
    if (!log.following) return room.unread;
    let count = 0;
    for (let index = log.events.length - 1; index >= 0; index -= 1) {
      const event = log.events[index];
      if (event === undefined || event.seq <= scroll.seenSeq) break;
      if (event.type === "message" && event.user !== me.user) count += 1;
    }
    // Opened at the first unread message, the reader has not seen the rest either.
    return Math.max(count, room.unread);
  }, [log, scroll.seenSeq, me.user, room.unread]);

  const shown = useShownMessage(room, rows, scroll);
  const messages = useMessageActions(room, me);
  const { actions } = messages;
  useEffect(preloadTools, []);

  // What is being changed or has the focus stays, however far the reader scrolls away.
  const keepMounted = useMemo(
    () =>
      rows.flatMap((row, index) =>
        row.kind === "message" &&
        (row.key === messages.focused || (row.seq !== null && row.seq === room.editing))
          ? [index]
          : [],
      ),
    [rows, messages.focused, room.editing],
  );
  const { showSeq } = scroll;
  const { editing } = room;
  useEffect(() => {
    if (editing !== null) showSeq(editing, "nearest");
  }, [editing, showSeq]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (step === undefined || !isPlain) return;
    const next = nextMessage(event.currentTarget, event.target as HTMLElement, step);
    if (next === null) return;
    event.preventDefault();
    next.focus();
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!isTouchOnly()) return;
    const target = event.target as HTMLElement;
    const key = target.closest<HTMLElement>("article")?.dataset.key;
    if (key !== undefined && target.closest("a, button, textarea, pre") === null)
      actions.touch(key);
  };

  const renderRow = (row: Row) => {
    switch (row.kind) {
      case "top":
        return <Top key={row.key} room={room} log={log} />;
      case "day":
        return <Day key={row.key} timeMs={row.timeMs} nowMs={today} />;
      case "new":
        return <NewDivider key={row.key} />;
      case "notice":
        return <Notice key={row.key} row={row} />;
      case "deed":
        return <DeedLine key={row.key} row={row} onShow={actions.show} />;
      case "hidden":
        return <Hidden key={row.key} seqs={row.seqs} shown={shown} onReveal={setRevealed} />;
      case "message":
        return (
          <Message
            key={row.key}
            row={row}
            rights={messages.rights}
            actions={actions}
            isActive={row.key === messages.pointed || row.key === messages.focused}
            isEditing={row.seq !== null && row.seq === room.editing}
            isShown={row.seq !== null && row.seq === shown}
          />
        );
    }
  };

  return (
    <div className="timeline">
      <div
        ref={scroll.scroller}
        className="timeline-scroller"
        role="log"
        aria-label={words("timeline.label")}
        // Scrolled elsewhere, rows come and go with the scrolling, and nobody wants to hear them.
        aria-live={scroll.isAtBottom ? "polite" : "off"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller is scrolled with the keyboard, too
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        // A finger leaves with every touch; what it chose stays.
        onPointerLeave={(event) => event.pointerType !== "touch" && actions.point(null)}
      >
        <div className="timeline-spacer" />
        <Virtualizer
          ref={scroll.virtual}
          scrollRef={scroll.scroller}
          shift={scroll.shift}
          keepMounted={keepMounted}
          data={rows}
          onScroll={scroll.onScroll}
        >
          {renderRow}
        </Virtualizer>
      </div>
      {(!scroll.isAtBottom || !log.following) && (
        <button
          type="button"
          className={unseen > 0 ? "jump has-new" : "jump"}
          onClick={() => {
            scroll.toLatest();
            // The button goes, and answering is what comes next.
            if (!isTouchOnly()) focusComposer();
          }}
        >
          {unseen > 0 ? words("timeline.newMessages", { count: unseen }) : words("timeline.latest")}
          <ArrowDown aria-hidden="true" />
        </button>
      )}
      {messages.dialogs}
    </div>
  );
}
