import { CircleAlert, Reply } from "lucide-react";
import { type FocusEvent, memo, type PointerEvent } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { listOf, words } from "../locales/words.ts";
import type { Reaction } from "../protocol/types.ts";
import { deedOf } from "../state/commands.ts";
import type { SendProblem } from "../state/outbox.ts";
import {
  type DeedRow,
  isSameRow,
  type MessageRow,
  type NoticeRow,
  type QuotedRow,
} from "../state/timeline.ts";
import { later } from "../ui/later.tsx";
import { Markdown } from "../ui/markdown.tsx";
import { lineOf } from "../ui/text.ts";
import { clockTime, dayName, dayOf, fullTime } from "../ui/time.ts";
import { keepFocus } from "../ui/touch.ts";
import { EmojiPicker } from "./message_dialogs.tsx";
import { PersonAvatar } from "./person_avatar.tsx";

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
  "archived",
  "muted",
  "text_empty",
  "text_too_long",
  "rate_limited",
  "unavailable",
  "no_answer",
  "identity_changed",
  "no_such_message",
  "emoji_invalid",
  "too_many_reactions",
] as const satisfies readonly SendProblem[];

/** Something that was refused: why, and what can be done. */
function Failed({
  what,
  problem,
  onRetry,
  onDiscard,
}: {
  readonly what: "failed" | "failedEdit" | "failedDelete" | "failedReact" | "failedReply";
  readonly problem: SendProblem;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
}) {
  const told = toldProblems.find((each) => each === problem) ?? "other";
  const reason = words(`message.problem.${told}`);
  return (
    <div className="message-failed">
      <CircleAlert aria-hidden="true" />
      <span>{words(`message.${what}`, { reason })}</span>
      <button type="button" className="link-button" onClick={onRetry}>
        {words("message.retry")}
      </button>
      <button type="button" className="link-button" onClick={onDiscard}>
        {words("message.discard")}
      </button>
    </div>
  );
}

/** What people do with messages. The same object for every row, so that rows stay as they are. */
export interface MessageActions {
  retry(nonce: string): void;
  discard(nonce: string): void;
  retryChange(id: number): void;
  discardChange(id: number): void;
  react(row: MessageRow, emoji: string, on: boolean): void;
  reply(row: MessageRow): void;
  edit(row: MessageRow): void;
  saveEdit(row: MessageRow, text: string): void;
  stopEdit(row: MessageRow): void;
  askDelete(row: MessageRow): void;
  askEmoji(row: MessageRow, at: DOMRect): void;
  askVersions(row: MessageRow): void;
  show(seq: number): void;
  /** The pointer is over the row, or has left it. */
  point(key: string | null): void;
  /** The row, or something in it, was reached with the keyboard, or was left. */
  focus(key: string | null): void;
  /** Touched, where there is no pointer that could be over it. */
  touch(key: string): void;
}

/** How a row is shown besides what it says. */
export interface RowLook {
  /** Its tools are there. */
  readonly isActive: boolean;
  readonly isEditing: boolean;
  /** Somebody was brought to it a moment ago. */
  readonly isShown: boolean;
}

/** Where the rows are, and who reads them. */
export interface RowRights {
  readonly room: string;
  readonly user: string;
  /** May delete what others wrote. */
  readonly isModerator: boolean;
  /** May see what those of others read before. */
  readonly mayReadVersions: boolean;
  /** Nothing is written there any more, and nothing changed. */
  readonly isArchived: boolean;
  /** One may still delete there. */
  readonly isMuted: boolean;
}

const MessageTools = later(() => import("./message_tools.tsx").then((it) => it.MessageTools));
const MessageEditor = later(() => import("./message_tools.tsx").then((it) => it.MessageEditor));

/** Messages of people whom one ignores. */
export const Hidden = later(() => import("./message_tools.tsx").then((it) => it.Hidden));

const calmAfterMs = 1_000;

/** So that they are there when the pointer is, and the picker a moment later. Returns how to stop. */
export function preloadTools(): () => void {
  MessageTools.preload();
  MessageEditor.preload();
  const timer = setTimeout(EmojiPicker.preload, calmAfterMs);
  return () => clearTimeout(timer);
}

