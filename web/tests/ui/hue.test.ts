import { describe, expect, it } from "vitest";
import { hueCount, hueOf, initialsOf } from "../../src/ui/hue.ts";

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
