import { Reply, SendHorizontal, X } from "lucide-react";
import {
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { keepDraft, keptDraft } from "../client/drafts.ts";
import { loadLaterWords, words } from "../locales/words.ts";
import * as changes from "../state/changes.ts";
import { type Command, readCommand } from "../state/commands.ts";
import { triggerAt } from "../state/completion.ts";
import type { RoomState } from "../state/model.ts";
import { messageAt } from "../state/room_log.ts";
import { useGrowing } from "../ui/growing_field.ts";
import { later } from "../ui/later.tsx";
import { hereSign } from "../ui/mentions.tsx";
import { lengthOf, lineOf } from "../ui/text.ts";
import { isTouchOnly } from "../ui/touch.ts";
import type { KeyTaker } from "./completing.tsx";
import { nameOf } from "./room_name.ts";
import { TypingLine } from "./typing_line.tsx";
import { type Client, useClient, useParlor } from "./use_session.ts";

const SlowMode = later(() => import("./restraints.ts").then((it) => it.SlowMode));
const Completing = later(() => import("./completing.tsx").then((it) => it.Completing));
const HereNote = later(() => import("./completing.tsx").then((it) => it.HereNote));

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

/** A sentence why it was not done; null: it was. */
async function carryOut(
  client: Client,
  room: RoomState,
  command: Command,
  onHelp: () => void,
): Promise<string | null> {
  try {
    const [{ runCommand }] = await Promise.all([import("./run_command.ts"), loadLaterWords()]);
    return await runCommand(client, room, command, onHelp);
  } catch {
    return words("message.problem.no_answer");
  }
}

export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>("#composer")?.focus();
}

/** Mounted anew for each room, so that each begins with its own draft. */
export function Composer({
  room,
  onHelp,
}: {
  readonly room: RoomState;
  readonly onHelp: () => void;
}) {
  const client = useClient();
  const { session, keep } = client;
  const textMax = useParlor((state) => state.server?.textCharactersMax ?? 4000);
  const ignored = useParlor((state) => state.ignored);
  const [text, setText] = useState(() => keptDraft(keep, room.room));
  const [problem, setProblem] = useState<string | null>(null);
  /** null: the field has no caret to complete at. */
  const [caret, setCaret] = useState<number | null>(null);
  /** Where somebody wanted no completion. */
  const [declined, setDeclined] = useState<number | null>(null);
  /** The room is slow, and one wrote a moment ago. */
  const [isWaiting, setWaiting] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const keys = useRef<KeyTaker | null>(null);
  const placing = useRef<number | null>(null);

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

  const found = caret === null ? null : triggerAt(text, caret);
  const trigger = found === null || found.from === declined ? null : found;
  useEffect(() => {
    if (found === null) setDeclined(null);
  }, [found]);

  // Behind what was completed, once the text is there.
  useLayoutEffect(() => {
    if (placing.current === null) return;
    field.current?.setSelectionRange(placing.current, placing.current);
    placing.current = null;
  });

  const change = (to: string) => {
    setText(to);
    setProblem(null);
    keepDraft(keep, room.room, to);
  };
  const complete = (to: string, at: number) => {
    change(to);
    setCaret(at);
    placing.current = at;
    field.current?.focus();
  };
  const send = () => {
    if (message === "" || isTooLong) return;
    const reading = readCommand(message);
    switch (reading.is) {
      case "message":
        if (isWaiting) return;
        if (session.sender.isFull()) {
          setProblem(words("composer.full"));
          return;
        }
        session.sender.send(room.room, reading.text);
        change("");
        return;
      case "command":
        change("");
        void carryOut(client, room, reading.command, onHelp).then((refused) => {
          if (refused === null) return;
          // What was typed comes back, unless something else is being written by now.
          setText((now) => (now === "" ? message : now));
          setProblem(refused);
        });
        return;
      case "unknown":
        setProblem(words("command.unknown", { name: reading.name }));
        return;
      case "incomplete":
        setProblem(words(`command.incomplete.${reading.name}`));
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (keys.current?.(event)) return;
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

  const note =
    problem !== null
      ? problem
      : isTooLong
        ? words("composer.tooLong", { count: -left })
        : count > 0
          ? words("composer.left", { count: left })
          : "";
  return (
    <form className="composer" onSubmit={submit}>
      {room.answers !== null && <Answering room={room} answers={room.answers} />}
      {trigger !== null && (
        <Completing
          room={room}
          trigger={trigger}
          text={text}
          field={field}
          keys={keys}
          onChoose={complete}
          onClose={() => setDeclined(trigger.from)}
        />
      )}
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
            setCaret(event.target.selectionStart);
            if (event.target.value.trim() !== "") session.typing(room.room);
          }}
          onKeyDown={onKeyDown}
          onSelect={(event) => {
            const { selectionStart, selectionEnd } = event.currentTarget;
            setCaret(selectionStart === selectionEnd ? selectionStart : null);
          }}
          onBlur={() => setCaret(null)}
        />
        <button
          type="submit"
          className="send"
          aria-label={words("composer.send")}
          title={words("composer.send")}
          disabled={message === "" || isTooLong || isWaiting}
        >
          <SendHorizontal aria-hidden="true" />
        </button>
      </div>
      <div className="composer-foot">
        <TypingLine typists={room.typists.filter(({ user }) => !ignored.has(user))} />
        {room.slowMode > 0 && <SlowMode room={room} onWaiting={setWaiting} />}
        <div
          id="composer-note"
          className={isTooLong || problem !== null ? "composer-note is-problem" : "composer-note"}
          aria-live="polite"
        >
          {note === "" && text.includes(hereSign) ? <HereNote room={room} text={message} /> : note}
        </div>
      </div>
    </form>
  );
}
