import { type FormEvent, useEffect, useRef, useState } from "react";
import { lastNickname } from "../client/identity.ts";
import { serverInfo } from "../client/server_info.ts";
import { words } from "../locales/words.ts";
import type { ServerInfo } from "../protocol/parse.ts";
import type { JoinProblem } from "../state/model.ts";
import { useClient, useLanguage, useParlor } from "./use_session.ts";

function problemText(problem: JoinProblem): string {
  const { code, nickname, suggestions } = problem;
  const suggestion = suggestions[0];
  if (code === "nickname_taken" && suggestion !== undefined) {
    return words("join.problem.nickname_taken_try", { nickname, suggestion });
  }
  return words(`join.problem.${code}`, { nickname });
}

function useServerInfo(): ServerInfo | null {
  const [info, setInfo] = useState<ServerInfo | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    void serverInfo(controller.signal).then((found) => {
      if (!controller.signal.aborted) setInfo(found);
    });
    return () => controller.abort();
  }, []);
  return info;
}

export function JoinScreen() {
  useLanguage();
  const { session, keep } = useClient();
  const connection = useParlor((state) => state.connection);
  const problem = connection.state === "signed_out" ? connection.problem : null;
  const isJoining = connection.state !== "signed_out";
  const [nickname, setNickname] = useState(() => problem?.nickname || lastNickname(keep));
  const [isEmptyRefused, setEmptyRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const info = useServerInfo();

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
  const error = isEmptyRefused ? words("join.problem.empty") : problem && problemText(problem);

  return (
    <main className="join">
      <form className="join-card" onSubmit={submit} noValidate>
        <img className="join-mark" src="/favicon.svg" alt="" width="56" height="56" />
        <h1>{info?.name || words("product")}</h1>
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
        <p className="join-present">
          {info !== null && info.present === 0 && words("join.nobody")}
          {info !== null && info.present > 0 && (
            <>
              <span className="dot" aria-hidden="true" />
              {words("join.present", { count: info.present })}
            </>
          )}
        </p>
      </form>
    </main>
  );
}
