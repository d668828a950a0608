// Texts, counted and shortened.
const counterFrom = 0.9;

function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** How much of the limit is used; `count` is 0 while it is far away. */
export function lengthOf(text: string, max: number): { count: number; left: number } {
  const count = text.length < max * counterFrom ? 0 : characters(text);
  return { count, left: max - count };
}

/** A text in one line. */
export function lineOf(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
