import { laterWords as words } from "../locales/words.ts";
import { refusalText } from "./account_words.ts";
import type { List } from "./use_list.ts";

/** What stands in the place of a list that is not here. */
export function ListState({
  list,
  loading,
  failed,
  onRetry,
}: {
  readonly list: List<unknown>;
  readonly loading: string;
  readonly failed: string;
  readonly onRetry: () => Promise<void>;
}) {
  if (list.state === "loaded") return null;
  if (list.state === "loading") return <p className="form-note">{loading}</p>;
  return (
    <p role="alert" className="form-note">
      {failed} {refusalText(list.why)}{" "}
      <button type="button" className="link-button" onClick={() => void onRetry()}>
        {words("room.retry")}
      </button>
    </p>
  );
}
