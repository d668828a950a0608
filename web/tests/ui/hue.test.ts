import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hueCount, hueOf, initialsOf } from "../../src/ui/hue.ts";

/** Relative luminance of oklch(lightness chroma hue), as WCAG counts it. */
function luminance(lightness: number, chroma: number, degrees: number): number {
  const a = chroma * Math.cos((degrees * Math.PI) / 180);
  const b = chroma * Math.sin((degrees * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const shown = (light: number) => Math.min(1, Math.max(0, light));
  const red = shown(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short);
  const green = shown(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short);
  const blue = shown(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it("white letters are legible on every colour that can be chosen", () => {
  const css = readFileSync(new URL("../../src/ui/styles/controls.css", import.meta.url), "utf8");
  const [, lightness, chroma] = /\.avatar \{[^}]*oklch\(([\d.]+) ([\d.]+) var/.exec(css) ?? [];
  const contrasts = Array.from(
    { length: 360 },
    (_, hue) => 1.05 / (luminance(Number(lightness), Number(chroma), hue) + 0.05),
  );
  expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
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
