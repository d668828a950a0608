import { Check, Link, Pencil, Reply, SmilePlus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { pathOfMessage } from "../client/navigation.ts";
import { laterWords as words } from "../locales/words.ts";
import type { MessageRow } from "../state/timeline.ts";
import { copyText } from "../ui/clipboard.ts";
import { keepFocus } from "../ui/touch.ts";
import type { MessageActions, RowRights } from "./message_rows.tsx";

// In one piece with the tools: what a tool leads to is there without a connection too.
export { DeleteDialog } from "./delete_dialog.tsx";
export { Hidden } from "./hidden_messages.tsx";
export { MessageEditor } from "./message_editor.tsx";

/** One click away; the rest is in the picker. */
const quickEmoji = ["👍", "❤️", "😂"];
const copiedMs = 2_000;

function Tool({
  label,
  className = "",
  onClick,
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly onClick: (at: DOMRect) => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={`tool ${className}`}
      aria-label={label}
      title={label}
      onClick={(event) => onClick(event.currentTarget.getBoundingClientRect())}
    >
      {children}
    </button>
  );
}

/** What can be done with one message. Lies over the rows, so that nothing moves. */
export function MessageTools({
  room,
  row,
  rights,
  actions,
}: {
  readonly room: string;
  readonly row: MessageRow;
  readonly rights: RowRights;
  readonly actions: MessageActions;
}) {
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), copiedMs);
    return () => clearTimeout(timer);
  }, [copied]);

  // At the upper edge there is no room above the message.
  const box = useRef<HTMLDivElement>(null);
  const [isBelow, setBelow] = useState(false);
  useLayoutEffect(() => {
    const log = box.current?.closest("[role=log]")?.getBoundingClientRect();
    const own = box.current?.getBoundingClientRect();
    setBelow(log !== undefined && own !== undefined && own.top < log.top);
  }, []);

  const copyLink = () => {
    if (row.seq === null) return;
    const link = new URL(pathOfMessage(room, row.seq), location.origin).href;
    void copyText(link).then(setCopied);
  };
  const isMarked = (emoji: string) =>
    row.reactions.some(
      (reaction) =>
        reaction.emoji === emoji && reaction.by.some(({ user }) => user === rights.user),
    );
  const told = copied === null ? "" : words(copied ? "tools.copied" : "tools.notCopied");
  return (
    <div
      ref={box}
      className={isBelow ? "tools is-below" : "tools"}
      role="toolbar"
      aria-label={words("tools.label")}
      onMouseDown={keepFocus}
    >
      {!rights.isArchived && !rights.isMuted && (
        <>
          {quickEmoji.map((emoji) => (
            <Tool
              key={emoji}
              className="tool-emoji"
              label={words(isMarked(emoji) ? "tools.unreact" : "tools.react", { emoji })}
              onClick={() => actions.react(row, emoji, !isMarked(emoji))}
            >
              {emoji}
            </Tool>
          ))}
          <Tool label={words("tools.moreEmoji")} onClick={(at) => actions.askEmoji(row, at)}>
            <SmilePlus aria-hidden="true" />
          </Tool>
          <Tool label={words("tools.reply")} onClick={() => actions.reply(row)}>
            <Reply aria-hidden="true" />
          </Tool>
        </>
      )}
      <Tool label={words("tools.copyLink")} onClick={copyLink}>
        {copied === true ? (
          <Check className="tool-done" aria-hidden="true" />
        ) : (
          <Link aria-hidden="true" />
        )}
      </Tool>
      {row.isOwn && !rights.isArchived && !rights.isMuted && (
        <Tool label={words("tools.edit")} onClick={() => actions.edit(row)}>
          <Pencil aria-hidden="true" />
        </Tool>
      )}
      {(row.isOwn || rights.isModerator) && !rights.isArchived && (
        <Tool
          label={words("tools.delete")}
          className="tool-danger"
          onClick={() => actions.askDelete(row)}
        >
          <Trash2 aria-hidden="true" />
        </Tool>
      )}
      <span className={copied === false ? "tool-told" : "sr-only"} role="status">
        {told}
      </span>
    </div>
  );
}
