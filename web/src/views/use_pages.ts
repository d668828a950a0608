import { useCallback, useEffect, useRef, useState } from "react";
import type { Page } from "../client/administration.ts";
import type { Outcome, Refused } from "../client/ask_rest.ts";
import type { List } from "./use_list.ts";

/** As much of a long list as is here. */
export interface Pages<T> extends Page<T> {
  /** The page after: asked for, or why it did not come. */
  readonly next: "idle" | "loading" | Refused;
}

/**
 * A long list that comes a page at a time. What is here stays until the first page of another one is; only the last
 * question's answer counts.
 *
 * ask    asks for the page after an item, or the first one; stays the same function as long as the list is the same
 * keyOf  two pages may both have an item, where the list changed between them
 */
export function usePages<T>(
  ask: (after?: T) => Promise<Outcome<Page<T>>>,
  keyOf: (item: T) => string | number,
) {
  const [list, setList] = useState<List<Pages<T>>>({ state: "loading" });
  const round = useRef(0);

  const load = useCallback(async () => {
    round.current += 1;
    const own = round.current;
    const outcome = await ask();
    if (own !== round.current) return;
    setList(
      outcome.ok
        ? { state: "loaded", it: { ...outcome.value, next: "idle" } }
        : { state: "failed", why: outcome },
    );
  }, [ask]);
  useEffect(() => {
    void load();
    return () => {
      round.current += 1;
    };
  }, [load]);

  const change = (how: (pages: Pages<T>) => Pages<T>) =>
    setList((before) =>
      before.state === "loaded" ? { state: "loaded", it: how(before.it) } : before,
    );
  const loadMore = async () => {
    if (list.state !== "loaded" || !list.it.more || list.it.next === "loading") return;
    const own = round.current;
    change((pages) => ({ ...pages, next: "loading" }));
    const outcome = await ask(list.it.items.at(-1));
    if (own !== round.current) return;
    change((pages) => {
      if (!outcome.ok) return { ...pages, next: outcome };
      const known = new Set(pages.items.map(keyOf));
      const added = outcome.value.items.filter((item) => !known.has(keyOf(item)));
      return { items: [...pages.items, ...added], more: outcome.value.more, next: "idle" };
    });
  };
  /** Something was done to one of them. */
  const replace = (item: T) =>
    change((pages) => ({
      ...pages,
      items: pages.items.map((each) => (keyOf(each) === keyOf(item) ? item : each)),
    }));
  return { list, load, loadMore, replace };
}
