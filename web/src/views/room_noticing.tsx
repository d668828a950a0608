import { Star } from "lucide-react";
import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Liking, RoomState } from "../state/model.ts";
import { FoldedChoice } from "./folded_choice.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

const levels = ["usual", "all", "mentions", "nothing"] as const satisfies Liking["level"][];

/** What of the room one is told. It is seen at once, and put back with a sentence where it was not kept. */
export function NoticeLevels({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const choose = async (level: Liking["level"]) => {
    setProblem(null);
    const answer = await session.preferences.setLevel(room.room, level);
    if (!answer?.ok) setProblem(words("noticing.failed", { reason: roomProblem(answer) }));
  };
  return (
    <FoldedChoice
      title={words("noticing.title")}
      offered={levels.map((level) => ({
        value: level,
        label: words(`noticing.level.${level}`),
        about: words(`noticing.about.${level}`),
      }))}
      chosen={room.level}
      problem={problem}
      onChoose={(level) => void choose(level)}
    />
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
