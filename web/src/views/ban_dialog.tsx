import { type FormEvent, useId, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { lengthOf } from "../ui/text.ts";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

const hourMs = 3_600_000;
const terms = [
  { name: "hour", ms: hourMs },
  { name: "day", ms: 24 * hourMs },
  { name: "week", ms: 7 * 24 * hourMs },
  { name: "ever", ms: null },
] as const;
type Term = (typeof terms)[number]["name"];
/** As many as the server keeps of a reason. */
const reasonCharactersMax = 200;

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
  const id = useId();
  const [term, setTerm] = useState<Term>("day");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { count, left } = lengthOf(reason.trim(), reasonCharactersMax);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || left < 0) return;
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
  const told =
    left < 0
      ? words("details.tooLong", { count: -left })
      : count > 0
        ? words("details.left", { count: left })
        : words("bans.reasonHint");
  return (
    <Dialog title={words("bans.banTitle", { name: nickname, room: room.name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <p className="dialog-lead">{words("bans.banLead", { name: nickname })}</p>
        <fieldset className="ban-terms">
          <legend>{words("bans.howLong")}</legend>
          {terms.map(({ name }) => (
            <label key={name} className="check">
              <input
                type="radio"
                name={`${id}-term`}
                data-first={name === term ? "" : undefined}
                checked={term === name}
                onChange={() => setTerm(name)}
              />
              {words(`bans.for.${name}`)}
            </label>
          ))}
        </fieldset>
        <label htmlFor={`${id}-reason`}>{words("bans.reason")}</label>
        <input
          id={`${id}-reason`}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          dir="auto"
          autoComplete="off"
          aria-invalid={left < 0}
          aria-describedby={`${id}-told`}
        />
        <div
          id={`${id}-told`}
          className={left < 0 ? "field-told field-problem" : "field-told field-hint"}
        >
          {told}
        </div>
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
            aria-disabled={left < 0}
          >
            {words("bans.banNow")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
