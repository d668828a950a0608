import { ChevronDown } from "lucide-react";
import { type RefObject, useId, useState } from "react";
import { setRetention } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { daysLong } from "../ui/time.ts";
import { RetentionDialog } from "./room_dialogs.tsx";
import { roomProblem } from "./room_words.ts";
import { useOpener } from "./use_opener.ts";
import { useClient } from "./use_session.ts";

/** In days; 0: for ever. */
const choices = [0, 1, 7, 30, 90, 365];

function name(days: number): string {
  return days === 0 ? words("retention.ever") : daysLong(days);
}

/** What is kept now would not be kept any more. */
function isShorter(days: number, before: number): boolean {
  return days > 0 && (before === 0 || days < before);
}

/** How long messages are kept, for those who may say so; others read it where it is not for ever. */
export function RetentionChoice({
  room,
  mayChange,
  panel,
}: {
  readonly room: RoomState;
  readonly mayChange: boolean;
  readonly panel: RefObject<HTMLElement | null>;
}) {
  const { session } = useClient();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** A shorter time that was chosen. */
  const [asked, setAsked] = useState<number | null>(null);
  const opens = useOpener(asked !== null, panel);
  const id = useId();
  const { retention } = room;
  if (!mayChange) {
    if (retention === 0) return null;
    return <p className="details-kind">{words("retention.told", { time: daysLong(retention) })}</p>;
  }
  const choose = async (days: number) => {
    if (isBusy) return;
    setProblem(null);
    if (isShorter(days, retention)) {
      opens();
      setAsked(days);
      return;
    }
    setBusy(true);
    const answer = await setRetention(session, room.room, days);
    setBusy(false);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  // Somebody may have chosen another time by a program.
  const offered = choices.includes(retention)
    ? choices
    : [...choices, retention].sort((a, b) => a - b);
  return (
    <section className="details-part" aria-label={words("retention.title")}>
      <button
        type="button"
        className="details-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>
          {words("retention.title")}: <span className="details-now">{name(retention)}</span>
        </span>
        <ChevronDown aria-hidden="true" />
      </button>
      {isOpen && (
        <fieldset className="choices" aria-describedby={`${id}-about`} aria-busy={isBusy}>
          <legend className="sr-only">{words("retention.title")}</legend>
          <p id={`${id}-about`} className="field-hint">
            {words("retention.about")}
          </p>
          {offered.map((days) => (
            <div key={days} className="choice">
              <input
                id={`${id}-${days}`}
                type="radio"
                name={id}
                checked={retention === days}
                onChange={() => void choose(days)}
              />
              <label htmlFor={`${id}-${days}`}>{name(days)}</label>
            </div>
          ))}
        </fieldset>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
      {asked !== null && (
        <RetentionDialog room={room} days={asked} onClose={() => setAsked(null)} />
      )}
    </section>
  );
}
