import { type FormEvent, type ReactNode, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { isReasonTooLong, ReasonField } from "./reason_field.tsx";
import { TermChoice } from "./term_choice.tsx";

const hourMs = 3_600_000;
const terms = [
  { name: "hour", ms: hourMs },
  { name: "day", ms: 24 * hourMs },
  { name: "week", ms: 7 * 24 * hourMs },
  { name: "ever", ms: null },
] as const;
type Term = (typeof terms)[number]["name"];

export interface BanTerms {
  /** Absent: for ever. */
  readonly until?: number;
  readonly reason?: string;
}

/**
 * For how long somebody is kept out, and why.
 *
 * children  what is asked before that
 * onBan     null when it was done, else why not
 */
export function BanForm({
  hint,
  nowMs = Date.now,
  children,
  onBan,
  onCancel,
}: {
  readonly hint: string;
  readonly nowMs?: (() => number) | undefined;
  readonly children?: ReactNode;
  readonly onBan: (terms: BanTerms) => Promise<string | null>;
  readonly onCancel?: () => void;
}) {
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
    const refused = await onBan({
      ...(ms === null ? {} : { until: nowMs() + ms }),
      ...(why === "" ? {} : { reason: why }),
    });
    setBusy(false);
    setProblem(refused);
    if (refused === null) setReason("");
  };
  return (
    <form className="dialog-form" onSubmit={submit} noValidate>
      {children}
      <TermChoice
        terms={terms.map(({ name }) => ({ name, label: words(`bans.for.${name}`) }))}
        chosen={term}
        onChoose={setTerm}
      />
      <ReasonField reason={reason} hint={hint} onChange={setReason} />
      <div role="alert" className="field-problem">
        {problem}
      </div>
      <div className="dialog-actions">
        {onCancel !== undefined && (
          <button type="button" className="button" onClick={onCancel}>
            {words("bans.cancel")}
          </button>
        )}
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
  );
}
