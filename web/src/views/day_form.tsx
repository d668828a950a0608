import { useEffect, useState } from "react";
import type { DayFound, Search } from "../client/search.ts";
import { laterWords as words } from "../locales/words.ts";
import { midnightOf } from "../state/search.ts";

type Problem = Extract<DayFound, { readonly problem: unknown }>["problem"] | "day";

/** Goes to the first message of a day. */
export function DayForm({
  search,
  room,
  onFound,
}: {
  readonly search: Search;
  readonly room: string;
  readonly onFound: (seq: number) => void;
}) {
  const [day, setDay] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was wrong was wrong in the room before
  useEffect(() => setProblem(null), [room]);

  const go = async () => {
    const midnight = midnightOf(day);
    setProblem(midnight === null ? "day" : null);
    if (midnight === null) return;
    const found = await search.day(room, midnight);
    if ("problem" in found) setProblem(found.problem);
    else onFound(found.seq);
  };

  return (
    <form
      className="search-day"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <label htmlFor="search-day">{words("search.day.label")}</label>
      <span className="search-day-line">
        <input
          id="search-day"
          type="date"
          value={day}
          min="1970-01-01"
          max="9999-12-31"
          onChange={(event) => setDay(event.target.value)}
          aria-describedby="search-day-problem"
        />
        <button type="submit" className="button">
          {words("search.day.go")}
        </button>
      </span>
      <div id="search-day-problem" role="alert" className="field-problem">
        {problem === "empty" || problem === "day"
          ? words(`search.day.${problem}`)
          : problem !== null && words(`search.problem.${problem}`)}
      </div>
    </form>
  );
}
