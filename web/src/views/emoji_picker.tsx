import * as Radix from "@radix-ui/react-dialog";
import {
  type CSSProperties,
  type KeyboardEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { isTouchOnly } from "../ui/touch.ts";
import { emojiGroups, emojiGroupsIn, findEmoji } from "./emoji_data.ts";

const widthPx = 344;
const heightPx = 360;
const marginPx = 8;

/** Beside the button that opened it, and all of it in the window. */
function placeBeside(at: DOMRect): CSSProperties {
  const { clientWidth, clientHeight } = document.documentElement;
  const left = Math.min(Math.max(marginPx, at.right - widthPx), clientWidth - widthPx - marginPx);
  const isBelow = at.bottom + marginPx + heightPx <= clientHeight - marginPx;
  const top = isBelow
    ? at.bottom + marginPx
    : Math.max(
        marginPx,
        Math.min(at.top - heightPx - marginPx, clientHeight - heightPx - marginPx),
      );
  return { "--picker-left": `${left}px`, "--picker-top": `${top}px` } as CSSProperties;
}

/** The button in the row above or below that is nearest to being in the same column. */
function inNextRow(
  buttons: readonly HTMLElement[],
  from: HTMLElement,
  down: boolean,
): HTMLElement | undefined {
  const here = from.getBoundingClientRect();
  const beyond = buttons
    .map((button) => ({ button, box: button.getBoundingClientRect() }))
    .filter(({ box }) => (down ? box.top > here.top + 1 : box.top < here.top - 1));
  const tops = beyond.map(({ box }) => box.top);
  const top = down ? Math.min(...tops) : Math.max(...tops);
  return beyond
    .filter(({ box }) => Math.abs(box.top - top) < 1)
    .sort((a, b) => Math.abs(a.box.left - here.left) - Math.abs(b.box.left - here.left))[0]?.button;
}

/** Where a key leads from the button at `here`; null for one that leads nowhere. */
function nextButton(key: string, all: readonly HTMLElement[], here: number): HTMLElement | null {
  const from = all[here];
  if (from === undefined) return null;
  switch (key) {
    case "ArrowLeft":
      return all[here - 1] ?? null;
    case "ArrowRight":
      return all[here + 1] ?? null;
    case "ArrowDown":
      return inNextRow(all, from, true) ?? null;
    case "ArrowUp":
      return inNextRow(all, from, false) ?? null;
    case "Home":
      return all[0] ?? null;
    case "End":
      return all.at(-1) ?? null;
    default:
      return null;
  }
}

export function EmojiPicker({
  at,
  onPick,
  onClose,
}: {
  /** Of the button that asked for it. */
  readonly at: DOMRect;
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}) {
  const [query, setQuery] = useState("");
  const language = useLanguage();
  const [named, setNamed] = useState(emojiGroups);
  useEffect(() => {
    let isCurrent = true;
    // Where its words cannot be had, the English ones find them.
    emojiGroupsIn(language ?? "en").then(
      (groups) => isCurrent && setNamed(groups),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);
  const groups = useMemo(() => findEmoji(named, query), [named, query]);
  const first = groups[0]?.emoji[0]?.emoji;
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);

  const buttons = () => [...(list.current?.querySelectorAll("button") ?? [])];
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && first !== undefined) {
      event.preventDefault();
      onPick(first);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      buttons()[0]?.focus();
    }
  };
  const onListKey = (event: KeyboardEvent) => {
    const all = buttons();
    const here = all.indexOf(event.target as HTMLButtonElement);
    if (here === -1) return;
    const to = nextButton(event.key, all, here) ?? (event.key === "ArrowUp" ? field.current : null);
    if (to === null) return;
    event.preventDefault();
    to.focus();
  };

  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="picker-shade" />
        <Radix.Content
          className="picker"
          style={placeBeside(at)}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // On a phone its keyboard would cover what there is to choose from.
            event.preventDefault();
            (isTouchOnly() ? list.current : field.current)?.focus();
          }}
        >
          <Radix.Title className="sr-only">{words("picker.title")}</Radix.Title>
          <input
            ref={field}
            type="search"
            value={query}
            aria-label={words("picker.search")}
            placeholder={words("picker.search")}
            autoComplete="off"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onSearchKey}
          />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons in it */}
          <div ref={list} className="picker-list" tabIndex={-1} onKeyDown={onListKey}>
            {groups.map(({ group, emoji }) => (
              <section key={group} aria-label={words(`picker.groups.${group}`)}>
                <h3 className="picker-group">{words(`picker.groups.${group}`)}</h3>
                <div className="picker-grid">
                  {emoji.map((each) => (
                    <button
                      key={each.emoji}
                      type="button"
                      className="picker-emoji"
                      aria-label={each.name}
                      title={each.name}
                      // One stop for Tab; arrows lead to the others.
                      tabIndex={each.emoji === first ? 0 : -1}
                      onClick={() => onPick(each.emoji)}
                    >
                      {each.emoji}
                    </button>
                  ))}
                </div>
              </section>
            ))}
            {groups.length === 0 && (
              <p className="empty" role="status">
                {words("picker.none")}
              </p>
            )}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
