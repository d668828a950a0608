import { type RefObject, useCallback, useId, useRef, useState } from "react";
import { addressBans, banAddresses, liftAddressBan } from "../client/address_bans.ts";
import type { Refused } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import type { AddressBan } from "../protocol/administration.ts";
import { shortTime } from "../ui/time.ts";
import { refusalText } from "./account_words.ts";
import { addressBanProblem } from "./address_ban_words.ts";
import { BanForm, type BanTerms } from "./ban_form.tsx";
import { ListState } from "./list_state.tsx";
import { useList } from "./use_list.ts";
import { useClient } from "./use_session.ts";

/** As long as two addresses of the longest kind could be; a network has a few digits beside one. */
const networkCharactersMax = 80;

/** onBan: null when it was done, else why not */
function NetworkForm({
  field,
  onBan,
}: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onBan: (network: string, terms: BanTerms) => Promise<Refused | null>;
}) {
  const id = useId();
  const [network, setNetwork] = useState("");
  const [isInvalid, setInvalid] = useState(false);

  const ban = async (terms: BanTerms) => {
    const refuse = (told: string) => {
      setInvalid(true);
      field.current?.focus();
      return told;
    };
    if (network.trim() === "") return refuse(words("addressBans.problem.empty"));
    const refused = await onBan(network.trim(), terms);
    if (refused === null) {
      setNetwork("");
      return null;
    }
    const told = addressBanProblem(refused, "network");
    return refused.code === "network_invalid" ? refuse(told) : told;
  };
  return (
    <BanForm hint={words("addressBans.reasonHint")} onBan={ban}>
      <p className="dialog-lead">{words("addressBans.lead")}</p>
      <label htmlFor={id}>{words("addressBans.network")}</label>
      <input
        ref={field}
        id={id}
        value={network}
        onChange={(event) => {
          setNetwork(event.target.value);
          setInvalid(false);
        }}
        dir="ltr"
        maxLength={networkCharactersMax}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-invalid={isInvalid}
        aria-describedby={`${id}-hint`}
      />
      <div id={`${id}-hint`} className="field-told field-hint">
        {words("addressBans.networkHint")}
      </div>
    </BanForm>
  );
}

function BanRow({ ban, onLift }: { readonly ban: AddressBan; readonly onLift: () => void }) {
  const { network, by, by_name: doer, time, until, reason } = ban;
  const name = by === undefined ? words("administration.commandLine.by") : doer;
  const term =
    until === undefined ? words("bans.forever") : words("bans.until", { time: shortTime(until) });
  return (
    <li className="settings-row">
      <span className="settings-row-words">
        <bdi dir="ltr">{network}</bdi>
        <small>
          {term}, {words("bans.by", { name, time: shortTime(time) })}
        </small>
        {reason !== undefined && (
          <q className="ban-reason" dir="auto">
            {reason}
          </q>
        )}
      </span>
      <button
        type="button"
        className="button button-small"
        aria-label={words("bans.liftNamed", { name: network })}
        onClick={onLift}
      >
        {words("bans.lift")}
      </button>
    </li>
  );
}

/** From where nobody comes in. */
export function AdministrationBans() {
  const { session } = useClient();
  const ask = useCallback(() => addressBans(session), [session]);
  const [list, load] = useList(ask);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const bans = list.state === "loaded" ? list.it.bans : [];

  const ban = async (wanted: string, terms: BanTerms) => {
    setTold(null);
    const outcome = await banAddresses(session, { network: wanted }, terms);
    if (!outcome.ok) return outcome;
    const network = outcome.value.bans.map((each) => each.network).join(", ");
    setTold(words("addressBans.done", { network }));
    void load();
    return null;
  };
  const lift = async ({ ban, network }: AddressBan) => {
    setTold(null);
    setProblem(null);
    const outcome = await liftAddressBan(session, ban);
    // Somebody else lifted it, or it was over.
    const isGone = outcome.ok || outcome.code === "not_found";
    if (isGone) {
      setTold(words("addressBans.lifted", { network }));
      // Its button goes away with it.
      field.current?.focus();
    } else setProblem(refusalText(outcome));
    await load();
  };
  return (
    <>
      <NetworkForm field={field} onBan={ban} />
      <p role="status" className="form-done account-told">
        {told}
      </p>
      <section className="settings-part" aria-labelledby="address-bans-title">
        <h3 id="address-bans-title">{words("addressBans.title")}</h3>
        <ListState
          list={list}
          loading={words("bans.loading")}
          failed={words("bans.failed")}
          onRetry={load}
        />
        {list.state === "loaded" && bans.length === 0 && (
          <p className="form-note">{words("addressBans.none")}</p>
        )}
        <ul className="settings-list">
          {bans.map((each) => (
            <BanRow key={each.ban} ban={each} onLift={() => void lift(each)} />
          ))}
        </ul>
        <div role="alert" className="field-problem">
          {problem}
        </div>
      </section>
    </>
  );
}
