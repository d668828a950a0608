import { useCallback, useRef, useState } from "react";
import { accounts } from "../client/administration.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Account } from "../protocol/administration.ts";
import type { AccountDeed } from "../state/administration.ts";
import type { Me } from "../state/model.ts";
import { AccountRow } from "./account_row.tsx";
import { FindField, NothingFound, usePause } from "./find_field.tsx";
import { ListState } from "./list_state.tsx";
import { MoreButton } from "./more_button.tsx";
import { useAccountDeeds } from "./use_account_deeds.tsx";
import { usePages } from "./use_pages.ts";
import { useClient } from "./use_session.ts";

/** As long as a name may be. */
const queryCharactersMax = 32;

function userOf({ user }: Account): string {
  return user;
}

/** Everybody with an account, and what may be done about them. */
export function AdministrationPeople({ me }: { readonly me: Me }) {
  const { session } = useClient();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const query = usePause(typed.trim());
  const ask = useCallback((after?: Account) => accounts(session, query, after), [session, query]);
  const { list, load, loadMore, replace } = usePages(ask, userOf);
  const deeds = useAccountDeeds(field, replace, load);
  const people = list.state === "loaded" ? list.it.items : [];
  const onDeed = (deed: AccountDeed, account: Account) => deeds.act(deed, account);
  return (
    <>
      <FindField
        ref={field}
        label={words("administration.people.find")}
        value={typed}
        charactersMax={queryCharactersMax}
        onChange={setTyped}
      />
      <p role="status" className="form-done account-told">
        {deeds.told}
      </p>
      <div role="alert" className="field-problem">
        {deeds.problem}
      </div>
      <ListState
        list={list}
        loading={words("administration.people.loading")}
        failed={words("administration.people.failed")}
        onRetry={load}
      />
      {list.state === "loaded" && people.length === 0 && (
        <NothingFound
          query={query}
          none={words("administration.people.none")}
          noMatch={words("administration.people.noMatch")}
          all={words("administration.people.everybody")}
          onAll={() => {
            setTyped("");
            field.current?.focus();
          }}
        />
      )}
      <ul className="people" aria-label={words("administration.people.list")}>
        {people.map((each) => (
          <AccountRow key={each.user} me={me} account={each} onDeed={onDeed} />
        ))}
      </ul>
      <MoreButton list={list} onMore={loadMore} />
      {deeds.dialogs}
    </>
  );
}
