import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

export interface Offered<Value> {
  readonly value: Value;
  readonly label: string;
  readonly about?: string;
}

/**
 * One of a few in a room's panel, folded away behind what holds now.
 *
 * about     what all of them are for
 * children  below it, folded or not
 */
export function FoldedChoice<Value extends string | number>({
  title,
  about,
  offered,
  chosen,
  isBusy,
  problem,
  onChoose,
  children,
}: {
  readonly title: string;
  readonly about?: string;
  readonly offered: readonly Offered<Value>[];
  readonly chosen: Value;
  readonly isBusy?: boolean;
  readonly problem: string | null;
  readonly onChoose: (value: Value) => void;
  readonly children?: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <section className="details-part" aria-label={title}>
      <button
        type="button"
        className="details-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <span>
          {title}:{" "}
          <span className="details-now">
            {offered.find(({ value }) => value === chosen)?.label}
          </span>
        </span>
        <ChevronDown aria-hidden="true" />
      </button>
      {isOpen && (
        <fieldset
          className="choices"
          aria-describedby={about === undefined ? undefined : `${id}-about`}
          aria-busy={isBusy}
        >
          <legend className="sr-only">{title}</legend>
          {about !== undefined && (
            <p id={`${id}-about`} className="field-hint">
              {about}
            </p>
          )}
          {offered.map(({ value, label, about: aboutThis }) => (
            <div key={value} className="choice">
              <input
                id={`${id}-${value}`}
                type="radio"
                name={id}
                value={value}
                checked={chosen === value}
                aria-describedby={aboutThis === undefined ? undefined : `${id}-${value}-about`}
                onChange={() => onChoose(value)}
              />
              <label htmlFor={`${id}-${value}`}>{label}</label>
              {aboutThis !== undefined && (
                <p id={`${id}-${value}-about`} className="field-hint">
                  {aboutThis}
                </p>
              )}
            </div>
          ))}
        </fieldset>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
      {children}
    </section>
  );
}

/** The numbers that are offered, and what somebody set by a program. */
export function offeredWith(
  choices: readonly number[],
  chosen: number,
  label: (value: number) => string,
): Offered<number>[] {
  const all = choices.includes(chosen) ? choices : [...choices, chosen].sort((a, b) => a - b);
  return all.map((value) => ({ value, label: label(value) }));
}
