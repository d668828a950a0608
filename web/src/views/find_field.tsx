import { type RefObject, useEffect, useState } from "react";
import { useClient } from "./use_session.ts";

/** Letters come many at a time. */
const pauseMs = 250;

/** What is typed, once there is a pause. */
export function usePause(typed: string): string {
  const { session } = useClient();
  const [query, setQuery] = useState(typed);
  useEffect(() => {
    if (typed === query) return;
    return session.after(pauseMs, () => setQuery(typed));
  }, [session, typed, query]);
  return query;
}

/** In which one types what a list shall have. */
export function FindField({
  ref,
  label,
  value,
  charactersMax,
  onChange,
}: {
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly value: string;
  readonly charactersMax: number;
  readonly onChange: (value: string) => void;
}) {
  return (
    <input
      ref={ref}
      type="search"
      className="dialog-search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      maxLength={charactersMax}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}

/**
 * That nothing is there, or nothing of what was looked for, with the way back to all.
 *
 * all  of the button that goes there
 */
export function NothingFound({
  query,
  none,
  noMatch,
  all,
  onAll,
}: {
  readonly query: string;
  readonly none: string;
  readonly noMatch: string;
  readonly all: string;
  readonly onAll: () => void;
}) {
  if (query === "") return <p className="form-note">{none}</p>;
  return (
    <p className="form-note">
      {noMatch}{" "}
      <button type="button" className="link-button" onClick={onAll}>
        {all}
      </button>
    </p>
  );
}
