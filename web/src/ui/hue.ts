export const hueCount = 12;

/** A name has the same colour everywhere: one of the `hue-N` classes, each with enough contrast. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name.toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return (hash >>> 0) % hueCount;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstOf(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment.toLocaleUpperCase();
  return "";
}

/** One or two letters: the beginnings of the first two words. */
export function initialsOf(name: string): string {
  const [first = "", second = ""] = name.split(/[\s._-]+/u).filter((word) => word !== "");
  return firstOf(first) + firstOf(second) || "?";
}
