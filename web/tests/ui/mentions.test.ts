import { describe, expect, it } from "vitest";
import { meansHere } from "../../src/ui/here.ts";
import { partsOf } from "../../src/ui/mentions.tsx";

/** What is mentioned, with its sign. */
const mentioned = (text: string) =>
  partsOf(text).flatMap(({ mention }) =>
    mention === undefined ? [] : [`${mention.sign}${mention.name}`],
  );

describe("what mentions somebody", () => {
  it.each([
    ["@ada", ["@ada"]],
    ["hello @ada, and @bob.", ["@ada", "@bob"]],
    ['(@"ada lovelace")', ["@ada lovelace"]],
    ["see #garden and #Größe_2", ["#garden", "#Größe_2"]],
    ["@ada.lovelace!", ["@ada.lovelace"]],
  ])("%s", (text, names) => {
    expect(mentioned(text)).toEqual(names);
  });

  it.each(["ada@example.org", "a#b", "@", "# heading", '@""', '@" "', "@-", "/r/lobby#x"])(
    "nobody in %s",
    (text) => {
      expect(mentioned(text)).toEqual([]);
    },
  );

  it("leaves every character where it was", () => {
    const text = 'a @ada "#x" @"b c", @';
    expect(
      partsOf(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});

describe("@here", () => {
  it.each([
    ["@here", true],
    ["hello @here!", true],
    ["@ada (@here), @bob", true],
    ["@here.", true],
    ["`@here` but @here", true],
    ["a lonely ` and @here", true],
    ["``` @here", true],
    ["@Here", false],
    ["@HERE", false],
    ["@hereabouts", false],
    ["@here-and-there", false],
    ['@"here"', false],
    ["@h\u0435re", false],
    ["mail@here", false],
    ["here", false],
    ["`@here`", false],
    ["``x @here ` y``", false],
    ["```\n@here\n```", false],
    ["", false],
  ])("in %j: %s", (text, isMeant) => {
    expect(meansHere(text)).toBe(isMeant);
  });
});
