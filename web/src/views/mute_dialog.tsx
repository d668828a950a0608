import { type FormEvent, useState } from "react";
import { mute } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { roomProblem } from "./room_words.ts";
import { TermChoice } from "./term_choice.tsx";
import { useClient } from "./use_session.ts";

const minuteMs = 60_000;
const terms = [
  { name: "minutes", ms: 10 * minuteMs },
  { name: "hour", ms: 60 * minuteMs },
  { name: "day", ms: 24 * 60 * minuteMs },
  { name: "week", ms: 7 * 24 * 60 * minuteMs },
  { name: "ever", ms: null },
] as const;
type Term = (typeof terms)[number]["name"];

export function MuteDialog({
  room,
  user,
  nickname,
  onClose,
}: {
  readonly room: RoomState;
  readonly user: string;
  readonly nickname: string;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const [term, setTerm] = useState<Term>("hour");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const ms = terms.find(({ name }) => name === term)?.ms ?? null;
    setBusy(true);
    setProblem(null);
    const until = ms === null ? {} : { until: session.sender.serverNowMs() + ms };
    const answer = await mute(session, room.room, user, until);
    setBusy(false);
    if (answer?.ok) onClose();
    else setProblem(roomProblem(answer));
  };
  return (
    <Dialog title={words("mutes.title", { name: nickname, room: room.name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <p className="dialog-lead">{words("mutes.lead", { name: nickname })}</p>
        <TermChoice
          terms={terms.map(({ name }) => ({ name, label: words(`mutes.for.${name}`) }))}
          chosen={term}
          onChoose={setTerm}
        />
        <div role="alert" className="field-problem">
          {problem}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words("mutes.cancel")}
          </button>
          <button type="submit" className="button button-danger" aria-busy={isBusy}>
            {words("mutes.now")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
