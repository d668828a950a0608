import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { loadLaterWords } from "../locales/words.ts";

/**
 * A view whose code comes when it is first needed, and with it the words of all such views. Where they cannot be had,
 * as without a connection, `instead` is shown and the page goes on; the next time they are asked for again.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null;
  const get = async () => {
    if (loaded === null) [loaded] = await Promise.all([load(), loadLaterWords()]);
    return loaded;
  };

  // biome-ignore lint/correctness/noComponentHookFactories: called once for each view, where its module begins
  function Later({
    instead = null,
    onFailed,
    ...props
  }: Props & { readonly instead?: ReactNode; readonly onFailed?: () => void }) {
    const [View, setView] = useState<ComponentType<Props> | null>(() => loaded);
    useEffect(() => {
      if (View !== null) return;
      let isCurrent = true;
      get().then(
        (found) => isCurrent && setView(() => found),
        () => isCurrent && onFailed?.(),
      );
      return () => {
        isCurrent = false;
      };
    }, [View, onFailed]);
    return View === null ? instead : <View {...(props as unknown as Props)} />;
  }
  return Object.assign(Later, { preload: () => void get().catch(() => {}) });
}
