import { useCallback } from "react";
import { figures } from "../client/administration.ts";
import { perLocale, laterWords as words } from "../locales/words.ts";
import type { Figures } from "../protocol/administration.ts";
import { shortTime } from "../ui/time.ts";
import { ListState } from "./list_state.tsx";
import { useList } from "./use_list.ts";
import { useClient } from "./use_session.ts";

const countFormat = perLocale((locale) => new Intl.NumberFormat(locale));
const bytesFormat = perLocale(
  (locale) => (unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, maximumSignificantDigits: 3 }),
);
const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** In the largest unit of which there is one. */
export function bytesText(bytes: number): string {
  let at = 0;
  let value = bytes;
  for (; value >= 1_000 && at < units.length - 1; at += 1) value /= 1_000;
  return bytesFormat()(units[at] ?? "byte").format(value);
}

type Row = readonly [name: string, value: string];

function storeRow(bytes: number | undefined): Row[] {
  return bytes === undefined ? [] : [[words("administration.figures.store"), bytesText(bytes)]];
}

function rowsOf(told: Figures): Row[] {
  const count = (value: number) => countFormat().format(value);
  return [
    [words("administration.figures.people"), count(told.people_present)],
    [words("administration.figures.connections"), count(told.connections)],
    [words("administration.figures.accounts"), count(told.accounts)],
    [words("administration.figures.rooms"), count(told.rooms)],
    [words("administration.figures.messages"), count(told.messages_since_start)],
    ...storeRow(told.store_bytes),
    [words("administration.figures.started"), shortTime(told.started)],
    [words("administration.figures.version"), told.version],
  ];
}

/** How much of everything there is. */
export function ServerFigures() {
  const { session } = useClient();
  const ask = useCallback(() => figures(session), [session]);
  const [list, load] = useList(ask);
  return (
    <section className="settings-part" aria-labelledby="figures-title">
      <h3 id="figures-title">{words("administration.figures.title")}</h3>
      <ListState
        list={list}
        loading={words("administration.figures.loading")}
        failed={words("administration.figures.failed")}
        onRetry={load}
      />
      {list.state === "loaded" && (
        <>
          <dl className="figures">
            {rowsOf(list.it).map(([name, value]) => (
              <div key={name} className="figure">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <button type="button" className="button" onClick={() => void load()}>
            {words("administration.figures.refresh")}
          </button>
        </>
      )}
    </section>
  );
}
