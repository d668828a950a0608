// How a key becomes a sentence: plural forms by the language's rules, `{{holes}}` filled, numbers as the reader writes them.
//
// The catalogues are what i18next reads (nested keys, `_one` and `_other`, `{{name}}`), but looking words up takes
// so little that the library's 15 KB would be the eighth part of everything the page loads.
export type Leaves<T, Path extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
type Plural = "zero" | "one" | "two" | "few" | "many" | "other";
type WithoutPlural<Key extends string> = Key extends `${infer Stem}_${Plural}` ? Stem : Key;

/** What can be said from a catalogue. */
export type KeyOf<Catalogue> = WithoutPlural<Leaves<Catalogue>>;
export type WordValues = Readonly<Record<string, string | number>>;
export type Speech = (key: string, values?: WordValues) => string;

export interface Branch {
  readonly [key: string]: string | Branch;
}

function find(catalogues: readonly Branch[], key: string): string | undefined {
  const steps = key.split(".");
  for (const catalogue of catalogues) {
    let at: string | Branch | undefined = catalogue;
    for (const step of steps) at = typeof at === "object" ? at[step] : undefined;
    if (typeof at === "string") return at;
  }
  return undefined;
}

/** A function that says things in one language; what no catalogue has is said as its key. */
export function speech(locale: string, catalogues: readonly Branch[]): Speech {
  const plural = new Intl.PluralRules(locale);
  const number = new Intl.NumberFormat(locale);
  return (key, values = {}) => {
    const { count } = values;
    const counted =
      typeof count === "number"
        ? (find(catalogues, `${key}_${plural.select(count)}`) ?? find(catalogues, `${key}_other`))
        : undefined;
    const text = counted ?? find(catalogues, key) ?? key;
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? number.format(value) : value;
    });
  };
}
