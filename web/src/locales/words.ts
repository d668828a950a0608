// Every word people read comes from one catalogue per language; a key that is not in it does not compile.
//
// The catalogue is what i18next reads (nested keys, `_one` and `_other`, `{{name}}`), but looking words up takes
// so little that the library's 15 KB would be the eighth part of everything the page loads.
import en from "./en.json" with { type: "json" };

type Catalogue = typeof en;
type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
type Plural = "zero" | "one" | "two" | "few" | "many" | "other";
type WithoutPlural<Key extends string> = Key extends `${infer Stem}_${Plural}` ? Stem : Key;

export type WordKey = WithoutPlural<Leaves<Catalogue>>;
export type WordValues = Readonly<Record<string, string | number>>;

interface Branch {
  readonly [key: string]: string | Branch;
}

function find(catalogue: Branch, key: string): string | undefined {
  let at: string | Branch | undefined = catalogue;
  for (const step of key.split(".")) at = typeof at === "object" ? at[step] : undefined;
  return typeof at === "string" ? at : undefined;
}

/** A function that says things in one language. */
export function speak(
  language: string,
  catalogue: Branch,
): (key: WordKey, values?: WordValues) => string {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  return (key, values = {}) => {
    const { count } = values;
    const counted =
      typeof count === "number"
        ? (find(catalogue, `${key}_${plural.select(count)}`) ?? find(catalogue, `${key}_other`))
        : undefined;
    const text = counted ?? find(catalogue, key) ?? key;
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? number.format(value) : value;
    });
  };
}

export const words = speak("en", en);

// British English lists without the comma before "and", as the catalogue writes.
const listFormat = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "ada, bob and eve" */
export function listOf(names: readonly string[]): string {
  return listFormat.format(names);
}
