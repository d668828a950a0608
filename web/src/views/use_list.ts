import { useCallback, useEffect, useState } from "react";
import type { Outcome, Refused } from "../client/ask_rest.ts";

export type List<T> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly why: Refused }
  | { readonly state: "loaded"; readonly it: T };

/** A list that is asked for when it is shown, and again when something was done to it. `ask` stays the same function. */
export function useList<T>(
  ask: () => Promise<Outcome<T>>,
): readonly [List<T>, () => Promise<void>] {
  const [list, setList] = useState<List<T>>({ state: "loading" });
  const load = useCallback(async () => {
    const outcome = await ask();
    setList(
      outcome.ok ? { state: "loaded", it: outcome.value } : { state: "failed", why: outcome },
    );
  }, [ask]);
  useEffect(() => void load(), [load]);
  return [list, load];
}
