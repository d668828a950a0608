import { useState } from "react";
import { setSlowMode } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { duration } from "../ui/time.ts";
import { FoldedChoice, offeredWith } from "./folded_choice.tsx";
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
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
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
  return (
    <FoldedChoice
      title={words("slowMode.title")}
      about={words("slowMode.about")}
      offered={offeredWith(choices, room.slowMode, name)}
      chosen={room.slowMode}
      isBusy={isBusy}
      problem={problem}
      onChoose={(seconds) => void choose(seconds)}
    />
  );
}
