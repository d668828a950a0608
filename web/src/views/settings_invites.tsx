import { type FormEvent, useCallback, useId, useState } from "react";
import { invites, makeInvite, takeBackInvite } from "../client/account.ts";
import { inviteAddress } from "../client/entry_link.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Invite } from "../protocol/rest.ts";
import { shortTime } from "../ui/time.ts";
import { refusalText } from "./account_words.ts";
import { ListState } from "./list_state.tsx";
import { MadeLink } from "./made_link.tsx";
import { useList } from "./use_list.ts";
import { useClient } from "./use_session.ts";

const dayMs = 86_400_000;
const lifetimes = [
  { days: 1, label: "invites.day" },
  { days: 7, label: "invites.week" },
  { days: 30, label: "invites.month" },
] as const;
/** As many as the server lets one invite bring. */
const usesMax = 1_000;

function InviteForm({ onMade }: { readonly onMade: () => void }) {
  const { session } = useClient();
  const id = useId();
  const [days, setDays] = useState(7);
  const [uses, setUses] = useState("1");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [address, setAddress] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const count = Number(uses);
    if (!Number.isInteger(count) || count < 1 || count > usesMax) {
      setProblem(words("invites.usesInvalid"));
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await makeInvite(session, { lifetime_ms: days * dayMs, uses: count });
    setBusy(false);
    if (outcome.ok) {
      setAddress(inviteAddress(location.origin, outcome.value.code));
      onMade();
    } else setProblem(refusalText(outcome));
  };
  return (
    <form className="account-form" onSubmit={submit} noValidate>
      <p className="dialog-lead">{words("invites.lead")}</p>
      <div className="invite-wish">
        <div className="form-field">
          <label htmlFor={`${id}-lifetime`}>{words("invites.lifetime")}</label>
          <select
            id={`${id}-lifetime`}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          >
            {lifetimes.map((each) => (
              <option key={each.days} value={each.days}>
                {words(each.label)}
              </option>
            ))}
          </select>
        </div>
        <div className="form-field">
          <label htmlFor={`${id}-uses`}>{words("invites.uses")}</label>
          <input
            id={`${id}-uses`}
            inputMode="numeric"
            value={uses}
            onChange={(event) => {
              setUses(event.target.value);
              setProblem(null);
            }}
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem`}
            autoComplete="off"
          />
        </div>
      </div>
      <div id={`${id}-problem`} role="alert" className="field-problem">
        {problem}
      </div>
      <button type="submit" className="button button-primary" aria-busy={isBusy}>
        {words(isBusy ? "invites.making" : "invites.make")}
      </button>
      {address !== null && <MadeLink key={address} address={address} />}
    </form>
  );
}

function makerOf({ creator, creator_name: name }: Invite): string {
  return creator === undefined ? words("administration.commandLine.by") : name;
}

export function SettingsInvites() {
  const { session } = useClient();
  const ask = useCallback(() => invites(session), [session]);
  const [list, load] = useList(ask);
  const [problem, setProblem] = useState<string | null>(null);
  const open = list.state === "loaded" ? list.it.invites : [];

  const takeBack = async (which: string) => {
    setProblem(null);
    const outcome = await takeBackInvite(session, which);
    if (!outcome.ok && outcome.code !== "not_found") setProblem(refusalText(outcome));
    await load();
  };
  return (
    <>
      <InviteForm onMade={() => void load()} />
      <section className="settings-part" aria-labelledby="invites-title">
        <h3 id="invites-title">{words("invites.title")}</h3>
        <ListState
          list={list}
          loading={words("invites.loading")}
          failed={words("invites.failed")}
          onRetry={load}
        />
        {list.state === "loaded" && open.length === 0 && (
          <p className="form-note">{words("invites.none")}</p>
        )}
        <ul className="settings-list">
          {open.map((each) => (
            <li key={each.invite} className="settings-row">
              <span className="settings-row-words">
                <span>{words("invites.used", { count: each.uses, max: each.uses_max })}</span>
                <small>
                  {words("invites.by", {
                    name: makerOf(each),
                    time: shortTime(each.expires),
                  })}
                </small>
              </span>
              <button
                type="button"
                className="button"
                aria-label={words("invites.takeBackNamed", { name: makerOf(each) })}
                onClick={() => void takeBack(each.invite)}
              >
                {words("invites.takeBack")}
              </button>
            </li>
          ))}
        </ul>
        <div role="alert" className="field-problem">
          {problem}
        </div>
      </section>
    </>
  );
}
