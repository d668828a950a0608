import { type RefObject, useCallback, useEffect, useRef } from "react";

/**
 * Gives the focus back to where it was when something opened: what is returned is called just before.
 *
 * fallback  gets it where that is gone meanwhile
 */
export function useOpener(isOpen: boolean, fallback: RefObject<HTMLElement | null>): () => void {
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    const before = opener.current;
    if (isOpen || before === null) return;
    opener.current = null;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected)
      before.focus();
    else fallback.current?.focus();
  }, [isOpen, fallback]);
  return useCallback(() => {
    opener.current = document.activeElement;
  }, []);
}
