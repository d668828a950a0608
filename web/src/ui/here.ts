// Whether a text says @here, as the server reads it.
import { hereSign, partsOf } from "./mentions.tsx";

/** The text without what is code in it, as the server finds it: from so many backticks to as many. */
function withoutCode(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length; ) {
    const begin = text.indexOf("`", at);
    if (begin === -1) return rest + text.slice(at);
    const ticks = /^`+/.exec(text.slice(begin))?.[0] ?? "`";
    const inner = begin + ticks.length;
    const end = [...text.slice(inner).matchAll(/`+/g)].find(([run]) => run === ticks)?.index;
    rest += text.slice(at, begin) + (end === undefined ? ticks : "`");
    at = end === undefined ? inner : inner + end + ticks.length;
  }
  return rest;
}

export function meansHere(text: string): boolean {
  if (!text.includes(hereSign)) return false;
  return partsOf(withoutCode(text)).some(({ mention }) => mention?.raw === hereSign);
}
