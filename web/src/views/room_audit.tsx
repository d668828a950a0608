import { useCallback, useEffect, useRef } from "react";
import { roomAudit } from "../client/room_links.ts";
import { laterWords as words } from "../locales/words.ts";
import type { ToldDeed } from "../protocol/parse_links.ts";
import type { RoomState } from "../state/model.ts";
import { type RoomDeedTold, roomDeedTold } from "../state/room_audit.ts";
import { daysLong, fullTime, shortTime } from "../ui/time.ts";
import { ListState } from "./list_state.tsx";
import { MoreButton } from "./more_button.tsx";
import { usePages } from "./use_pages.ts";
import { useClient, useParlor } from "./use_session.ts";

function numberOf({ number }: ToldDeed): number {
  return number;
}

/** Kept to itself where another direction of writing meets. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** In words who did what; names as they were then. */
function sentence(entry: ToldDeed, deed: RoomDeedTold): string {
  const names = {
    who: isolated(entry.by.nickname),
    whom: isolated(entry.person?.nickname ?? ""),
  };
  switch (deed.what) {
    case "banned":
    case "muted":
      return deed.until === null
        ? words(`roomLog.${deed.what}`, names)
        : words(`roomLog.${deed.what}Until`, { ...names, time: shortTime(deed.until) });
    case "renamed":
    case "topicSet":
      return words(`roomLog.${deed.what}`, { ...names, to: isolated(deed.to) });
    case "slowMode":
      return words(`roomLog.slowMode.${deed.unit}`, { ...names, count: deed.count });
    case "retention":
      return deed.days === 0
        ? words("retention.deed.ever", names)
        : words("retention.deed.days", { ...names, time: daysLong(deed.days) });
    default:
      return words(`roomLog.${deed.what}`, names);
  }
}

function Entry({ entry }: { readonly entry: ToldDeed }) {
  const deed = roomDeedTold(entry);
  return (
    <li className="settings-row">
      <span className="settings-row-words">
        <span>{sentence(entry, deed)}</span>
        {deed.what === "banned" && deed.reason !== null && (
          <q className="ban-reason" dir="auto">
            {deed.reason}
          </q>
        )}
        <small>
          <time dateTime={new Date(entry.time).toISOString()} title={fullTime(entry.time)}>
            {shortTime(entry.time)}
          </time>
        </small>
      </span>
    </li>
  );
}

/** What was done to the room and to the people in it, the newest first. */
export function RoomAudit({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const isOnline = useParlor((state) => state.connection.state === "online");
  const ask = useCallback(
    (before?: ToldDeed) => roomAudit(session, room.room, before),
    [session, room.room],
  );
  const { list, load, loadMore } = usePages(ask, numberOf);
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    if (isOnline && !wasOnline.current) void load();
    wasOnline.current = isOnline;
  }, [isOnline, load]);
  const entries = list.state === "loaded" ? list.it.items : [];
  return (
    <>
      <ListState
        list={list}
        loading={words("roomLog.loading")}
        failed={words("roomLog.failed")}
        onRetry={load}
      />
      {list.state === "loaded" && entries.length === 0 && (
        <p className="form-note">{words("roomLog.none")}</p>
      )}
      <ol className="settings-list" aria-label={words("roomLog.title")}>
        {entries.map((each) => (
          <Entry key={each.number} entry={each} />
        ))}
      </ol>
      <MoreButton list={list} onMore={loadMore} />
    </>
  );
}
