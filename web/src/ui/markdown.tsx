// What people write, as React elements: every character of it ends up in a text node or a checked link target.
//
// The lexer is a tenth of what the page loads and is not needed to join, so it comes beside the connection. A text
// that is there before it is shown as it was typed.
import type { MarkedToken, Token } from "marked";
import { Fragment, memo, type ReactNode, useEffect, useSyncExternalStore } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { words } from "../locales/words.ts";
import { AsTyped, MentionContext, WithMentions } from "./mentions.tsx";

/** Deeper than this, the source is shown as it was typed. */
const depthMax = 8;
const keptTextsMax = 500;

type Lex = (text: string) => readonly Token[];
let lexer: Lex | null = null;
let loading: Promise<void> | null = null;
const waiting = new Set<() => void>();

async function load(): Promise<void> {
  try {
    lexer = (await import("./lexer.ts")).lex;
    for (const call of waiting) call();
  } finally {
    loading = null;
  }
}

/** Rejects where the lexer cannot be had; the next text that is shown asks for it again. */
export async function loadLexer(): Promise<void> {
  if (lexer !== null) return;
  loading ??= load();
  await loading;
}

function onLexer(call: () => void): () => void {
  waiting.add(call);
  return () => waiting.delete(call);
}
const currentLexer = () => lexer;

const kept = new Map<string, readonly Token[] | null>();

/** Quotes and lists nested without end cost time without end: such a text is shown as it is. */
const tooNested = /^[ \t]*(?:>[ \t]*|(?:[*+-]|\d{1,9}[.)])[ \t]+){9,}/m;

/** null: it is shown as it was typed. */
export function tokensOf(text: string, lex: Lex): readonly Token[] | null {
  const known = kept.get(text);
  if (known !== undefined) return known;
  let tokens: readonly Token[] | null = null;
  try {
    if (!tooNested.test(text)) tokens = lex(text);
  } catch {
    // Shown as it was typed.
  }
  if (kept.size >= keptTextsMax) kept.delete(kept.keys().next().value ?? "");
  kept.set(text, tokens);
  return tokens;
}

const allowedSchemes = new Set(["http:", "https:", "mailto:"]);

/** The target of a link, or null for one that must not be followed. */
export function safeHref(href: string): string | null {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href)) return null;
  try {
    const url = new URL(href);
    return allowedSchemes.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function Link({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      <MentionContext.Provider value={AsTyped}>{children}</MentionContext.Provider>
    </a>
  );
}

function renderAll(tokens: readonly Token[] | undefined, depth: number): ReactNode {
  // Tokens never move within a message, so their places are their keys.
  return tokens?.map((token, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Fragment key={place}>{render(token as MarkedToken, depth)}</Fragment>
  ));
}

function render(token: MarkedToken, depth: number): ReactNode {
  if (depth > depthMax) return token.raw;
  const inner = () => ("tokens" in token ? renderAll(token.tokens, depth + 1) : token.raw);
  switch (token.type) {
    case "space":
      return null;
    case "paragraph":
      return <p>{inner()}</p>;
    case "text":
      // Raw: in `text` numbered character references are resolved already, and what was typed is what is shown.
      if (token.tokens === undefined) return <WithMentions text={token.raw} />;
      return depth === 0 ? <p>{inner()}</p> : inner();
    case "escape":
      return token.text;
    case "strong":
      return <strong>{inner()}</strong>;
    case "em":
      return <em>{inner()}</em>;
    case "del":
      return <del>{inner()}</del>;
    case "br":
      return <br />;
    case "codespan":
      return <code>{token.text}</code>;
    case "code":
      return (
        // biome-ignore lint/a11y/useSemanticElements: a group of lines, not of fields
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard, too
        <pre tabIndex={0} role="group" aria-label={words("message.code")}>
          <code>{token.text}</code>
        </pre>
      );
    case "blockquote":
      return <blockquote>{inner()}</blockquote>;
    case "list": {
      const items = token.items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items never move within a message
        <li key={place}>{renderAll(item.tokens, depth + 1)}</li>
      ));
      const start = typeof token.start === "number" ? token.start : 1;
      return token.ordered ? <ol start={start}>{items}</ol> : <ul>{items}</ul>;
    }
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "link": {
      const href = safeHref(token.href);
      return href === null ? token.raw : <Link href={href}>{inner()}</Link>;
    }
    case "image": {
      const href = safeHref(token.href);
      return href === null ? token.raw : <Link href={href}>{token.text || token.href}</Link>;
    }
    default:
      return token.raw;
  }
}

export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  useLanguage();
  const lex = useSyncExternalStore(onLexer, currentLexer, currentLexer);
  useEffect(() => {
    if (lex === null) void loadLexer().catch(() => {});
  }, [lex]);
  const tokens = lex === null ? null : tokensOf(text, lex);
  return (
    <div className="prose" dir="auto">
      {tokens === null ? <p className="plain">{text}</p> : renderAll(tokens, 0)}
    </div>
  );
});
