// What stands for the messages of people whom one ignores. Loaded where there are any.
import { type Dispatch, type SetStateAction, useCallback, useEffect, useId } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";

/** Several at once, in one quiet line. */
export function Hidden({
  seqs,
  shown,
  onReveal,
}: {
  readonly seqs: readonly number[];
  /** The message that somebody was brought to, of these or another one. */
  readonly shown: number | null;
  readonly onReveal: Dispatch<SetStateAction<ReadonlySet<number>>>;
}) {
  useLanguage();
  const id = useId();
  const reveal = useCallback(
    () => onReveal((before) => new Set([...before, ...seqs])),
    [onReveal, seqs],
  );
  const isShown = shown !== null && seqs.includes(shown);
  useEffect(() => {
    if (isShown) reveal();
  }, [isShown, reveal]);
  const show = () => {
    reveal();
    // The button that was pressed goes with the line.
    requestAnimationFrame(() => {
      const first = document.querySelector<HTMLElement>(`article[data-seq="${seqs[0]}"]`);
      first?.focus({ preventScroll: true });
    });
  };
  return (
    <p className="notice">
      <span id={id}>{words("ignoring.hidden", { count: seqs.length })}</span>
      {" · "}
      <button type="button" className="link-button" aria-describedby={id} onClick={show}>
        {words("ignoring.show")}
      </button>
    </p>
  );
}
