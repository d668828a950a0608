import { describe, expect, it } from "vitest";
import deFirst from "../../src/locales/de/first.json" with { type: "json" };
import enFirst from "../../src/locales/en/first.json" with { type: "json" };
import { speech } from "../../src/locales/speech.ts";

describe("speech", () => {
  it.each([
    ["en", enFirst, ["0 unread messages", "1 unread message", "2 unread messages"]],
    [
      "de",
      deFirst,
      ["0 ungelesene Nachrichten", "1 ungelesene Nachricht", "2 ungelesene Nachrichten"],
    ],
  ])("counts as %s counts", (locale, catalogue, said) => {
    const say = speech(locale, [catalogue]);
    expect([0, 1, 2].map((count) => say("rooms.unread", { count }))).toEqual(said);
  });

  it("counts in a language with more forms than one and other", () => {
    const unread = {
      unread_one: "{{count}} zpráva",
      unread_few: "{{count}} zprávy",
      unread_other: "{{count}} zpráv",
    };
    const say = speech("cs", [{ rooms: unread }]);
    expect([1, 3, 9].map((count) => say("rooms.unread", { count }))).toEqual([
      "1 zpráva",
      "3 zprávy",
      "9 zpráv",
    ]);
  });

  it("writes numbers as the reader does", () => {
    const catalogue = { sum: "{{count}}" };
    expect(speech("en", [catalogue])("sum", { count: 12_345 })).toBe("12,345");
    expect(speech("de", [catalogue])("sum", { count: 12_345 })).toBe("12.345");
  });

  it("takes names as they are, also odd ones", () => {
    const say = speech("en", [enFirst]);
    expect(say("typing.one", { first: "$& {{second}} <b>" })).toBe("$& {{second}} <b> is typing");
  });

  it("finds a group that is divided between two catalogues", () => {
    const say = speech("en", [{ room: { name: "first" } }, { room: { leave: "later" } }]);
    expect([say("room.name"), say("room.leave")]).toEqual(["first", "later"]);
  });
});
