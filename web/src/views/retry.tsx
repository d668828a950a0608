import { laterWords as words } from "../locales/words.ts";

/** That something could not be loaded, and a button that tries again. */
export function Retry({ text, onRetry }: { readonly text: string; readonly onRetry: () => void }) {
  return (
    <p role="alert" className="form-note">
      {text}{" "}
      <button type="button" className="link-button" onClick={onRetry}>
        {words("room.retry")}
      </button>
    </p>
  );
}
