// The parts of Markdown that make sense in a conversation, as tokens; the rest stays as typed. Loaded by markdown.tsx.
import { Lexer, type Token, Tokenizer } from "marked";

class ChatTokenizer extends Tokenizer {
  override html(): undefined {}
  override tag(): undefined {}
  override def(): undefined {}
  override reflink(): undefined {}
  override table(): undefined {}
  override heading(): undefined {}
  override lheading(): undefined {}
  override hr(): undefined {}
}

const options = { gfm: true, breaks: true, tokenizer: new ChatTokenizer() };

/** Throws on what it cannot read. */
export function lex(text: string): readonly Token[] {
  return new Lexer(options).lex(text);
}
