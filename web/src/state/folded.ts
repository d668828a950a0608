// The rows of a timeline with what ignored people say folded to a line wherever nothing else comes between.
import type { IgnoredPeople } from "./model.ts";
import type { Row } from "./timeline.ts";

/**
 * revealed  what is shown all the same, by seq
 * somebody  stands for what is quoted of them
 */
export function folded(
  rows: readonly Row[],
  ignored: IgnoredPeople,
  revealed: ReadonlySet<number>,
  somebody: string,
): readonly Row[] {
  if (ignored.size === 0) return rows;
  const isHidden = (user: string, seq: number) => ignored.has(user) && !revealed.has(seq);
  const all: Row[] = [];
  let run: number[] = [];
  for (const row of rows) {
    const before = run;
    if (row.kind === "message" && row.seq !== null && isHidden(row.user, row.seq)) {
      if (run.length === 0) all.push({ kind: "hidden", key: `hidden-${row.key}`, seqs: run });
      run.push(row.seq);
      continue;
    }
    run = [];
    if (row.kind !== "message") {
      all.push(row);
      continue;
    }
    const { answers } = row;
    const isQuoteHidden = answers !== null && isHidden(answers.user, answers.seq);
    all.push({
      ...row,
      isHead: row.isHead || before.length > 0,
      answers: isQuoteHidden ? { ...answers, nickname: "", text: somebody } : answers,
    });
  }
  return all;
}
