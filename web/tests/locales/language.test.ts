import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  keepLanguage,
  keptLanguage,
  languageKey,
  languageOf,
  languages,
  localeOf,
} from "../../src/locales/language.ts";
import { fakePorts } from "../support/fake_ports.ts";

describe("the choice of a language", () => {
  it("is kept, and forgotten for the system's", () => {
    const { keep } = fakePorts();
    expect(keptLanguage(keep)).toBe("system");
    keepLanguage(keep, "de");
    expect(keptLanguage(keep)).toBe("de");
    keepLanguage(keep, "system");
    expect(keptLanguage(keep)).toBe("system");
    expect(keep.get(languageKey)).toBeNull();
  });

  it("is the system's where something unknown is kept", () => {
    const { keep } = fakePorts();
    keep.set(languageKey, "tlh");
    expect(keptLanguage(keep)).toBe("system");
  });

  it.each([
    ["the first we have", ["fr", "de-CH", "en"], "de"],
    ["whatever its case", ["DE-at"], "de"],
    ["English where none is known", ["fr", "eo"], "en"],
    ["English where nothing is wanted", [], "en"],
    ["not one that begins alike", ["den"], "en"],
  ] as const)("of the browser: %s", (_why, preferred, language) => {
    expect(languageOf("system", preferred)).toBe(language);
  });

  it("goes before what the browser wants", () => {
    expect(languageOf("en", ["de"])).toBe("en");
  });

  it("leaves dates to the reader's country", () => {
    expect(localeOf("de", ["en-US", "de-AT", "de"])).toBe("de-AT");
    expect(localeOf("de", ["en-US"])).toBe("de");
  });
});

describe("page_first.js", () => {
  const code = readFileSync(resolve(import.meta.dirname, "../../src/page_first.js"), "utf8");

  /** What the script makes of a page; `kept` throws where storage is off. */
  function run(kept: (key: string) => string | null, preferred: readonly string[]) {
    const page = { lang: "", dataset: {} as Record<string, string> };
    const links: { href: string }[] = [];
    const document = {
      documentElement: page,
      currentScript: { getAttribute: (name: string) => `/assets/${name}.js` },
      head: { append: (link: { href: string }) => links.push(link) },
      createElement: () => ({}),
    };
    new Function("document", "localStorage", "navigator", code)(
      document,
      { getItem: kept },
      { languages: preferred },
    );
    return { ...page, words: links.map(({ href }) => href) };
  }

  it("chooses as the program will", () => {
    const { keep } = fakePorts();
    for (const choice of [null, "de", "en", "tlh"])
      for (const preferred of [[], ["fr", "de-CH"], ["EN-us", "de"], ["den"]]) {
        if (choice === null) keep.remove(languageKey);
        else keep.set(languageKey, choice);
        const language = languageOf(keptLanguage(keep), preferred);
        const kept = (key: string) => (key === "parlor.language" ? choice : null);
        const { lang, words } = run(kept, preferred);
        expect([choice, preferred, lang]).toEqual([choice, preferred, language]);
        expect(words).toEqual([`/assets/data-words-${language}.js`]);
      }
  });

  it("knows every language", () => {
    for (const { code } of languages) expect(run(() => null, [code]).lang).toBe(code);
  });

  it("sets a chosen theme, and lives without storage", () => {
    expect(run((key) => (key === "parlor.theme" ? "dark" : null), []).dataset.theme).toBe("dark");
    const off = () => {
      throw new Error("storage is off");
    };
    expect(run(off, ["de"])).toMatchObject({ lang: "de", dataset: {} });
  });
});
