import { words } from "../locales/words.ts";
import type { JoinProblem } from "../state/model.ts";

/** Why one is at the join screen. */
export function joinProblemText({ code, nickname, suggestions, isAccount }: JoinProblem): string {
  const suggestion = suggestions[0];
  if (code === "nickname_taken" && suggestion !== undefined) {
    return words("join.problem.nickname_taken_try", { nickname, suggestion });
  }
  if (code === "token_expired" && isAccount) return words("join.problem.account_expired");
  return words(`join.problem.${code}`, { nickname });
}
