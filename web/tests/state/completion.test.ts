import { describe, expect, it } from "vitest";
import { completed, matching, triggerAt, written } from "../../src/state/completion.ts";

const at = (text: string) => triggerAt(text.replace("|", ""), text.indexOf("|"));

describe("what the caret is in", () => {
  it.each([
    ["@|", "person", ""],
    ["hello @ad|", "person", "ad"],
    ["(@ad|", "person", "ad"],
    ['@"ada lo|', "person", "ada lo"],
    ["see #gar|", "room", "gar"],
    ["so :smi|", "emoji", "smi"],
    [":thumbs_up|", "emoji", "thumbs up"],
    ["/|", "command", ""],
    ["/JO|", "command", "jo"],
    ["@ad| and more", "person", "ad"],
  ])("%s", (text, kind, query) => {
    expect(at(text)).toMatchObject({ kind, query });
  });

  it.each([
    "|",
    "hello|",
    "ada@example|",
    "10:30|",
    ":s|",
    "http://|",
    "@ada |",
    '@"ada"|',
    "@ada\n|",
    "text /jo|",
    "/join x|",
    `@${"a".repeat(60)}|`,
  ])("nothing in %s", (text) => {
    expect(at(text)).toBeNull();
  });

  it("says from where to where", () => {
    expect(at("hello @ad| you")).toMatchObject({ from: 6, to: 9 });
  });
});

describe("what is written in its place", () => {
  it("ends with one blank", () => {
    const trigger = triggerAt("hello @ad", 9);
    expect(trigger && completed("hello @ad", trigger, "@ada")).toEqual({
      text: "hello @ada ",
      caret: 11,
    });
    expect(trigger && completed("hello @ad you", trigger, "@ada")).toEqual({
      text: "hello @ada you",
      caret: 11,
    });
  });

  it("has marks around what would not end by itself", () => {
    expect(written("@", "ada")).toBe("@ada");
    expect(written("@", "ada lovelace")).toBe('@"ada lovelace"');
    expect(written("@", "ada!")).toBe('@"ada!"');
    expect(written("@", "ada.")).toBe('@"ada."');
    expect(written("#", "Größe_2")).toBe("#Größe_2");
  });
});

describe("what matches", () => {
  it("has beginnings first, then later words, without capitals and accents", () => {
    const names = ["Zoë Adams", "adam", "Ádám", "madam"];
    expect(matching(names, (name) => name, "Ada")).toEqual(["adam", "Ádám", "Zoë Adams"]);
    expect(matching(names, (name) => name, "zoe")).toEqual(["Zoë Adams"]);
    expect(matching(names, (name) => name, "")).toEqual(names);
  });
});
