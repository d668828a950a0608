// The dashboard and the alerts in ops/ speak of what Parlor tells, by its name and with labels that it has.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { startCluster } from "../support_js/cluster.mjs";
import { until } from "../support_js/until.mjs";

const ops = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../ops");
/** What Prometheus adds to what it reads. */
const ofPrometheus = { metrics: ["up"], labels: ["job", "instance"] };
const words = new Set(["and", "or", "unless", "bool"]);
const grouping = /\bby\s*\(([^)]*)\)/g;
const matching = /\b(?:on|ignoring)\s*\([^)]*\)/g;

/** The labels of each metric of the page, by its name. */
function metricsOf(page) {
  const metrics = new Map(ofPrometheus.metrics.map((name) => [name, new Set()]));
  for (const [, name, labels] of page.matchAll(/^([a-z_]+)(?:\{(.*)\})? /gm)) {
    if (!metrics.has(name)) metrics.set(name, new Set());
    for (const [, label] of (labels ?? "").matchAll(/([a-z_]+)="/g)) metrics.get(name).add(label);
  }
  return metrics;
}

/** What is wrong with an expression of PromQL; only what these files use of it is understood. */
function mistakesIn(expression, metrics, { mustSelect = [], legend = "" } = {}) {
  const mistakes = [];
  const grouped = [...expression.matchAll(grouping)].flatMap(([, labels]) => labels.split(",").map((label) => label.trim()));
  const plain = expression.replaceAll(grouping, "").replaceAll(matching, "").replaceAll(/\[[^\]]*\]/g, "");
  const had = new Set(ofPrometheus.labels);
  for (const [, name, , selector, call] of plain.matchAll(/([a-zA-Z_]\w*)\s*((\{[^}]*\})|(\())?/g)) {
    if (call !== undefined || words.has(name)) continue;
    if (!metrics.has(name)) {
      mistakes.push(`there is no ${name}`);
      continue;
    }
    const labels = [...metrics.get(name), ...ofPrometheus.labels];
    for (const label of labels) had.add(label);
    const matched = [...(selector ?? "").matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label);
    for (const label of matched) if (!labels.includes(label)) mistakes.push(`${name} has no label ${label}`);
    for (const label of mustSelect) if (!matched.includes(label)) mistakes.push(`${name} is not asked by ${label}`);
  }
  for (const label of grouped) if (!had.has(label)) mistakes.push(`nothing has a label ${label}`);
  const left = grouped.length > 0 ? new Set(grouped) : had;
  for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g)) if (!left.has(label)) mistakes.push(`${label} is not left for the legend`);
  return mistakes;
}

async function pageOf(t) {
  const { nodes: [node] } = await startCluster(t, { count: 1 });
  await until(() => node.adminUrl, "the log tells the admin address");
  const answer = await fetch(new URL("/metrics", node.adminUrl));
  return answer.text();
}

test("the dashboard and the alerts name what a node of a cluster tells", async (t) => {
  const metrics = metricsOf(await pageOf(t));

  const dashboard = JSON.parse(await readFile(join(ops, "grafana/parlor.json"), "utf8"));
  const panels = dashboard.panels.filter(({ type }) => type !== "row");
  assert.ok(panels.length > 0);
  for (const { title, datasource, targets } of panels) {
    assert.equal(datasource.uid, "${datasource}", `${title} asks the data source that was chosen`);
    assert.ok(targets.length > 0, title);
    for (const target of targets) {
      assert.equal(target.datasource.uid, "${datasource}", title);
      assert.deepEqual(mistakesIn(target.expr, metrics, { mustSelect: ofPrometheus.labels, legend: target.legendFormat }), [], `${title}: ${target.expr}`);
    }
  }
  const variables = dashboard.templating.list.filter(({ type }) => type === "query");
  assert.deepEqual(variables.map(({ name }) => name), ofPrometheus.labels);
  for (const { name, query: { query } } of variables) {
    const [, expression, label] = /^label_values\((.*), (\w+)\)$/.exec(query);
    assert.equal(label, name);
    assert.deepEqual(mistakesIn(expression, metrics), []);
  }

  const rules = await readFile(join(ops, "prometheus/parlor.rules.yml"), "utf8");
  const expressions = [...rules.matchAll(/^ +expr: (.*)$/gm)].map(([, expression]) => expression);
  assert.equal(expressions.length, rules.match(/- alert: /g).length);
  for (const expression of expressions) assert.deepEqual(mistakesIn(expression, metrics), [], expression);
});

test("what is wrong with an expression is found", () => {
  const metrics = metricsOf('# HELP a_total what\na_total{reason="x"} 1\nb_seconds_bucket{le="1"} 2\nc 3\n');
  const mistakes = (expression, also) => mistakesIn(expression, metrics, also);
  assert.deepEqual(mistakes('sum by (reason) (rate(a_total{reason="y"}[5m])) / on (instance) c > 0.5', { legend: "{{reason}}" }), []);
  assert.deepEqual(mistakes("histogram_quantile(0.9, sum by (le, job) (rate(b_seconds_bucket[5m])))"), []);
  assert.deepEqual(mistakes("rate(d_total[5m])"), ["there is no d_total"]);
  assert.deepEqual(mistakes('a_total{kind="y"}'), ["a_total has no label kind"]);
  assert.deepEqual(mistakes("sum by (kind) (a_total)"), ["nothing has a label kind"]);
  assert.deepEqual(mistakes("sum by (job) (a_total)", { legend: "{{reason}}" }), ["reason is not left for the legend"]);
  assert.deepEqual(mistakes('c{job="x"}', { mustSelect: ["job", "instance"] }), ["c is not asked by instance"]);
});
