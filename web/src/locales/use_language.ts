import { useSyncExternalStore } from "react";
import type { Language } from "./language.ts";
import { onLanguage, spokenLanguage } from "./words.ts";

/**
 * What the page speaks; null before it speaks. The screens and every memoised view that says something use it, so that
 * all is said anew when another language is chosen.
 */
export function useLanguage(): Language | null {
  return useSyncExternalStore(onLanguage, spokenLanguage, spokenLanguage);
}
