import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { MessageRow } from "../state/timeline.ts";
import { useGrowing } from "../ui/growing_field.ts";
import { lengthOf } from "../ui/text.ts";
import { isTouchOnly } from "../ui/touch.ts";
import type { MessageActions } from "./message_rows.tsx";
import { useClient, useParlor } from "./use_session.ts";

/** The text of an own message, to be changed in its place. */
export function MessageEditor({
  row,
  actions,
}: {
  readonly row: MessageRow;
  readonly actions: MessageActions;
}) {
  const { session } = useClient();
  const room = useParlor((state) => state.active) ?? "";
  const textMax = useParlor((state) => state.server?.textCharactersMax ?? 4000);
  const seq = row.seq ?? 0;
  const [text, setText] = useState(() => session.changer.draft(room, seq) ?? row.text);
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowing(field, text);

  useEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
    element.closest("article")?.scrollIntoView({ block: "nearest" });
  }, []);

  const message = text.trim();
  const { count, left } = lengthOf(message, textMax);
  const isTooLong = left < 0;
  const save = () => {
    if (isTooLong) return;
    // Without words it is a deletion, and that is asked about.
    if (message === "") actions.askDelete(row);
    else actions.saveEdit(row, message);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      actions.stopEdit(row);
    } else if (event.key === "Enter" && !event.shiftKey && !isTouchOnly()) {
      event.preventDefault();
      save();
    }
  };
  const note = isTooLong
    ? words("editor.tooLong", { count: -left })
    : count > 0
      ? words("composer.left", { count: left })
      : isTouchOnly()
        ? ""
        : words("editor.keys");
  return (
    <div className="editor">
      <div className="editor-box">
        <textarea
          ref={field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={words("editor.label")}
          aria-describedby="editor-note"
          aria-invalid={isTooLong}
          onChange={(event) => {
            setText(event.target.value);
            session.changer.keepDraft(room, seq, event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="editor-foot">
        <button type="button" className="link-button" onClick={() => actions.stopEdit(row)}>
          {words("editor.cancel")}
        </button>
        <button type="button" className="link-button" onClick={save} disabled={isTooLong}>
          {words("editor.save")}
        </button>
        <span id="editor-note" className={isTooLong ? "composer-note is-problem" : "composer-note"}>
          {note}
        </span>
      </div>
    </div>
  );
}
