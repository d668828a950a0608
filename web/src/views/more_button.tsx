import { laterWords as words } from "../locales/words.ts";
import { refusalText } from "./account_words.ts";
import type { List } from "./use_list.ts";
import type { Pages } from "./use_pages.ts";

/** At the end of a list of which there is more. */
export function MoreButton({
  list,
  onMore,
}: {
  readonly list: List<Pages<unknown>>;
  readonly onMore: () => Promise<void>;
}) {
  if (list.state !== "loaded" || !list.it.more) return null;
  const { next } = list.it;
  return (
    <>
      <button
        type="button"
        className="button"
        aria-busy={next === "loading"}
        onClick={() => void onMore()}
      >
        {words(next === "loading" ? "details.loadingMore" : "details.more")}
      </button>
      <div role="alert" className="field-problem">
        {typeof next === "object" && refusalText(next)}
      </div>
    </>
  );
}
