// What administration says beside what its views say themselves.
import type { Refused } from "../client/ask_rest.ts";
import { perLocale, laterWords as words } from "../locales/words.ts";
import type { AuditEntry } from "../protocol/administration.ts";
import { refusalText } from "./account_words.ts";

const told = ["no_such_person", "outranked", "is_oneself", "until_past"] as const;

export function administrationProblem(refused: Refused): string {
  const own = told.find((code) => code === refused.code);
  return own === undefined ? refusalText(refused) : words(`administration.problem.${own}`);
}

/** Who did something, where a sentence begins with them; without an id it was whoever runs the machine. */
export function doerName({ by, by_name: name }: AuditEntry): string {
  return by === undefined ? words("administration.commandLine.did") : name;
}

const dateFormat = perLocale((locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }));

export function dateOf(timeMs: number): string {
  return dateFormat().format(timeMs);
}
