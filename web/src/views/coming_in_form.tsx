import { type FormEvent, useId, useState } from "react";
import { changeServerSettings, type SettingsWish } from "../client/administration.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Registration, ServerSettings } from "../protocol/administration.ts";
import { administrationProblem } from "./administration_words.ts";
import { useClient } from "./use_session.ts";

const registrations = ["open", "invite", "closed"] as const;

/** What the configuration says, and the way back to it. */
function Configured({
  isChanged,
  to,
  back,
  onBack,
}: {
  readonly isChanged: boolean;
  /** What is configured, in words. */
  readonly to: string;
  /** Names the way back. */
  readonly back: string;
  readonly onBack: () => void;
}) {
  if (!isChanged)
    return <p className="field-hint">{words("administration.server.configured", { to })}</p>;
  return (
    <p className="field-hint">
      {words("administration.server.changed", { to })}{" "}
      <button type="button" className="link-button" aria-label={back} onClick={onBack}>
        {words("administration.server.back")}
      </button>
    </p>
  );
}

/** Who may come in and how. first: as the server told it when this was opened */
export function ComingInForm({ first }: { readonly first: ServerSettings }) {
  const { session } = useClient();
  const id = useId();
  const [told, setTold] = useState(first);
  const [registration, setRegistration] = useState<Registration>(first.registration.value);
  const [guests, setGuests] = useState(first.guests.value);
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const touched = () => {
    setSaved(false);
    setProblem(null);
  };
  const change = async (wish: SettingsWish) => {
    if (isBusy) return;
    touched();
    setBusy(true);
    const outcome = await changeServerSettings(session, wish);
    setBusy(false);
    if (!outcome.ok) {
      setProblem(administrationProblem(outcome));
      return;
    }
    setTold(outcome.value);
    // What is chosen and not saved yet stays.
    if (wish.registration !== undefined) setRegistration(outcome.value.registration.value);
    if (wish.guests !== undefined) setGuests(outcome.value.guests.value);
    setSaved(true);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wish: SettingsWish = {
      ...(registration === told.registration.value ? {} : { registration }),
      ...(guests === told.guests.value ? {} : { guests }),
    };
    if (Object.keys(wish).length === 0) setSaved(true);
    else void change(wish);
  };
  return (
    <form className="account-form coming-in" onSubmit={submit} noValidate>
      <fieldset className="choices">
        <legend>{words("administration.server.registration")}</legend>
        {registrations.map((each) => (
          <div key={each} className="choice">
            <input
              id={`${id}-${each}`}
              type="radio"
              name={`${id}-registration`}
              checked={registration === each}
              onChange={() => {
                setRegistration(each);
                touched();
              }}
              aria-describedby={`${id}-${each}-hint`}
            />
            <label htmlFor={`${id}-${each}`}>{words(`administration.server.${each}`)}</label>
            <p id={`${id}-${each}-hint`} className="field-hint">
              {words(`administration.server.${each}Hint`)}
            </p>
          </div>
        ))}
        <Configured
          isChanged={told.registration.changed}
          to={words(`administration.server.${told.registration.configured}`)}
          back={words("administration.server.backRegistration")}
          onBack={() => void change({ registration: null })}
        />
      </fieldset>
      <fieldset className="choices">
        <legend>{words("administration.server.guests")}</legend>
        <label className="check">
          <input
            type="checkbox"
            checked={guests}
            onChange={(event) => {
              setGuests(event.target.checked);
              touched();
            }}
            aria-describedby={`${id}-guests-hint`}
          />
          <span>{words("administration.server.guestsOn")}</span>
        </label>
        <p id={`${id}-guests-hint`} className="field-hint">
          {words("administration.server.guestsHint")}
        </p>
        <Configured
          isChanged={told.guests.changed}
          to={words(
            told.guests.configured ? "administration.server.yes" : "administration.server.no",
          )}
          back={words("administration.server.backGuests")}
          onBack={() => void change({ guests: null })}
        />
      </fieldset>
      <div className="form-end">
        <p role="status" className="form-done">
          {isSaved && words("account.saved")}
        </p>
        <div role="alert" className="field-problem">
          {problem}
        </div>
        <button type="submit" className="button button-primary" aria-busy={isBusy}>
          {words(isBusy ? "account.saving" : "account.save")}
        </button>
      </div>
    </form>
  );
}
