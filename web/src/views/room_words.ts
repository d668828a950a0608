// What refusals say to whoever looks after a room.
import { laterWords as words } from "../locales/words.ts";
import type { Failure } from "../protocol/types.ts";

const toldProblems = [
  "not_found",
  "not_a_member",
  "forbidden",
  "name_invalid",
  "name_taken",
  "topic_too_long",
  "archived",
  "banned",
  "no_such_person",
  "too_many_rooms",
  "too_many_people",
  "too_many_bans",
  "too_many_links",
  "too_many_mutes",
  "too_many_pins",
  "no_such_message",
  "rate_limited",
  "unavailable",
] as const;

/** null: no answer came. */
export function roomProblem(answer: Failure | null): string {
  if (answer === null) return words("details.problem.no_answer");
  const told = toldProblems.find((code) => code === answer.error.code) ?? "other";
  return words(`details.problem.${told}`);
}
