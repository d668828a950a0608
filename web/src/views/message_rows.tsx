import { CircleAlert } from "lucide-react";
import { memo } from "react";
import { listOf, words } from "../locales/words.ts";
import type { SendProblem } from "../state/outbox.ts";
import type { MessageRow, NoticeRow } from "../state/timeline.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { clockTime, dayName, dayOf, fullTime } from "../ui/time.ts";

function Time({ timeMs, className }: { readonly timeMs: number; readonly className?: string }) {
  return (
    <time className={className} dateTime={new Date(timeMs).toISOString()} title={fullTime(timeMs)}>
      {clockTime(timeMs)}
    </time>
  );
}

const toldProblems = [
  "not_found",
  "not_a_member",
  "forbidden",
  "text_empty",
  "text_too_long",
  "rate_limited",
  "unavailable",
  "no_answer",
  "identity_changed",
] as const satisfies readonly SendProblem[];

function FailedSend({
  problem,
  nonce,
  onRetry,
  onDiscard,
}: {
  readonly problem: SendProblem;
  readonly nonce: string;
  readonly onRetry: (nonce: string) => void;
  readonly onDiscard: (nonce: string) => void;
}) {
  const told = toldProblems.find((each) => each === problem) ?? "other";
  const reason = words(`message.problem.${told}`);
  return (
    <div className="message-failed">
      <CircleAlert aria-hidden="true" />
      <span>{words("message.failed", { reason })}</span>
      <button type="button" className="link-button" onClick={() => onRetry(nonce)}>
        {words("message.retry")}
      </button>
      <button type="button" className="link-button" onClick={() => onDiscard(nonce)}>
        {words("message.discard")}
      </button>
    </div>
  );
}

export const Message = memo(function Message({
  row,
  onRetry,
  onDiscard,
}: {
  readonly row: MessageRow;
  readonly onRetry: (nonce: string) => void;
  readonly onDiscard: (nonce: string) => void;
}) {
  const isPending = row.send?.kind === "queued" || row.send?.kind === "sending";
  const state = isPending ? " is-pending" : row.send?.kind === "failed" ? " is-failed" : "";
  return (
    <article
      className={`message${row.isHead ? " is-head" : ""}${state}`}
      data-seq={row.seq ?? undefined}
      aria-busy={isPending || undefined}
    >
      <div className="message-gutter">
        {row.isHead ? (
          <Avatar name={row.nickname} />
        ) : (
          <Time timeMs={row.timeMs} className="message-side-time" />
        )}
      </div>
      <div className="message-body">
        {row.isHead && (
          <header className="message-head">
            <bdi className="message-name">{row.nickname}</bdi>
            <Time timeMs={row.timeMs} className="message-time" />
          </header>
        )}
        {!row.isHead && <span className="sr-only">{row.nickname}</span>}
        <Markdown text={row.text} />
        {isPending && <span className="sr-only">{words("message.sending")}</span>}
        {row.send?.kind === "failed" && (
          <FailedSend
            problem={row.send.problem}
            nonce={row.nonce}
            onRetry={onRetry}
            onDiscard={onDiscard}
          />
        )}
      </div>
    </article>
  );
});

const namesShown = 2;

function nameList(names: readonly string[]): string {
  const rest = names.length - namesShown;
  // "ada, bob and 1 other" is longer than the third name itself.
  if (rest <= 1) return listOf(names);
  return listOf([...names.slice(0, namesShown), words("notice.others", { count: rest })]);
}

export const Notice = memo(function Notice({ row }: { readonly row: NoticeRow }) {
  const parts = [
    row.joined.length > 0 ? words("notice.joined", { names: nameList(row.joined) }) : "",
    row.left.length > 0 ? words("notice.left", { names: nameList(row.left) }) : "",
  ].filter((part) => part !== "");
  return (
    <p className="notice" title={fullTime(row.timeMs)}>
      {parts.join(" · ")}
    </p>
  );
});

export function Day({ timeMs, nowMs }: { readonly timeMs: number; readonly nowMs: number }) {
  const ago = dayOf(nowMs) - dayOf(timeMs);
  const named = dayName(timeMs, nowMs);
  const label =
    ago === 0 ? words("timeline.today") : ago === 1 ? words("timeline.yesterday") : named;
  return (
    <div className="day">
      <time dateTime={new Date(timeMs).toISOString().slice(0, 10)} title={named}>
        {label}
      </time>
    </div>
  );
}

export function NewDivider() {
  return (
    <div className="new-divider">
      <span>{words("timeline.new")}</span>
    </div>
  );
}
