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
