// Why addresses were not banned.
import type { Refused } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import { refusalText } from "./account_words.ts";

const told = ["network_invalid", "until_past", "no_such_person", "outranked"] as const;

/** by: what was banned. Oneself is a network that one is in, or a person that one is. */
export function addressBanProblem(refused: Refused, by: "network" | "person"): string {
  if (refused.code === "is_oneself") return words(`addressBans.problem.oneself.${by}`);
  if (refused.code === "too_many") return words("addressBans.problem.full");
  const own = told.find((code) => code === refused.code);
  return own === undefined ? refusalText(refused) : words(`addressBans.problem.${own}`);
}
