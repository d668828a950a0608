import { X } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Profile } from "../protocol/types.ts";
import { Avatar } from "../ui/avatar.tsx";
import { useClient, useParlor } from "./use_session.ts";

/** Typing is over when no letter came for so long. */
const patienceMs = 200;

type Found =
  | { readonly state: "looking" }
  | { readonly state: "failed" }
  | { readonly state: "found"; readonly people: readonly Profile[] };

/** The people whose name begins with `query`, asked for when it has stood still for a moment. */
function useFound(query: string): readonly [Found, () => void] {
  const { session } = useClient();
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [answer, setAnswer] = useState<{ readonly query: string; readonly found: Found } | null>(
    null,
  );
  const newest = useRef(0);

  const ask = useCallback(async () => {
    newest.current += 1;
    const turn = newest.current;
    const told = await session.rooms.findPeople(query);
    // Another question has been asked since.
    if (turn !== newest.current) return;
    const found: Found = told?.ok ? { state: "found", people: told.people } : { state: "failed" };
    setAnswer({ query, found });
  }, [session, query]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the connection is back
  useEffect(() => {
    if (query === "") {
      void ask();
      return;
    }
    const timer = setTimeout(() => void ask(), patienceMs);
    return () => clearTimeout(timer);
  }, [ask, query, isOnline]);
  useEffect(
    () => () => {
      newest.current += 1;
    },
    [],
  );

  const found: Found = answer?.query === query ? answer.found : { state: "looking" };
  const retry = () => {
    setAnswer(null);
    void ask();
  };
  return [found, retry];
}

function Chosen({
  people,
  onRemove,
}: {
  readonly people: readonly Profile[];
  readonly onRemove: (person: Profile) => void;
}) {
  if (people.length === 0) return null;
  return (
    <ul className="picked" aria-label={words("pick.chosen")}>
      {people.map((person) => (
        <li key={person.user} className="picked-person">
          <Avatar name={person.nickname} hue={person.hue} size="tiny" />
          <bdi className="picked-name">{person.nickname}</bdi>
          <button
            type="button"
            className="picked-remove"
            aria-label={words("pick.remove", { name: person.nickname })}
            onClick={() => onRemove(person)}
          >
            <X aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/**
 * Chooses people by the beginning of their name. Enter in an empty field is the form's.
 *
 * max      as many may be chosen
 * without  people who are not offered
 */
export function PeoplePicker({
  label,
  chosen,
  max,
  without = [],
  problem,
  onChange,
}: {
  readonly label: string;
  readonly chosen: readonly Profile[];
  readonly max: number;
  readonly without?: readonly string[];
  readonly problem: string | null;
  readonly onChange: (chosen: readonly Profile[]) => void;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  /** Null: none is meant yet. */
  const [at, setAt] = useState<number | null>(null);
  const query = text.trim();
  const [found, retry] = useFound(query);

  const isFull = chosen.length >= max;
  const taken = new Set([...without, ...chosen.map((person) => person.user)]);
  const options =
    found.state === "found" && !isFull ? found.people.filter(({ user }) => !taken.has(user)) : [];
  // Who has typed a name means the first who is called so.
  const meant = at ?? (query === "" ? null : 0);
  const selected =
    meant === null || options.length === 0 ? null : Math.min(meant, options.length - 1);
  const active = selected === null ? undefined : `${id}-${selected}`;

  useEffect(() => {
    if (active !== undefined)
      document.getElementById(active)?.scrollIntoView?.({ block: "nearest" });
  }, [active]);

  const type = (next: string) => {
    setText(next);
    setAt(null);
  };
  const choose = (person: Profile | undefined) => {
    if (person === undefined) return;
    onChange([...chosen, person]);
    type("");
    field.current?.focus();
  };
  const remove = (person: Profile) => {
    onChange(chosen.filter((each) => each.user !== person.user));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const last = chosen.at(-1);
    if (step !== undefined && options.length > 0) {
      const from = selected ?? (step > 0 ? -1 : 0);
      setAt((from + step + options.length) % options.length);
    } else if (event.key === "Enter" && (selected !== null || query !== "")) {
      choose(selected === null ? undefined : options[selected]);
    } else if (event.key === "Backspace" && text === "" && last !== undefined) remove(last);
    else return;
    event.preventDefault();
  };

  return (
    <div className="picker-people form-field">
      <label htmlFor={`${id}-field`}>{label}</label>
      <Chosen people={chosen} onRemove={remove} />
      <input
        ref={field}
        id={`${id}-field`}
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={active}
        aria-autocomplete="list"
        aria-invalid={problem !== null}
        aria-describedby={`${id}-told`}
        placeholder={words("pick.placeholder")}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-told`} className="field-told">
        <div role="alert" className="field-problem">
          {problem}
        </div>
        {problem === null && isFull && (
          <span className="field-hint">{words("pick.full", { count: max })}</span>
        )}
      </div>
      <div className="picker-found">
        <div
          role="status"
          className={found.state === "found" && options.length > 0 ? "sr-only" : "empty"}
        >
          {toldOf(found, options.length, isFull, query)}
        </div>
        {found.state === "failed" && (
          <p className="empty">
            <button type="button" className="link-button" onClick={retry}>
              {words("room.retry")}
            </button>
          </p>
        )}
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={words("pick.found")}
          className="picker-list"
        >
          {options.map((person, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
            <div
              key={person.user}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === selected}
              className="picker-person"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(person)}
              onPointerMove={() => setAt(index)}
            >
              <Avatar name={person.nickname} hue={person.hue} size="small" />
              <span className="member-words">
                <bdi className="member-name">{person.nickname}</bdi>
                {person.status !== undefined && (
                  <bdi className="member-status">{person.status}</bdi>
                )}
              </span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function toldOf(found: Found, count: number, isFull: boolean, query: string): string {
  if (isFull) return "";
  switch (found.state) {
    case "looking":
      return words("pick.looking");
    case "failed":
      return words("pick.failed");
    case "found":
      if (count > 0) return words("pick.count", { count });
      return words(query === "" ? "pick.alone" : "pick.nobody");
  }
}
