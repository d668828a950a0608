import { useCallback, useEffect } from "react";
import { figures } from "../client/administration.ts";
import { perLocale, laterWords as words } from "../locales/words.ts";
import type { Figures, NodeFigures } from "../protocol/administration.ts";
import { shortTime } from "../ui/time.ts";
import { ListState } from "./list_state.tsx";
import { useList } from "./use_list.ts";
import { useClient } from "./use_session.ts";

const countFormat = perLocale((locale) => new Intl.NumberFormat(locale));
const bytesFormat = perLocale(
  (locale) => (unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, maximumSignificantDigits: 3 }),
);
const waitFormat = perLocale(
  (locale) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: "millisecond", maximumFractionDigits: 0 }),
);
const refreshEveryMs = 5_000;
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

function busRow(bus: Figures["bus"]): Row[] {
  if (bus === undefined) return [];
  const state = words(
    bus === "up" ? "administration.figures.busUp" : "administration.figures.busDown",
  );
  return [[words("administration.figures.bus"), state]];
}

function rowsOf(told: Figures): Row[] {
  const count = (value: number) => countFormat().format(value);
  return [
    [words("administration.figures.people"), count(told.people_present)],
    [words("administration.figures.connections"), count(told.connections)],
    [words("administration.figures.accounts"), count(told.accounts)],
    [words("administration.figures.rooms"), count(told.rooms)],
    [words("administration.figures.messages"), count(told.messages_since_start)],
    [words("administration.figures.perMinute"), count(told.messages_per_minute)],
    [words("administration.figures.wait"), waitFormat().format(told.store_wait_ms)],
    ...storeRow(told.store_bytes),
    [words("administration.figures.started"), shortTime(told.started)],
    [words("administration.figures.version"), told.version],
    ...busRow(told.bus),
  ];
}

function nodeName(node: NodeFigures): string {
  if (node.this !== true) return node.name;
  return words("administration.figures.thisNode", { name: node.name });
}

function nodeFacts(node: NodeFigures): string {
  if (node.state === "draining") return words("administration.figures.draining");
  return words("administration.figures.nodeFacts", {
    people: words("administration.figures.nodePeople", { count: node.people_present }),
    connections: words("administration.figures.nodeConnections", { count: node.connections }),
    messages: words("administration.figures.nodeMessages", { count: node.messages_per_minute }),
    wait: waitFormat().format(node.store_wait_ms),
    version: node.version,
  });
}

function Nodes({ nodes }: { readonly nodes: readonly NodeFigures[] }) {
  return (
    <>
      <h4>{words("administration.figures.nodes")}</h4>
      <dl className="figures">
        {nodes.map((node) => (
          <div key={node.node} className="figure">
            <dt>{nodeName(node)}</dt>
            <dd>{nodeFacts(node)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** How much of everything there is, as it goes on. */
export function ServerFigures() {
  const { session } = useClient();
  const ask = useCallback(() => figures(session), [session]);
  const [list, load] = useList(ask);
  useEffect(() => {
    const timer = setInterval(() => void load(), refreshEveryMs);
    return () => clearInterval(timer);
  }, [load]);
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
          {list.it.nodes !== undefined && <Nodes nodes={list.it.nodes} />}
          <button type="button" className="button" onClick={() => void load()}>
            {words("administration.figures.refresh")}
          </button>
        </>
      )}
    </section>
  );
}
