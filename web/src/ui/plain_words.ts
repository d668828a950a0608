// A text as plain words in one line, for places that show no Markdown.
import type { MarkedToken, Token } from "marked";
import { lex } from "./lexer.ts";
import { tokensOf } from "./markdown.tsx";
import { partsOf } from "./mentions.tsx";
import { lineOf } from "./text.ts";

function mentioned(text: string): string {
  return partsOf(text)
    .map(({ text: raw, mention }) => (mention === undefined ? raw : mention.sign + mention.name))
    .join("");
}

function allOf(tokens: readonly Token[] | undefined): string {
  return tokens?.map((token) => wordsOf(token as MarkedToken)).join("") ?? "";
}

function wordsOf(token: MarkedToken): string {
  switch (token.type) {
    case "space":
    case "br":
      return " ";
    case "text":
      return token.tokens === undefined ? mentioned(token.raw) : `${allOf(token.tokens)} `;
    case "escape":
    case "codespan":
    case "image":
      return token.text;
    case "code":
      return `${token.text} `;
    case "paragraph":
    case "blockquote":
      return `${allOf(token.tokens)} `;
    case "list":
      return token.items.map((item) => `${allOf(item.tokens)} `).join("");
    case "strong":
    case "em":
    case "del":
    case "link":
      return allOf(token.tokens);
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    default:
      return token.raw;
  }
}

/** At most so many characters; what is cut off is said by its last one. */
export function plainWords(text: string, charactersMax: number): string {
  const tokens = tokensOf(text, lex);
  const all = [...lineOf(tokens === null ? text : allOf(tokens))];
  if (all.length <= charactersMax) return all.join("");
  return `${all
    .slice(0, charactersMax - 1)
    .join("")
    .trimEnd()}…`;
}
