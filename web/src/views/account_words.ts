// What a refusal of the REST interface says to people, and which field it is about.
import type { Refused } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import { shortTime } from "../ui/time.ts";
import { addressBannedText, withReason } from "./join_words.ts";

const told = [
  "credentials_wrong",
  "name_invalid",
  "name_taken",
  "password_invalid",
  "password_wrong",
  "has_account",
  "registration_closed",
  "invite_needed",
  "invite_invalid",
  "owner_key_invalid",
  "profile_invalid",
  "not_an_account",
  "forbidden",
  "not_found",
  "token_expired",
  "unavailable",
  "unreachable",
] as const;

/** For whoever would come in by that account. */
export function suspensionText(term: Pick<Refused, "until" | "reason">): string {
  const told =
    term.until === undefined
      ? words("suspension.told")
      : words("suspension.until", { time: shortTime(term.until) });
  return withReason(told, term);
}

export function refusalText(refused: Refused): string {
  const { code, retryAfterMs } = refused;
  if (code === "suspended") return suspensionText(refused);
  if (code === "address_banned") return addressBannedText(refused);
  if (code === "rate_limited" && retryAfterMs > 0) {
    const seconds = Math.ceil(retryAfterMs / 1000);
    return seconds < 100
      ? words("account.problem.rate_limited_seconds", { count: seconds })
      : words("account.problem.rate_limited_minutes", { count: Math.ceil(seconds / 60) });
  }
  if (code === "rate_limited") return words("account.problem.rate_limited");
  if (code === "too_many") return words("account.problem.invites_full");
  return words(`account.problem.${told.find((each) => each === code) ?? "other"}`);
}

export type Field = "name" | "password" | "current";

const fields: Readonly<Record<string, Field>> = {
  name_invalid: "name",
  name_taken: "name",
  // Either may be wrong; mostly it is what cannot be seen.
  credentials_wrong: "password",
  password_invalid: "password",
  password_wrong: "current",
};

export interface FormProblem {
  /** Null: it is about the form as a whole. */
  readonly field: Field | null;
  readonly text: string;
  readonly suggestions: readonly string[];
}

export function formProblem(refused: Refused): FormProblem {
  const field = fields[refused.code] ?? null;
  return { field, text: refusalText(refused), suggestions: refused.suggestions };
}
