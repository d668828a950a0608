import { describe, expect, it } from "vitest";
import en from "../../src/locales/en.json" with { type: "json" };
import { speak, words } from "../../src/locales/words.ts";
import { hueCount, hueOf, initialsOf } from "../../src/ui/hue.ts";

describe("words", () => {
  it("count as the language counts", () => {
    expect(words("rooms.unread", { count: 1 })).toBe("1 unread message");
    expect(words("rooms.unread", { count: 2 })).toBe("2 unread messages");
    const czech = speak("cs", {
      rooms: {
        unread_one: "{{count}} zpráva",
        unread_few: "{{count}} zprávy",
        unread_other: "{{count}} zpráv",
      },
    });
    expect([1, 3, 9].map((count) => czech("rooms.unread", { count }))).toEqual([
      "1 zpráva",
      "3 zprávy",
      "9 zpráv",
    ]);
  });

  it("take names as they are, also odd ones", () => {
    expect(words("typing.one", { first: "$& {{second}} <b>" })).toBe("$& {{second}} <b> is typing");
  });

  it("in the catalogue are whole sentences without holes of unknown names", () => {
    const texts = JSON.stringify(en).match(/\{\{\w+\}\}/g) ?? [];
    const known = [
      "count",
      "nickname",
      "suggestion",
      "name",
      "names",
      "room",
      "first",
      "second",
      "reason",
      "emoji",
      "time",
    ];
    expect(texts.filter((hole) => !known.includes(hole.slice(2, -2)))).toEqual([]);
  });
});

describe("a picture for a name", () => {
  it.each([
    ["ada", "A"],
    ["Ada Lovelace", "AL"],
    ["x_y.z", "XY"],
    ["名前", "名"],
    ["🙂 smile", "🙂S"],
    ["---", "?"],
  ])("%s has the letters %s", (name, letters) => expect(initialsOf(name)).toBe(letters));

  it("has one colour, whatever the case", () => {
    expect(hueOf("Ada")).toBe(hueOf("ada"));
    const hues = new Set(Array.from({ length: 200 }, (_, index) => hueOf(`person ${index}`)));
    expect(hues.size).toBe(hueCount);
  });
});
