// The catalogues of all languages agree, and what is loaded first needs nothing that is loaded later.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { languages } from "../../src/locales/language.ts";
import type { Branch } from "../../src/locales/speech.ts";

const source = resolve(import.meta.dirname, "../../src");
/** What is written alike in both languages. */
const alike = [
  "administration.sections.server",
  "product",
  "room.online_one",
  "room.online_other",
  "message.code",
  "connection.inSeconds",
  "directory.present_one",
  "directory.present_other",
  "settings.system",
  "account.name",
  "profile.name",
  "profile.status",
  "picker.groups.smileys",
  "completion.emoji",
  "notices.from",
];

function textsOf(language: string, part: string): Map<string, string> {
  const texts = new Map<string, string>();
  const collect = (branch: Branch, path: string) => {
    for (const [key, value] of Object.entries(branch)) {
      if (typeof value === "string") texts.set(path + key, value);
      else collect(value, `${path}${key}.`);
    }
  };
  collect(JSON.parse(readFileSync(`${source}/locales/${language}/${part}.json`, "utf8")), "");
  return texts;
}

const holesOf = (text: string) => [...new Set(text.match(/\{\{.*?\}\}/g))].sort();
const others = languages.map(({ code }) => code).filter((code) => code !== "en");
const parts = ["first", "later"];

describe.each(others.flatMap((language) => parts.map((part) => [language, part] as const)))(
  "the words of %s, %s",
  (language, part) => {
    const english = textsOf("en", part);
    const texts = textsOf(language, part);

    it("are those of English, one for one", () => {
      const stem = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, "");
      const stems = (of: Map<string, string>) => [...new Set([...of.keys()].map(stem))].sort();
      expect(stems(texts)).toEqual(stems(english));
    });

    it("have every plural form of the language", () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counted = [...texts.keys()].filter((key) => key.endsWith("_other"));
      const missing = counted.flatMap((key) =>
        forms.map((form) => key.replace(/other$/, form)).filter((each) => !texts.has(each)),
      );
      expect(missing).toEqual([]);
    });

    it("have the same holes", () => {
      const wrong = [...english].filter(
        ([key, text]) => `${holesOf(texts.get(key) ?? text)}` !== `${holesOf(text)}`,
      );
      expect(wrong).toEqual([]);
    });

    it("are translated", () => {
      const same = [...english].filter(([key, text]) => texts.get(key) === text);
      expect(same.map(([key]) => key).filter((key) => !alike.includes(key))).toEqual([]);
    });
  },
);

it("no word is in both catalogues of a language", () => {
  const first = textsOf("en", "first");
  expect([...textsOf("en", "later").keys()].filter((key) => first.has(key))).toEqual([]);
});

it("holes are of known names", () => {
  const known =
    "count nickname suggestion name names room first second reason emoji time browser system max who whom to topic file network line version people connections messages wait".split(
      " ",
    );
  const holes = parts.flatMap((part) => [...textsOf("en", part).values()].flatMap(holesOf));
  expect(holes.filter((hole) => !known.includes(hole.slice(2, -2)))).toEqual([]);
});

it("what is loaded first says nothing of what is loaded later", () => {
  const seen = new Set<string>();
  const sayLater: string[] = [];
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const code = readFileSync(file, "utf8");
    if (/^import [^;]*\blaterWords\b/m.test(code)) sayLater.push(file);
    for (const [, found] of code.matchAll(
      /^(?:import|export) (?!type\b)[^;]*? from "(\.[^"]+\.tsx?)"/gm,
    ))
      visit(resolve(dirname(file), found ?? ""));
  };
  visit(`${source}/main.tsx`);
  expect(seen).toContain(`${source}/views/message_rows.tsx`);
  expect(seen).not.toContain(`${source}/views/settings_dialog.tsx`);
  expect(sayLater).toEqual([]);
});
