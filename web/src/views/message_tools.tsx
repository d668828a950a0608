import { Check, Link, Pencil, Pin, PinOff, Reply, SmilePlus, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { pathOfMessage } from "../client/navigation.ts";
import { setPin } from "../client/pins.ts";
import { laterWords as words } from "../locales/words.ts";
import { mayInRoom } from "../protocol/permissions.ts";
import type { MessageRow } from "../state/timeline.ts";
import { copyText } from "../ui/clipboard.ts";
import { keepFocus } from "../ui/touch.ts";
import type { MessageActions, RowRights } from "./message_rows.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

// In one piece with the tools: what a tool leads to is there without a connection too.
export { DeleteDialog } from "./delete_dialog.tsx";
export { Hidden } from "./hidden_messages.tsx";
export { MessageEditor } from "./message_editor.tsx";
export { PinsButton } from "./pins_button.tsx";
export { VersionsDialog } from "./versions_dialog.tsx";

/** One click away; the rest is in the picker. */
const quickEmoji = ["👍", "❤️", "😂"];
const copiedMs = 2_000;
/** Why something was not done is read for longer. */
const problemMs = 6_000;

/** What became of a tool's work; told for a moment. */
interface Told {
  readonly words: string;
  readonly what: "copied" | "pinned" | "failed";
}

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
  const { session } = useClient();
  const mayPin = useParlor((state) => {
    const its = state.rooms.get(room);
    return state.me !== null && its !== undefined && mayInRoom(state.me.role, its, "pin");
  });
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => setTold(null), told.what === "failed" ? problemMs : copiedMs);
    return () => clearTimeout(timer);
  }, [told]);

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
    void copyText(link).then((isCopied) =>
      setTold({
        words: words(isCopied ? "tools.copied" : "tools.notCopied"),
        what: isCopied ? "copied" : "failed",
      }),
    );
  };
  const pin = async () => {
    if (row.seq === null) return;
    const isOn = !row.isPinned;
    const answer = await setPin(session, room, row.seq, isOn);
    if (answer?.ok)
      setTold({ words: words(isOn ? "tools.pinned" : "tools.unpinned"), what: "pinned" });
    else
      setTold({ words: words("details.failed", { reason: roomProblem(answer) }), what: "failed" });
  };
  const isMarked = (emoji: string) =>
    row.reactions.some(
      (reaction) =>
        reaction.emoji === emoji && reaction.by.some(({ user }) => user === rights.user),
    );
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
        {told?.what === "copied" ? (
          <Check className="tool-done" aria-hidden="true" />
        ) : (
          <Link aria-hidden="true" />
        )}
      </Tool>
      {mayPin && !rights.isArchived && (
        <Tool label={words(row.isPinned ? "tools.unpin" : "tools.pin")} onClick={() => void pin()}>
          {row.isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        </Tool>
      )}
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
      <span className={told?.what === "failed" ? "tool-told" : "sr-only"} role="status">
        {told?.words}
      </span>
    </div>
  );
}
