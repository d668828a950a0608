import { ChevronDown, Star } from "lucide-react";
import { useId, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Liking, RoomState } from "../state/model.ts";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

const levels = ["usual", "all", "mentions", "nothing"] as const satisfies Liking["level"][];

/** What of the room one is told. It is seen at once, and put back with a sentence where it was not kept. */
export function NoticeLevels({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const choose = async (level: Liking["level"]) => {
    setProblem(null);
    const answer = await session.preferences.setLevel(room.room, level);
    if (!answer?.ok) setProblem(words("noticing.failed", { reason: roomProblem(answer) }));
  };
  return (
    <section className="details-part" aria-label={words("noticing.title")}>
      <button
        type="button"
        className="details-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>
          {words("noticing.title")}:{" "}
          <span className="details-now">{words(`noticing.level.${room.level}`)}</span>
        </span>
        <ChevronDown aria-hidden="true" />
      </button>
      {isOpen && (
        <fieldset className="choices">
          <legend className="sr-only">{words("noticing.title")}</legend>
          {levels.map((level) => (
            <div key={level} className="choice">
              <input
                id={`${id}-${level}`}
                type="radio"
                name={id}
                value={level}
                checked={room.level === level}
                aria-describedby={`${id}-${level}-about`}
                onChange={() => void choose(level)}
              />
              <label htmlFor={`${id}-${level}`}>{words(`noticing.level.${level}`)}</label>
              <p id={`${id}-${level}-about`} className="field-hint">
                {words(`noticing.about.${level}`)}
              </p>
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

/** A star beside the panel's title: the room stands above all others. */
export function FavouriteStar({
  room,
  onFailed,
}: {
  readonly room: RoomState;
  /** null: what was wrong before is over. */
  readonly onFailed: (problem: string | null) => void;
}) {
  const { session } = useClient();
  const toggle = async () => {
    onFailed(null);
    const answer = await session.preferences.setFavourite(room.room, !room.favourite);
    if (!answer?.ok) onFailed(words("noticing.failed", { reason: roomProblem(answer) }));
  };
  return (
    <button
      type="button"
      className="icon-button star-button"
      aria-pressed={room.favourite}
      aria-label={words("noticing.favourite")}
      title={words("noticing.favourite")}
      onClick={() => void toggle()}
    >
      <Star aria-hidden="true" />
    </button>
  );
}
