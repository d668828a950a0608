// Which language the page speaks: the one chosen in the settings, else the first of the browser's that we have.
import type { Keep } from "../client/ports.ts";

/** Each is named in itself, so that whoever reads it finds it. */
export const languages = [
  { code: "en", name: "English", direction: "ltr" },
  { code: "de", name: "Deutsch", direction: "ltr" },
] as const satisfies readonly { code: string; name: string; direction: "ltr" | "rtl" }[];
export type Language = (typeof languages)[number]["code"];
export type LanguageChoice = Language | "system";

export const languageKey = "language";

function known(tag: string | null): Language | null {
  const code = tag?.split("-")[0]?.toLowerCase();
  return languages.find((each) => each.code === code)?.code ?? null;
}

export function keptLanguage(keep: Keep): LanguageChoice {
  return known(keep.get(languageKey)) ?? "system";
}

export function keepLanguage(keep: Keep, choice: LanguageChoice): void {
  if (choice === "system") keep.remove(languageKey);
  else keep.set(languageKey, choice);
}

/** preferred  the browser's languages, the dearest first */
export function languageOf(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== "system") return choice;
  for (const tag of preferred) {
    const found = known(tag);
    if (found !== null) return found;
  }
  return "en";
}

/** The language as this browser's reader writes it: dates in en-US are not those in en-GB. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => known(tag) === language) ?? language;
}

/** How the page is laid out. */
export function directionOf(language: Language): "ltr" | "rtl" {
  return languages.find((each) => each.code === language)?.direction ?? "ltr";
}
