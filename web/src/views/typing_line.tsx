import { words } from "../locales/words.ts";
import type { Typist } from "../state/model.ts";

function text(typists: readonly Typist[]): string {
  const [first, second] = typists;
  if (first === undefined) return "";
  if (second === undefined) return words("typing.one", { first: first.nickname });
  if (typists.length > 2) return words("typing.several");
  return words("typing.two", { first: first.nickname, second: second.nickname });
}

/** Always there, so that nothing moves when somebody begins to write. */
export function TypingLine({ typists }: { readonly typists: readonly Typist[] }) {
  return (
    <div className="typing">
      {typists.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className="typing-text">{text(typists)}</span>
        </>
      )}
    </div>
  );
}
