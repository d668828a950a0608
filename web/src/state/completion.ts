// What is being written where the caret is: a name, a room, an emoji or a command that can be completed.

export type CompletionKind = "person" | "room" | "emoji" | "command";

export interface Trigger {
  readonly kind: CompletionKind;
  /** What was typed of it so far. */
  readonly query: string;
  /** From its sign (@, #, : or /) up to the caret. */
  readonly from: number;
  readonly to: number;
}

const signs: Readonly<Record<string, CompletionKind>> = {
  "@": "person",
  "#": "room",
  ":": "emoji",
};

/** As long as the longest name, and a quotation mark. */
const queryMax = 49;
const emojiQueryMin = 2;

/** A sign counts where a word can begin. */
const before = /[\s([{"'“‘„«¿¡-]/;

/** null: nothing there can be completed. */
export function triggerAt(text: string, caret: number): Trigger | null {
  if (/^\/[a-z]*$/i.test(text.slice(0, caret)))
    return { kind: "command", query: text.slice(1, caret).toLowerCase(), from: 0, to: caret };
  for (let at = caret - 1; at >= 0 && caret - at <= queryMax + 1; --at) {
    const sign = text[at] ?? "";
    if (sign === "\n") return null;
    const kind = signs[sign];
    if (kind === undefined) continue;
    if (at > 0 && !before.test(text[at - 1] ?? "")) return null;
    return found(kind, text.slice(at + 1, caret), at, caret);
  }
  return null;
}

function found(kind: CompletionKind, typed: string, from: number, to: number): Trigger | null {
  if (kind === "emoji")
    return typed.length >= emojiQueryMin && /^\p{L}[\p{L}\d_ -]*$/u.test(typed)
      ? { kind, query: typed.replaceAll("_", " "), from, to }
      : null;
  // A name with blanks stands in quotation marks.
  const isQuoted = typed.startsWith('"');
  const query = isQuoted ? typed.slice(1) : typed;
  if (query.includes('"') || (!isQuoted && /\s/.test(query))) return null;
  return { kind, query, from, to };
}

/** How a name is written so that it ends where it ends. */
export function written(sign: "@" | "#", name: string): string {
  return /^[\p{L}\p{N}_.-]*[\p{L}\p{N}_]$/u.test(name) ? `${sign}${name}` : `${sign}"${name}"`;
}

/** The text with the trigger replaced, and where the caret then is. */
export function completed(
  text: string,
  trigger: Trigger,
  by: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(trigger.to);
  const gap = /^\s/.test(rest) ? "" : " ";
  return {
    text: text.slice(0, trigger.from) + by + gap + rest,
    caret: trigger.from + by.length + 1,
  };
}

/** Letters as they are compared: without capitals and accents. */
export function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Those that begin with the query first, then those in which a later word does; each in the given order. */
export function matching<T>(all: readonly T[], nameOf: (each: T) => string, query: string): T[] {
  const wanted = plain(query);
  const first: T[] = [];
  const second: T[] = [];
  for (const each of all) {
    const name = plain(nameOf(each));
    if (name.startsWith(wanted)) first.push(each);
    else if (wanted !== "" && name.split(/[\s._-]+/).some((word) => word.startsWith(wanted)))
      second.push(each);
  }
  return [...first, ...second];
}
