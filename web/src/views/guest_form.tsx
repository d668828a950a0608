import { type FormEvent, useEffect, useRef, useState } from "react";
import { lastNickname } from "../client/identity.ts";
import { words } from "../locales/words.ts";
import type { JoinProblem } from "../state/model.ts";
import { joinProblemText } from "./join_words.ts";
import { useClient } from "./use_session.ts";

/** A nickname, and in. */
export function GuestForm({
  problem,
  isJoining,
}: {
  readonly problem: JoinProblem | null;
  readonly isJoining: boolean;
}) {
  const { session, keep } = useClient();
  const [nickname, setNickname] = useState(
    () => (problem?.isAccount ? "" : problem?.nickname) || lastNickname(keep),
  );
  const [isEmptyRefused, setEmptyRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (problem !== null) {
      field.current?.focus();
      field.current?.select();
    }
  }, [problem]);

  const join = (name: string) => {
    const trimmed = name.trim();
    setEmptyRefused(trimmed === "");
    if (trimmed === "") field.current?.focus();
    else if (!isJoining) session.join(trimmed);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join(nickname);
  };
  const error = isEmptyRefused ? words("join.problem.empty") : problem && joinProblemText(problem);

  return (
    <form className="join-form" onSubmit={submit} noValidate>
      <p className="join-lead">{words("join.lead")}</p>
      <label htmlFor="nickname">{words("join.nickname")}</label>
      <input
        id="nickname"
        ref={field}
        name="nickname"
        value={nickname}
        onChange={(event) => {
          setNickname(event.target.value);
          setEmptyRefused(false);
        }}
        // biome-ignore lint/a11y/noAutofocus: the only field of the first screen
        autoFocus
        autoComplete="nickname"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        enterKeyHint="go"
        aria-invalid={error !== null}
        aria-describedby="nickname-problem"
      />
      <div id="nickname-problem" role="alert" className="field-problem">
        {error}
      </div>
      {problem !== null && problem.suggestions.length > 0 && (
        <fieldset className="suggestions" aria-label={words("join.suggestions")}>
          {problem.suggestions.slice(0, 4).map((suggestion) => (
            <button
              key={suggestion}
              type="button"
              className="chip"
              onClick={() => {
                setNickname(suggestion);
                join(suggestion);
              }}
            >
              {suggestion}
            </button>
          ))}
        </fieldset>
      )}
      <button type="submit" className="button button-primary" aria-busy={isJoining}>
        {isJoining ? words("join.joining") : words("join.join")}
      </button>
    </form>
  );
}
