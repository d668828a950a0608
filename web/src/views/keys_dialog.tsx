import { Fragment } from "react";
import { laterWords as words } from "../locales/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";

const isApple = /mac|iphone|ipad/i.test(navigator.platform);
const command = isApple ? "⌘" : "Ctrl";

/** What is written on a key, in the language of the page. */
function labelOf(key: string): string {
  if (key === "Ctrl") return words("keys.control");
  return key === "Shift" ? words("keys.shift") : key;
}

const keys = [
  ["send", [["Enter"]]],
  ["newline", [["Shift", "Enter"]]],
  ["edit", [["↑"]]],
  [
    "messages",
    [
      ["Shift", "Tab"],
      ["↑", "↓"],
    ],
  ],
  ["switcher", [[command, "K"]]],
  ["search", [[command, "Shift", "F"]]],
  [
    "next",
    [
      ["Alt", "↑"],
      ["Alt", "↓"],
    ],
  ],
  ["composer", [["Esc"]]],
  ["help", [["?"]]],
] as const;

export function KeysDialog({ onClose }: DialogProps) {
  return (
    <Dialog title={words("keys.title")} onClose={onClose}>
      <dl className="keys">
        {keys.map(([name, combinations]) => (
          <Fragment key={name}>
            <dt>{words(`keys.list.${name}`)}</dt>
            <dd>
              {combinations.map((combination) => (
                <span key={combination.join()} className="key-combination">
                  {combination.map((key) => (
                    <kbd key={key}>{labelOf(key)}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
