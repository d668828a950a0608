import { useCallback, useEffect, useState } from "react";
import { versionsOf } from "../client/pins.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Version } from "../protocol/types.ts";
import type { MessageRow } from "../state/timeline.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { fullTime } from "../ui/time.ts";
import { Retry } from "./retry.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

type List =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly why: string }
  | { readonly state: "loaded"; readonly versions: readonly Version[] };

/** What stands over a version: the newest comes first. */
function labelOf(at: number, count: number, isWhole: boolean): string {
  if (at === 0) return words("versions.now");
  return words(at === count - 1 && isWhole ? "versions.first" : "versions.before");
}

/** What a message read from when on. */
export function VersionsDialog({
  room,
  row,
  onClose,
}: {
  readonly room: string;
  readonly row: MessageRow;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const { seq } = row;
  // Edited once more while one looks: it is asked for again.
  const edited = useParlor((state) => {
    const log = state.rooms.get(room)?.log;
    const event = seq === null ? undefined : log?.events[seq - log.first];
    return event?.type === "message" ? event.edited : undefined;
  });
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [list, setList] = useState<List>({ state: "loading" });
  const load = useCallback(async () => {
    if (seq === null) return;
    const answer = await versionsOf(session, room, seq);
    if (answer?.ok) setList({ state: "loaded", versions: answer.versions.toReversed() });
    else setList({ state: "failed", why: roomProblem(answer) });
  }, [session, room, seq]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after an edit, and when the connection is back
  useEffect(() => void load(), [load, edited, isOnline]);

  const versions = list.state === "loaded" ? list.versions : [];
  const isWhole = versions.at(-1)?.seq === seq;
  return (
    <Dialog title={words("versions.title")} onClose={onClose}>
      {list.state === "loading" && <p className="form-note">{words("versions.loading")}</p>}
      {list.state === "failed" && (
        <Retry
          text={`${words("versions.failed")} ${list.why}`}
          onRetry={() => {
            setList({ state: "loading" });
            void load();
          }}
        />
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller is scrolled with the keyboard, too */}
      <ol className="versions" tabIndex={0} aria-label={words("versions.title")} data-first>
        {versions.map((version, at) => (
          <li key={version.seq} className="version">
            <p className="version-head">
              <b>{labelOf(at, versions.length, isWhole)}</b>
              <time dateTime={new Date(version.time).toISOString()}>{fullTime(version.time)}</time>
            </p>
            <Markdown text={version.text} />
          </li>
        ))}
      </ol>
      {list.state === "loaded" && !isWhole && <p className="form-note">{words("versions.more")}</p>}
    </Dialog>
  );
}
