import { words } from "../locales/words.ts";
import type { JoinProblem } from "../state/model.ts";
import { shortTime } from "../ui/time.ts";

interface Term {
  readonly until?: number | undefined;
  readonly reason?: string | undefined;
}

/** With the reason that was given, where one was. */
export function withReason(told: string, { reason }: Term): string {
  return reason === undefined ? told : `${told} ${words("join.reason", { reason })}`;
}

/** For whoever comes from an address from which nobody comes in. */
export function addressBannedText(term: Term): string {
  const told =
    term.until === undefined
      ? words("join.problem.address_banned")
      : words("join.problem.address_banned_until", { time: shortTime(term.until) });
  return withReason(told, term);
}

/** Why one is at the join screen. */
export function joinProblemText(problem: JoinProblem): string {
  const { code, nickname, suggestions, isAccount } = problem;
  const suggestion = suggestions[0];
  if (code === "nickname_taken" && suggestion !== undefined) {
    return words("join.problem.nickname_taken_try", { nickname, suggestion });
  }
  if (code === "token_expired" && isAccount) return words("join.problem.account_expired");
  if (code === "address_banned") return addressBannedText(problem);
  return words(`join.problem.${code}`, { nickname });
}
