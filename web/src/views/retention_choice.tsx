import { type RefObject, useState } from "react";
import { setRetention } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { daysLong } from "../ui/time.ts";
import { FoldedChoice, offeredWith } from "./folded_choice.tsx";
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
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** A shorter time that was chosen. */
  const [asked, setAsked] = useState<number | null>(null);
  const opens = useOpener(asked !== null, panel);
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
  return (
    <FoldedChoice
      title={words("retention.title")}
      about={words("retention.about")}
      offered={offeredWith(choices, retention, name)}
      chosen={retention}
      isBusy={isBusy}
      problem={problem}
      onChoose={(days) => void choose(days)}
    >
      {asked !== null && (
        <RetentionDialog room={room} days={asked} onClose={() => setAsked(null)} />
      )}
    </FoldedChoice>
  );
}
