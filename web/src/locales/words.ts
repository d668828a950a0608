// Every word people read comes from the catalogues of one language; a key that is not in them does not compile.
//
// Each language has two: `first` holds what joining and talking need, `later` the words of the views that are loaded
// later. Only the language that is spoken is downloaded. Views that are loaded later say `laterWords`.
import { type Language, localeOf } from "./language.ts";
import { type Branch, type KeyOf, type Speech, speech, type WordValues } from "./speech.ts";

type First = typeof import("./en/first.json");
type Later = typeof import("./en/later.json");
export type WordKey = KeyOf<First>;
export type LaterKey = KeyOf<Later>;

interface Source {
  first(): Promise<{ readonly default: First }>;
  later(): Promise<{ readonly default: Later }>;
}

const sources: Readonly<Record<Language, Source>> = {
  en: { first: () => import("./en/first.json"), later: () => import("./en/later.json") },
  de: { first: () => import("./de/first.json"), later: () => import("./de/later.json") },
};

interface Spoken {
  readonly language: Language;
  readonly locale: string;
  readonly first: Branch;
  readonly later: Branch | null;
  readonly say: Speech;
}

let spoken: Spoken | null = null;
/** The language last asked for: of two that are loading, the later one wins. */
let wanted: Language | null = null;
const listeners = new Set<() => void>();

function voice(language: Language, locale: string, first: Branch, later: Branch | null): Spoken {
  const say = speech(locale, later === null ? [first] : [first, later]);
  return { language, locale, first, later, say };
}

/**
 * Loads the words of a language and speaks it from then on. Where another was spoken before, everything on the page
 * is said anew, so the later words come with them. Rejects when they cannot be had; then nothing changes.
 *
 * preferred  the browser's languages, the dearest first
 */
export async function speak(language: Language, preferred: readonly string[]): Promise<void> {
  wanted = language;
  const source = sources[language];
  const [first, later] = await Promise.all([
    source.first(),
    spoken === null ? null : source.later(),
  ]);
  if (wanted !== language) return;
  const locale = localeOf(language, preferred);
  spoken = voice(language, locale, first.default, later?.default ?? null);
  for (const call of listeners) call();
}

/** Before a view that is loaded later can be shown. */
export async function loadLaterWords(): Promise<void> {
  if (spoken === null || spoken.later !== null) return;
  const { language } = spoken;
  const later = await sources[language].later();
  if (spoken.language !== language) return;
  spoken = voice(language, spoken.locale, spoken.first, later.default);
}

/** Null until the first words are here. */
export function spokenLanguage(): Language | null {
  return spoken?.language ?? null;
}

export function onLanguage(call: () => void): () => void {
  listeners.add(call);
  return () => listeners.delete(call);
}

function now(): Spoken {
  if (spoken === null) throw new Error("nothing can be said before speak()");
  return spoken;
}

export function words(key: WordKey, values?: WordValues): string {
  return now().say(key, values);
}

/** Words of both catalogues: for views that are loaded later, and only for them. */
export function laterWords(key: WordKey | LaterKey, values?: WordValues): string {
  return now().say(key, values);
}

/** What Intl makes for a locale, once for each that is spoken. */
export function perLocale<T>(make: (locale: string) => T): () => T {
  let made: { readonly locale: string; readonly it: T } | null = null;
  return () => {
    const { locale } = now();
    if (made?.locale !== locale) made = { locale, it: make(locale) };
    return made.it;
  };
}

const listFormat = perLocale((locale) => {
  // British English lists without the comma before "and", as the catalogue writes.
  const listLocale = locale.startsWith("en") ? "en-GB" : locale;
  return new Intl.ListFormat(listLocale, { type: "conjunction" });
});

/** "ada, bob and eve" */
export function listOf(names: readonly string[]): string {
  return listFormat().format(names);
}
