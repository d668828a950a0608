import { SendHorizontal } from "lucide-react";
import {
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { keepDraft, keptDraft } from "../client/drafts.ts";
import { words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { isTouchOnly } from "../ui/touch.ts";
import { TypingLine } from "./typing_line.tsx";
import { useClient, useParlor } from "./use_session.ts";

const linesMax = 8;
/** In a low window the timeline needs room, too. */
const shareMax = 0.35;
const counterFrom = 0.9;

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
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

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    // Measured at its smallest, but the box keeps its size meanwhile, or the timeline above would be scrolled.
    const box = element.parentElement;
    if (box !== null) box.style.height = `${box.offsetHeight}px`;
    element.style.height = "auto";
    const style = getComputedStyle(element);
    const padding = Number.parseFloat(style.paddingTop) + Number.parseFloat(style.paddingBottom);
    const lines = Number.parseFloat(style.lineHeight) * linesMax + padding;
    const most = Math.min(lines, document.documentElement.clientHeight * shareMax);
    element.style.height = `${Math.min(element.scrollHeight, most)}px`;
    if (box !== null) box.style.height = "";
    element.style.overflowY = element.scrollHeight > most ? "auto" : "hidden";
  }, [text]);

  const message = text.trim();
  const count = message.length < textMax * counterFrom ? 0 : characters(message);
  const left = textMax - count;
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
      <div className="composer-box">
        <textarea
          id="composer"
          ref={field}
          rows={1}
          value={text}
          dir="auto"
          aria-label={words("composer.label", { room: room.name })}
          placeholder={words("composer.label", { room: room.name })}
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
