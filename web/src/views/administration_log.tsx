import { useCallback } from "react";
import { audit } from "../client/administration.ts";
import { laterWords as words } from "../locales/words.ts";
import type { AuditEntry } from "../protocol/administration.ts";
import { type LoggedDeed, loggedDeed } from "../state/administration.ts";
import { fullTime, shortTime } from "../ui/time.ts";
import { doerName } from "./administration_words.ts";
import { ListState } from "./list_state.tsx";
import { MoreButton } from "./more_button.tsx";
import { usePages } from "./use_pages.ts";
import { useClient } from "./use_session.ts";

function numberOf({ number }: AuditEntry): number {
  return number;
}

/** In words who did what; names as they were then, each kept to itself where another direction of writing meets. */
function sentence(entry: AuditEntry, deed: LoggedDeed): string {
  const names = { who: isolated(doerName(entry)), whom: isolated(entry.nickname ?? "") };
  switch (deed.what) {
    case "role":
      return words(`administration.log.role.${deed.after}`, names);
    case "suspended":
      return deed.until === null
        ? words("administration.log.suspended", names)
        : words("administration.log.suspendedUntil", { ...names, time: shortTime(deed.until) });
    case "setting":
      return words(`administration.log.setting.${deed.setting}`, names);
    case "addressBanned": {
      const facts = { ...names, network: networkName(deed.network) };
      const whose = entry.nickname === undefined ? "addressBanned" : "addressOfBanned";
      return deed.until === null
        ? words(`administration.log.${whose}`, facts)
        : words(`administration.log.${whose}Until`, { ...facts, time: shortTime(deed.until) });
    }
    case "addressBanLifted":
      return words("administration.log.addressBanLifted", {
        ...names,
        network: networkName(deed.network),
      });
    case "roomArchived":
    case "roomRestored": {
      const room = deed.room === null ? words("administration.log.someRoom") : isolated(deed.room);
      return words(`administration.log.${deed.what}`, { ...names, room });
    }
    case "roomImported":
      return deed.events === null
        ? words("administration.log.someRoomImported", names)
        : words("administration.log.roomImported", { ...names, count: deed.events });
    default:
      return words(`administration.log.${deed.what}`, names);
  }
}

function networkName(network: string | null): string {
  return network === null ? words("administration.log.someAddress") : isolated(network);
}

function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const deed = loggedDeed(entry);
  const before = deed.what === "role" ? deed.before : null;
  const reason = deed.what === "suspended" || deed.what === "addressBanned" ? deed.reason : null;
  return (
    <li className="settings-row">
      <span className="settings-row-words">
        <span>{sentence(entry, deed)}</span>
        {reason !== null && (
          <q className="ban-reason" dir="auto">
            {reason}
          </q>
        )}
        <small>
          <time dateTime={new Date(entry.time).toISOString()} title={fullTime(entry.time)}>
            {shortTime(entry.time)}
          </time>
          {before !== null && ` · ${words(`administration.log.was.${before}`)}`}
        </small>
      </span>
    </li>
  );
}

/** What people in charge did, the newest first. */
export function AdministrationLog() {
  const { session } = useClient();
  const ask = useCallback((before?: AuditEntry) => audit(session, before), [session]);
  const { list, load, loadMore } = usePages(ask, numberOf);
  const entries = list.state === "loaded" ? list.it.items : [];
  return (
    <>
      <ListState
        list={list}
        loading={words("administration.log.loading")}
        failed={words("administration.log.failed")}
        onRetry={load}
      />
      {list.state === "loaded" && entries.length === 0 && (
        <p className="form-note">{words("administration.log.none")}</p>
      )}
      <ol className="settings-list" aria-label={words("administration.sections.log")}>
        {entries.map((each) => (
          <Entry key={each.number} entry={each} />
        ))}
      </ol>
      <MoreButton list={list} onMore={loadMore} />
    </>
  );
}
