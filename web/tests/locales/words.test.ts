import { afterEach, describe, expect, it } from "vitest";
import {
  laterWords,
  listOf,
  onLanguage,
  speak,
  spokenLanguage,
  words,
} from "../../src/locales/words.ts";
import { dayName } from "../../src/ui/time.ts";

const names = ["ada", "bob", "eve"];
const day = new Date(2024, 4, 3, 12).getTime();

afterEach(() => speak("en", ["en-GB"]));

describe("the language that is spoken", () => {
  it("is that of words, lists and dates", async () => {
    const said = () => [words("room.retry"), laterWords("settings.title"), listOf(names)];
    expect(said()).toEqual(["Try again", "Settings", "ada, bob and eve"]);
    expect(dayName(day, day)).toBe("Friday 3 May");
    await speak("de", ["de-DE"]);
    expect(said()).toEqual(["Noch einmal versuchen", "Einstellungen", "ada, bob und eve"]);
    expect(dayName(day, day)).toBe("Freitag, 3. Mai");
  });

  it("is told to who asked to hear of it", async () => {
    const heard: unknown[] = [];
    const stop = onLanguage(() => heard.push(spokenLanguage()));
    await speak("de", []);
    stop();
    await speak("en", []);
    expect(heard).toEqual(["de"]);
  });

  it("is the one asked for last", async () => {
    await Promise.all([speak("de", []), speak("en", [])]);
    expect(spokenLanguage()).toBe("en");
    await Promise.all([speak("en", []), speak("de", [])]);
    expect(spokenLanguage()).toBe("de");
  });
});
