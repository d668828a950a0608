import { useRef, useState } from "react";
import { setIgnored } from "../client/ignoring.ts";
import { laterWords as words } from "../locales/words.ts";
import { ignoringProblem } from "./ignore_dialog.tsx";
import { PersonAvatar } from "./person_avatar.tsx";
import { useClient, useParlor } from "./use_session.ts";

function Row({
  user,
  told,
  onStop,
}: {
  readonly user: string;
  /** Their name when the server last said whom one ignores. */
  readonly told: string;
  readonly onStop: (user: string) => void;
}) {
  const name = useParlor((state) => state.people.get(user)?.nickname) ?? told;
  return (
    <li className="settings-row">
      <PersonAvatar user={user} name={name} size="small" />
      <bdi className="settings-row-words">{name}</bdi>
      <button
        type="button"
        className="button"
        aria-label={words("ignoring.stopNamed", { name })}
        onClick={() => onStop(user)}
      >
        {words("person.stopIgnoring")}
      </button>
    </li>
  );
}

/** Whom one wants to see nothing of, on all devices. */
export function SettingsIgnored() {
  const { session } = useClient();
  const ignored = useParlor((state) => state.ignored);
  const [problem, setProblem] = useState<string | null>(null);
  const title = useRef<HTMLHeadingElement>(null);

  const stop = async (user: string) => {
    setProblem(null);
    const answer = await setIgnored(session, user, false);
    // The row goes, and the button in it.
    if (answer?.ok) title.current?.focus();
    else setProblem(ignoringProblem(answer));
  };
  return (
    <section className="settings-part" aria-labelledby="ignored-title">
      <h3 id="ignored-title" ref={title} tabIndex={-1}>
        {words("ignoring.people")}
      </h3>
      <p className="dialog-lead">{words(ignored.size === 0 ? "ignoring.none" : "ignoring.lead")}</p>
      <ul className="settings-list">
        {[...ignored].map(([user, told]) => (
          <Row key={user} user={user} told={told} onStop={(each) => void stop(each)} />
        ))}
      </ul>
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </section>
  );
}
