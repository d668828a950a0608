// A text in one line, without the signs of Markdown.
import { expect, it } from "vitest";
import { plainWords } from "../../src/ui/plain_words.ts";

it.each([
  ["just words", "just words"],
  ["**bold**, *leaning*, ~~gone~~ and `code`", "bold, leaning, gone and code"],
  ["one\ntwo\n\nthree", "one two three"],
  ["```js\nlet a = 1;\nlet b;\n```\ndone", "let a = 1; let b; done"],
  ["> quoted\n\nanswered", "quoted answered"],
  ["- one\n- **two**\n\n1. three", "one two three"],
  ["- [x] done\n- [ ] not yet", "☑ done ☐ not yet"],
  ["[a link](https://example.org) and https://example.org", "a link and https://example.org"],
  ["![a picture](https://example.org/a.png)", "a picture"],
  ["1 \\* 2 & <b>3</b> &amp;", "1 * 2 & <b>3</b> &amp;"],
  ['@ada, @"Linus T" and #garden', "@ada, @Linus T and #garden"],
  ["  \n ", ""],
  [">".repeat(40), ">".repeat(40)],
])("%j reads %j", (text, words) => {
  expect(plainWords(text, 200)).toBe(words);
});

it("is cut where it is too long, never within a character", () => {
  expect(plainWords("a".repeat(200), 200)).toBe("a".repeat(200));
  expect(plainWords("a".repeat(201), 200)).toBe(`${"a".repeat(199)}…`);
  expect(plainWords("🙂".repeat(201), 200)).toBe(`${"🙂".repeat(199)}…`);
  expect(plainWords(`${"a".repeat(198)} bcd`, 200)).toBe(`${"a".repeat(198)}…`);
});
