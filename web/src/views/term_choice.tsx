import { useId } from "react";
import { laterWords as words } from "../locales/words.ts";

/** For how long something shall hold: one of a few. */
export function TermChoice<Term extends string>({
  terms,
  chosen,
  onChoose,
}: {
  readonly terms: readonly { readonly name: Term; readonly label: string }[];
  readonly chosen: Term;
  readonly onChoose: (term: Term) => void;
}) {
  const id = useId();
  return (
    <fieldset className="ban-terms">
      <legend>{words("bans.howLong")}</legend>
      {terms.map(({ name, label }) => (
        <label key={name} className="check">
          <input
            type="radio"
            name={id}
            data-first={name === chosen ? "" : undefined}
            checked={name === chosen}
            onChange={() => onChoose(name)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
