// @people and #rooms in what people write. What they look like is said by whoever knows people and rooms.
import { type ComponentType, createContext, Fragment, type ReactNode, useContext } from "react";

export interface MentionProps {
  readonly sign: "@" | "#";
  readonly name: string;
  /** As it was typed. */
  readonly raw: string;
}

/** Where a mention would be one too many, as in a link. */
export function AsTyped({ raw }: MentionProps) {
  return raw;
}

export const MentionContext = createContext<ComponentType<MentionProps>>(AsTyped);

/** In these very letters it means everybody who is there. */
export const hereSign = "@here";

/** A sign where a word can begin, then a name: in quotation marks, or up to where a word ends. */
const mention =
  /(?<=^|[\s([{"'“‘„«¿¡-])([@#])(?:"([^"\n]{1,48})"|([\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,46}[\p{L}\p{N}_])?))/gu;

export interface Part {
  readonly text: string;
  readonly mention?: MentionProps;
}

/** The text in parts, those that mention somebody or a room among them. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const found of text.matchAll(mention)) {
    const [raw, sign, quoted, bare] = found;
    const name = (quoted ?? bare ?? "").trim();
    if (name === "") continue;
    if (found.index > end) parts.push({ text: text.slice(end, found.index) });
    parts.push({ text: raw, mention: { sign: sign === "@" ? "@" : "#", name, raw } });
    end = found.index + raw.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

export function WithMentions({ text }: { readonly text: string }): ReactNode {
  const Mention = useContext(MentionContext);
  if (!text.includes("@") && !text.includes("#")) return text;
  return partsOf(text).map(({ text: raw, mention: found }, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts never move within a text
    <Fragment key={place}>{found === undefined ? raw : <Mention {...found} />}</Fragment>
  ));
}
