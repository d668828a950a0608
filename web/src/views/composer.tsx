import { Reply, SendHorizontal, X } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { keepDraft, keptDraft } from "../client/drafts.ts";
import { words } from "../locales/words.ts";
import * as changes from "../state/changes.ts";
import type { RoomState } from "../state/model.ts";
import { messageAt } from "../state/room_log.ts";
import { useGrowing } from "../ui/growing_field.ts";
import { lengthOf, lineOf } from "../ui/text.ts";
import { isTouchOnly } from "../ui/touch.ts";
import { nameOf } from "./room_name.ts";
import { TypingLine } from "./typing_line.tsx";
import { useClient, useParlor } from "./use_session.ts";

/** What the message that is being written answers. */
function Answering({
  room,
  answers,
}: {
  readonly room: RoomState;
  readonly answers: NonNullable<RoomState["answers"]>;
}) {
  const { session } = useClient();
  const message = room.log === null ? null : messageAt(room.log, answers.seq);
  const isGone = message?.deleted === true;
  return (
    <div className="answering">
      <Reply aria-hidden="true" />
      <p className="answering-text">
        {isGone ? (
          words("composer.answersGone")
        ) : (
          <>
            <span className="answering-name">
              {words("composer.answers", { name: answers.nickname })}
            </span>{" "}
            <span dir="auto">{lineOf(message?.text ?? "")}</span>
          </>
        )}
      </p>
      <button
        type="button"
        className="icon-button"
        aria-label={words("composer.answersCancel")}
        title={words("composer.answersCancel")}
        onClick={() => {
          session.change((state) => changes.answering(state, room.room, null));
          focusComposer();
        }}
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}

export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("#composer")?.focus();
}

/** Mounted anew for each room, so that each begins with its own draft. */
export function Composer({ room }: { readonly room: RoomState }) {
  const { session, keep } = useClient();
  const textMax = useParlor((state) => state.server?.textCharactersMax ?? 4000);
  const [text, setText] = useState(() => keptDraft(keep, room.room));
  const [isFull, setFull] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (!isTouchOnly()) field.current?.focus();
  }, []);

  useGrowing(field, text);

  // Whoever chose a message to answer writes next.
  const answered = room.answers?.seq;
  useEffect(() => {
    if (answered !== undefined) field.current?.focus();
  }, [answered]);

  const message = text.trim();
  const { count, left } = lengthOf(message, textMax);
  const isTooLong = left < 0;

  const change = (to: string) => {
    setText(to);
    setFull(false);
    keepDraft(keep, room.room, to);
  };
  const send = () => {
    if (message === "" || isTooLong) return;
    if (session.sender.isFull()) {
      setFull(true);
      return;
    }
    session.sender.send(room.room, message);
    change("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && room.answers !== null) {
      event.preventDefault();
      session.change((state) => changes.answering(state, room.room, null));
      return;
    }
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (event.key === "ArrowUp" && text === "" && isPlain) {
      const own = changes.ownNewest(session.store.getState(), room.room);
      if (own === null) return;
      event.preventDefault();
      session.changer.startEdit(room.room, own);
      return;
    }
    // While an input method composes, Enter is its own.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || isTouchOnly())
      return;
    event.preventDefault();
    send();
  };

  const note = isFull
    ? words("composer.full")
    : isTooLong
      ? words("composer.tooLong", { count: -left })
      : count > 0
        ? words("composer.left", { count: left })
        : "";
  return (
    <form className="composer" onSubmit={submit}>
      {room.answers !== null && <Answering room={room} answers={room.answers} />}
      <div className="composer-box">
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={words("composer.label", { room: nameOf(room) })}
          placeholder={words("composer.label", { room: nameOf(room) })}
          aria-describedby="composer-note"
          aria-invalid={isTooLong}
          enterKeyHint={isTouchOnly() ? "enter" : "send"}
          onChange={(event) => {
            change(event.target.value);
            if (event.target.value.trim() !== "") session.typing(room.room);
          }}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          className="send"
          aria-label={words("composer.send")}
          title={words("composer.send")}
          disabled={message === "" || isTooLong}
        >
          <SendHorizontal aria-hidden="true" />
        </button>
      </div>
      <div className="composer-foot">
        <TypingLine typists={room.typists} />
        <div
          id="composer-note"
          className={isTooLong || isFull ? "composer-note is-problem" : "composer-note"}
          aria-live="polite"
        >
          {note}
        </div>
      </div>
    </form>
  );
}
