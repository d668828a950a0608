import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { setSlowMode } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { duration } from "../ui/time.ts";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

const choices = [0, 10, 30, 60, 300, 900, 3600];

function name(seconds: number): string {
  return seconds === 0 ? words("slowMode.off") : duration(seconds);
}

/** How long people wait between two messages, for those who may say so; others see it where it is on. */
export function SlowModeChoice({
  room,
  mayChange,
}: {
  readonly room: RoomState;
  readonly mayChange: boolean;
}) {
  const { session } = useClient();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  if (!mayChange) {
    if (room.slowMode === 0) return null;
    return (
      <p className="details-kind">{words("slowMode.told", { time: duration(room.slowMode) })}</p>
    );
  }
  const choose = async (seconds: number) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const answer = await setSlowMode(session, room.room, seconds);
    setBusy(false);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  const offered = choices.includes(room.slowMode)
    ? choices
    : [...choices, room.slowMode].sort((a, b) => a - b);
  return (
    <section className="details-part" aria-label={words("slowMode.title")}>
      <button
        type="button"
        className="details-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>
          {words("slowMode.title")}: <span className="details-now">{name(room.slowMode)}</span>
        </span>
        <ChevronDown aria-hidden="true" />
      </button>
      {isOpen && (
        <fieldset className="choices" aria-describedby={`${id}-about`} aria-busy={isBusy}>
          <legend className="sr-only">{words("slowMode.title")}</legend>
          <p id={`${id}-about`} className="field-hint">
            {words("slowMode.about")}
          </p>
          {offered.map((seconds) => (
            <div key={seconds} className="choice">
              <input
                id={`${id}-${seconds}`}
                type="radio"
                name={id}
                checked={room.slowMode === seconds}
                onChange={() => void choose(seconds)}
              />
              <label htmlFor={`${id}-${seconds}`}>{name(seconds)}</label>
            </div>
          ))}
        </fieldset>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </section>
  );
}
