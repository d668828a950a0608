import { useCallback, useState } from "react";
import { invites, makeInvite, takeBackInvite } from "../client/account.ts";
import { inviteAddress } from "../client/entry_link.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Invite } from "../protocol/rest.ts";
import { shortTime } from "../ui/time.ts";
import { refusalText } from "./account_words.ts";
import { LinkForm, type LinkMade, type LinkWish } from "./link_form.tsx";
import { ListState } from "./list_state.tsx";
import { useList } from "./use_list.ts";
import { useClient } from "./use_session.ts";

const dayMs = 86_400_000;
/** As many as the server lets one invite bring, and as long as is offered. */
const usesMax = 1_000;
const daysMax = 30;

function InviteForm({ onMade }: { readonly onMade: () => void }) {
  const { session } = useClient();
  const make = async ({ days, uses }: LinkWish): Promise<LinkMade> => {
    const outcome = await makeInvite(session, { lifetime_ms: days * dayMs, uses });
    if (!outcome.ok) return { problem: refusalText(outcome) };
    onMade();
    return { address: inviteAddress(location.origin, outcome.value.code) };
  };
  const field = {
    label: words("invites.uses"),
    first: "1",
    max: usesMax,
    invalid: words("invites.usesInvalid"),
  };
  return (
    <LinkForm
      lead={<p className="dialog-lead">{words("invites.lead")}</p>}
      daysMax={daysMax}
      field={field}
      isChief
      make={make}
    />
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
