import { type FormEvent, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { isReasonTooLong, ReasonField } from "./reason_field.tsx";
import { roomProblem } from "./room_words.ts";
import { TermChoice } from "./term_choice.tsx";
import { useClient } from "./use_session.ts";

const hourMs = 3_600_000;
const terms = [
  { name: "hour", ms: hourMs },
  { name: "day", ms: 24 * hourMs },
  { name: "week", ms: 7 * 24 * hourMs },
  { name: "ever", ms: null },
] as const;
type Term = (typeof terms)[number]["name"];

export function BanDialog({
  room,
  user,
  nickname,
  nowMs = Date.now,
  onDone,
  onClose,
}: {
  readonly room: RoomState;
  readonly user: string;
  readonly nickname: string;
  readonly nowMs?: () => number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const [term, setTerm] = useState<Term>("day");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isTooLong = isReasonTooLong(reason);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || isTooLong) return;
    const ms = terms.find(({ name }) => name === term)?.ms ?? null;
    const why = reason.trim();
    setBusy(true);
    setProblem(null);
    const answer = await session.care.ban(room.room, user, {
      ...(ms === null ? {} : { until: nowMs() + ms }),
      ...(why === "" ? {} : { reason: why }),
    });
    setBusy(false);
    if (answer?.ok) {
      onDone();
      onClose();
    } else setProblem(roomProblem(answer));
  };
  return (
    <Dialog title={words("bans.banTitle", { name: nickname, room: room.name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <p className="dialog-lead">{words("bans.banLead", { name: nickname })}</p>
        <TermChoice
          terms={terms.map(({ name }) => ({ name, label: words(`bans.for.${name}`) }))}
          chosen={term}
          onChoose={setTerm}
        />
        <ReasonField reason={reason} hint={words("bans.reasonHint")} onChange={setReason} />
        <div role="alert" className="field-problem">
          {problem}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words("bans.cancel")}
          </button>
          <button
            type="submit"
            className="button button-danger"
            aria-busy={isBusy}
            aria-disabled={isTooLong}
          >
            {words("bans.banNow")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