function Quote({ quote, onShow }: { readonly quote: QuotedRow; readonly onShow: () => void }) {
  return (
    <button type="button" className="message-quote" onClick={onShow}>
      <Reply aria-hidden="true" />
      <span className="sr-only">{words("message.answers")}</span>
      <bdi className="message-quote-name">{quote.nickname}</bdi>
      {quote.text === "" ? (
        <i>{words("message.deleted")}</i>
      ) : (
        <span className="message-quote-text" dir="auto">
          {lineOf(quote.text ?? "")}
        </span>
      )}
    </button>
  );
}

const reactorsShown = 20;

function Reactions({
  reactions,
  me,
  isWaiting,
  isArchived,
  onReact,
}: {
  readonly reactions: readonly Reaction[];
  readonly me: string;
  readonly isWaiting: boolean;
  readonly isArchived: boolean;
  readonly onReact: (emoji: string, on: boolean) => void;
}) {
  return (
    <ul className={isWaiting ? "reactions is-waiting" : "reactions"}>
      {reactions.map(({ emoji, by }) => {
        const isOwn = by.some(({ user }) => user === me);
        const names = by.map(({ user, nickname }) =>
          user === me ? words("reaction.you") : nickname,
        );
        const rest = names.length - reactorsShown;
        const who =
          rest > 0
            ? [...names.slice(0, reactorsShown), words("notice.others", { count: rest })]
            : names;
        const label = words("reaction.by", { emoji, names: listOf(who) });
        return (
          <li key={emoji}>
            <button
              type="button"
              className="reaction"
              aria-pressed={isOwn}
              aria-label={label}
              aria-disabled={isArchived || undefined}
              title={label}
              onMouseDown={keepFocus}
              onClick={() => isArchived || onReact(emoji, !isOwn)}
            >
              <span className="reaction-emoji">{emoji}</span>
              <span className="reaction-count">{by.length}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** What somebody wrote; of what begins with /me, what they do. */
function Said({ row }: { readonly row: MessageRow }) {
  const deed = deedOf(row.text);
  if (deed === null) return <Markdown text={row.text} />;
  return (
    <div className="message-deed">
      <bdi>{row.nickname}</bdi>
      <Markdown text={deed} />
    </div>
  );
}

/** onVersions  for whoever may see what it read before */
function Text({
  row,
  onVersions,
}: {
  readonly row: MessageRow;
  readonly onVersions: (() => void) | undefined;
}) {
  if (row.isDeleted) return <p className="message-deleted">{words("message.deleted")}</p>;
  const Mark = onVersions === undefined ? "span" : "button";
  return (
    <div className="message-text">
      <Said row={row} />
      {row.editedMs !== null && (
        <Mark className="message-mark" onClick={onVersions}>
          <time
            className="message-edited"
            dateTime={new Date(row.editedMs).toISOString()}
            title={words("message.editedAt", { time: fullTime(row.editedMs) })}
          >
            {words("message.edited")}
          </time>
        </Mark>
      )}
      {row.isPinned && <span className="message-mark is-pin">{words("message.pinned")}</span>}
    </div>
  );
}

const failedChanges = { edit: "failedEdit", delete: "failedDelete", react: "failedReact" } as const;

function classesOf(row: MessageRow, look: RowLook): string {
  const changing = row.change !== null && row.change.wish.kind !== "react" ? row.change : null;
  const send = row.send ?? changing?.send ?? null;
  const isFailed = row.send?.kind === "failed" || row.change?.send.kind === "failed";
  return [
    "message",
    row.isHead ? "is-head" : "",
    isFailed
      ? "is-failed"
      : send?.kind === "queued" || send?.kind === "sending"
        ? "is-pending"
        : "",
    look.isActive ? "is-active" : "",
    look.isShown ? "is-shown" : "",
  ]
    .filter((each) => each !== "")
    .join(" ");
}

interface MessageProps extends RowLook {
  readonly row: MessageRow;
  readonly rights: RowRights;
  readonly actions: MessageActions;
}

function isSame(a: MessageProps, b: MessageProps): boolean {
  return (
    a.isActive === b.isActive &&
    a.isEditing === b.isEditing &&
    a.isShown === b.isShown &&
    a.rights === b.rights &&
    a.actions === b.actions &&
    isSameRow(a.row, b.row)
  );
}

export const Message = memo(function Message({ row, rights, actions, ...look }: MessageProps) {
  useLanguage();
  const isPending = row.send?.kind === "queued" || row.send?.kind === "sending";
  const isNumbered = row.seq !== null && row.send === null;
  const hasTools = isNumbered && !row.isDeleted;
  const mayReadVersions = row.isOwn || rights.mayReadVersions;
  const text = (
    <Text row={row} onVersions={mayReadVersions ? () => actions.askVersions(row) : undefined} />
  );
  const onPointerEnter = (event: PointerEvent) => {
    if (event.pointerType !== "touch") actions.point(row.key);
  };
  const onFocus = (event: FocusEvent) => {
    // A click that happens to put the focus here is not a choice, and the field goes without telling.
    if (event.target.matches(":focus-visible:not(textarea)")) actions.focus(row.key);
  };
  const onBlur = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) actions.focus(null);
  };
  return (
    <article
      className={classesOf(row, look)}
      data-seq={row.seq ?? undefined}
      data-key={row.key}
      aria-busy={isPending || undefined}
      tabIndex={-1}
      onPointerEnter={onPointerEnter}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      <div className="message-gutter">
        {row.isHead ? (
          <PersonAvatar user={row.user} name={row.nickname} />
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
        {row.answers !== null && (
          <Quote
            quote={row.answers}
            onShow={() => row.answers !== null && actions.show(row.answers.seq)}
          />
        )}
        {look.isEditing && hasTools && !rights.isArchived && !rights.isMuted ? (
          <MessageEditor row={row} actions={actions} instead={text} />
        ) : (
          text
        )}
        {isPending && <span className="sr-only">{words("message.sending")}</span>}
        {row.reactions.length > 0 && (
          <Reactions
            reactions={row.reactions}
            me={rights.user}
            isArchived={rights.isArchived || rights.isMuted}
            isWaiting={row.change?.wish.kind === "react" && row.change.send.kind === "queued"}
            onReact={(emoji, on) => actions.react(row, emoji, on)}
          />
        )}
        {row.send?.kind === "failed" && (
          <Failed
            what={row.send.problem === "no_such_message" ? "failedReply" : "failed"}
            problem={row.send.problem}
            onRetry={() => actions.retry(row.nonce)}
            onDiscard={() => actions.discard(row.nonce)}
          />
        )}
        {row.change?.send.kind === "failed" && (
          <Failed
            what={failedChanges[row.change.wish.kind]}
            problem={row.change.send.problem}
            onRetry={() => row.change !== null && actions.retryChange(row.change.id)}
            onDiscard={() => row.change !== null && actions.discardChange(row.change.id)}
          />
        )}
      </div>
      {look.isActive && hasTools && (!look.isEditing || rights.isArchived) && (
        <MessageTools room={rights.room} row={row} rights={rights} actions={actions} />
      )}
    </article>
  );
}, isSame);

const namesShown = 2;

function nameList(names: readonly string[]): string {
  const rest = names.length - namesShown;
  // "ada, bob and 1 other" is longer than the third name itself.
  if (rest <= 1) return listOf(names);
  return listOf([...names.slice(0, namesShown), words("notice.others", { count: rest })]);
}

export const Notice = memo(function Notice({ row }: { readonly row: NoticeRow }) {
  useLanguage();
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

const RestraintLine = later(() => import("./restraints.ts").then((it) => it.RestraintLine));

/** What somebody did to the room, or to another. */
export const DeedLine = memo(function DeedLine({
  row: { deed, timeMs },
  onShow,
}: {
  readonly row: DeedRow;
  readonly onShow: (seq: number) => void;
}) {
  useLanguage();
  if ("type" in deed) return <RestraintLine deed={deed} />;
  const { what, ...names } = deed;
  const said = words(`deed.${what}`, names);
  return (
    <p className="notice" title={fullTime(timeMs)}>
      {what === "pinned" ? (
        <button type="button" className="notice-link" onClick={() => onShow(deed.seq)}>
          {said}
        </button>
      ) : (
        said
      )}
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
