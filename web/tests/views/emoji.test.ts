import { describe, expect, it } from "vitest";
import {
  type EmojiGroup,
  emojiGroups,
  emojiGroupsIn,
  findEmoji,
} from "../../src/views/emoji_data.ts";
import { emojiWords } from "../../src/views/emoji_words_de.ts";

const all = emojiGroups.flatMap(({ emoji }) => emoji);
const found = (query: string, groups: readonly EmojiGroup[] = emojiGroups) =>
  findEmoji(groups, query).flatMap(({ emoji }) => emoji.map((each) => each.emoji));

describe("the emoji", () => {
  // The server takes exactly one RGI emoji sequence.
  const sets: string = "v";
  const rgi = new RegExp(String.raw`^\p{RGI_Emoji}$`, sets);
  it.each(all.map(({ emoji, name }) => [emoji, name] as const))("%s %s is one", (emoji, name) => {
    expect(rgi.test(emoji)).toBe(true);
    expect(name).not.toBe("");
  });

  it("are there once", () => {
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(200);
  });

  it("are found by the beginnings of their words", () => {
    expect(found("party")).toContain("🎉");
    expect(found("THUMBS up")[0]).toBe("👍");
    expect(found("arty")).toEqual([]);
    expect(found("🎉")).toEqual(["🎉"]);
    expect(found("  ")).toHaveLength(all.length);
    expect(found("nothing of that name")).toEqual([]);
  });

  it("have German names, each of them, and are found by English words, too", async () => {
    const lines = emojiWords.trim().split("\n");
    expect(lines.map((line) => line.split(" ")[0])).toEqual(all.map(({ emoji }) => emoji));
    const german = await emojiGroupsIn("de");
    expect(german.flatMap(({ emoji }) => emoji).filter(({ name }) => name === "")).toEqual([]);
    expect(found("daumen hoch", german)).toEqual(["👍"]);
    expect(found("Thumbs Up", german)).toEqual(["👍"]);
    expect(found("glück", german)).toContain("🍀");
    expect(found("daumen")).toEqual([]);
  });
});
