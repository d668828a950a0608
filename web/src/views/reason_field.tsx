import { useId } from "react";
import { laterWords as words } from "../locales/words.ts";
import { lengthOf } from "../ui/text.ts";

/** As many as the server keeps of a reason. */
const reasonCharactersMax = 200;

export function isReasonTooLong(reason: string): boolean {
  return lengthOf(reason.trim(), reasonCharactersMax).left < 0;
}

/** Why somebody is shut out. hint: what is said below while the length is no matter. */
export function ReasonField({
  reason,
  hint,
  onChange,
}: {
  readonly reason: string;
  readonly hint: string;
  readonly onChange: (reason: string) => void;
}) {
  const id = useId();
  const { count, left } = lengthOf(reason.trim(), reasonCharactersMax);
  const isTooLong = left < 0;
  const told = isTooLong
    ? words("details.tooLong", { count: -left })
    : count > 0
      ? words("details.left", { count: left })
      : hint;
  return (
    <>
      <label htmlFor={id}>{words("bans.reason")}</label>
      <input
        id={id}
        value={reason}
        onChange={(event) => onChange(event.target.value)}
        dir="auto"
        autoComplete="off"
        aria-invalid={isTooLong}
        aria-describedby={`${id}-told`}
      />
      <div
        id={`${id}-told`}
        className={isTooLong ? "field-told field-problem" : "field-told field-hint"}
      >
        {told}
      </div>
    </>
  );
}
