import { useCallback } from "react";
import { serverSettings } from "../client/administration.ts";
import { laterWords as words } from "../locales/words.ts";
import { ComingInForm } from "./coming_in_form.tsx";
import { ListState } from "./list_state.tsx";
import { ServerFigures } from "./server_figures.tsx";
import { useList } from "./use_list.ts";
import { useClient } from "./use_session.ts";

function ComingIn() {
  const { session } = useClient();
  const ask = useCallback(() => serverSettings(session), [session]);
  const [list, load] = useList(ask);
  return (
    <section className="settings-part" aria-labelledby="coming-in-title">
      <h3 id="coming-in-title">{words("administration.server.comingIn")}</h3>
      <ListState
        list={list}
        loading={words("administration.server.loading")}
        failed={words("administration.server.failed")}
        onRetry={load}
      />
      {list.state === "loaded" && <ComingInForm first={list.it} />}
    </section>
  );
}

/** Who may come in, and how much there is. */
export function AdministrationServer() {
  return (
    <>
      <ComingIn />
      <ServerFigures />
    </>
  );
}
