import { memo } from "react";
import { useStore } from "zustand";
import type { Search } from "../client/search.ts";
import { laterWords as words } from "../locales/words.ts";
import { messageAt } from "../state/room_log.ts";
import {
  excerptOf,
  type Found,
  hitsMax,
  keyOf,
  type SearchHit,
  type SearchProblem,
} from "../state/search.ts";
import { fullTime, shortTime } from "../ui/time.ts";
import { PersonAvatar } from "./person_avatar.tsx";
import { nameOf } from "./room_name.ts";
import { useParlor } from "./use_session.ts";

type Choose = (room: string, seq: number) => void;

/** Those that asking once more may end. */
const passing: readonly SearchProblem[] = ["rate_limited", "unavailable", "offline", "other"];

function Problem({ why, onRetry }: { readonly why: SearchProblem; readonly onRetry: () => void }) {
  return (
    <p className="empty">
      {words(`search.problem.${why}`)}{" "}
      {passing.includes(why) && (
        <button type="button" className="link-button" onClick={onRetry}>
          {words("room.retry")}
        </button>
      )}
    </p>
  );
}

/** As it stands by now where that is known: it may have been changed since it was found. */
function Excerpt({ hit: { event, marks } }: { readonly hit: SearchHit }) {
  const now = useParlor(({ rooms }) => {
    const log = rooms.get(event.room)?.log;
    return log ? messageAt(log, event.seq) : null;
  });
  const isGone = useParlor(({ rooms }) => event.seq <= (rooms.get(event.room)?.expired ?? 0));
  if (isGone || now?.deleted) return <em className="hit-text">{words("message.deleted")}</em>;
  const text = now?.text ?? event.text;
  const { pieces, isCutBefore, isCutAfter } = excerptOf(text, text === event.text ? marks : []);
  return (
    <span className="hit-text" dir="auto">
      {isCutBefore && "… "}
      {pieces.map(({ text, isMarked }, at) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
        isMarked ? <mark key={at}>{text}</mark> : text,
      )}
      {isCutAfter && " …"}
    </span>
  );
}

const Hit = memo(function Hit({
  hit,
  onChoose,
}: {
  readonly hit: SearchHit;
  readonly onChoose: Choose;
}) {
  const { room, seq, user, nickname, time } = hit.event;
  const roomName = useParlor((state) => {
    const its = state.rooms.get(room);
    return its === undefined ? undefined : nameOf(its);
  });
  const isDirect = useParlor((state) => state.rooms.get(room)?.kind === "direct");
  // Somebody left that room since.
  if (roomName === undefined) return null;
  return (
    <li>
      <button type="button" className="hit" onClick={() => onChoose(room, seq)}>
        <PersonAvatar user={user} name={nickname} size="small" />
        <span className="hit-words">
          <span className="hit-line">
            <bdi className="hit-name">{nickname}</bdi>
            <time dateTime={new Date(time).toISOString()} title={fullTime(time)}>
              {shortTime(time)}
            </time>
          </span>
          <span className="hit-room">
            {!isDirect && <span aria-hidden="true">#</span>}
            <bdi>{roomName}</bdi>
          </span>
          <Excerpt hit={hit} />
        </span>
      </button>
    </li>
  );
});

/** What is told of the hits, in words. */
function summary({ hits, next, isIndexing }: Found): string {
  const said = [];
  if (hits.length > 0) said.push(words("search.found", { count: hits.length }));
  else said.push(words(next === null ? "search.none" : "search.noneYet"));
  if (isIndexing) said.push(words("search.indexing"));
  return said.join(" ");
}

function FoundHits({
  found,
  search,
  onChoose,
}: {
  readonly found: Found;
  readonly search: Search;
  readonly onChoose: Choose;
}) {
  const { hits, next, older, isFull } = found;
  return (
    <>
      <ul className="hits" aria-label={words("search.hits")}>
        {hits.map((hit) => (
          <Hit key={keyOf(hit)} hit={hit} onChoose={onChoose} />
        ))}
      </ul>
      {older !== "idle" && older !== "loading" && (
        <Problem why={older} onRetry={() => void search.more()} />
      )}
      {next !== null && (older === "idle" || older === "loading") && (
        <button
          type="button"
          className="button search-more"
          aria-disabled={older === "loading"}
          onClick={() => void search.more()}
        >
          {words(older === "loading" ? "search.searching" : "search.more")}
        </button>
      )}
      {isFull && <p className="empty">{words("search.full", { count: hitsMax })}</p>}
    </>
  );
}

export function SearchResults({
  search,
  onChoose,
}: {
  readonly search: Search;
  readonly onChoose: Choose;
}) {
  const results = useStore(search.store, (state) => state.results);
  return (
    <div className="search-results">
      <div role="status" className="search-state">
        {results.state === "nothing" && <p>{words("search.nothing")}</p>}
        {results.state === "searching" && <p>{words("search.searching")}</p>}
        {results.state === "failed" && <Problem why={results.why} onRetry={() => search.now()} />}
        {results.state === "found" && <p>{summary(results)}</p>}
      </div>
      {results.state === "found" && (
        <FoundHits found={results} search={search} onChoose={onChoose} />
      )}
    </div>
  );
}
