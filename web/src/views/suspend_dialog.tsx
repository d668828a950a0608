import { type FormEvent, useId, useState } from "react";
import { type SuspensionWish, suspend } from "../client/administration.ts";
import type { Outcome } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Account } from "../protocol/administration.ts";
import { midnightOf } from "../state/search.ts";
import { Dialog } from "../ui/dialog.tsx";
import { isReasonTooLong, ReasonField } from "./reason_field.tsx";
import { TermChoice } from "./term_choice.tsx";
import { useClient } from "./use_session.ts";

const hourMs = 3_600_000;
const terms = [
  { name: "hour", ms: hourMs, label: "bans.for.hour" },
  { name: "day", ms: 24 * hourMs, label: "bans.for.day" },
  { name: "week", ms: 7 * 24 * hourMs, label: "bans.for.week" },
  { name: "month", ms: 30 * 24 * hourMs, label: "administration.suspend.month" },
  { name: "date", ms: null, label: "administration.suspend.date" },
  { name: "ever", ms: null, label: "administration.suspend.ever" },
] as const;
type Term = (typeof terms)[number]["name"];

/** The end of a day here, as a date field has it; null where it is none. */
function endOf(day: string): number | null {
  const midnight = midnightOf(day);
  if (midnight === null) return null;
  const end = new Date(midnight);
  // Not every day has 24 hours.
  end.setDate(end.getDate() + 1);
  return end.getTime();
}

/** Undefined: until it is lifted. Null: there is no such day, or it is over. */
function untilOf(term: Term, day: string, nowMs: number): number | null | undefined {
  if (term === "ever") return undefined;
  if (term === "date") {
    const end = endOf(day);
    return end !== null && end > nowMs ? end : null;
  }
  const ms = terms.find(({ name }) => name === term)?.ms ?? 0;
  return nowMs + ms;
}

/** onAsk: null when it was done, else why not. */
export function SuspendDialog({
  account,
  nowMs = Date.now,
  onAsk,
  onClose,
}: {
  readonly account: Account;
  readonly nowMs?: () => number;
  readonly onAsk: (ask: Promise<Outcome<Account>>) => Promise<string | null>;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const id = useId();
  const name = account.nickname;
  const [term, setTerm] = useState<Term>("day");
  const [day, setDay] = useState("");
  const [reason, setReason] = useState(account.suspended?.reason ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isTooLong = isReasonTooLong(reason);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || isTooLong) return;
    const until = untilOf(term, day, nowMs());
    if (until === null) {
      setProblem(words("administration.suspend.dayInvalid"));
      return;
    }
    const why = reason.trim();
    const wish: SuspensionWish = {
      ...(until === undefined ? {} : { until }),
      ...(why === "" ? {} : { reason: why }),
    };
    setBusy(true);
    setProblem(null);
    const refused = await onAsk(suspend(session, account.user, wish));
    setBusy(false);
    if (refused === null) onClose();
    else setProblem(refused);
  };
  return (
    <Dialog title={words("administration.suspend.title", { name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <p className="dialog-lead">{words("administration.suspend.lead", { name })}</p>
        <TermChoice
          terms={terms.map(({ name: each, label }) => ({ name: each, label: words(label) }))}
          chosen={term}
          onChoose={(chosen) => {
            setTerm(chosen);
            setProblem(null);
          }}
        />
        {term === "date" && (
          <>
            <label htmlFor={`${id}-day`}>{words("administration.suspend.day")}</label>
            <input
              id={`${id}-day`}
              type="date"
              value={day}
              max="9999-12-30"
              onChange={(event) => {
                setDay(event.target.value);
                setProblem(null);
              }}
              aria-describedby={`${id}-problem`}
            />
          </>
        )}
        <ReasonField
          reason={reason}
          hint={words("administration.suspend.reasonHint", { name })}
          onChange={setReason}
        />
        <div id={`${id}-problem`} role="alert" className="field-problem">
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
            {words("administration.suspend.now")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
