import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { words } from "../locales/words.ts";
import { isTouchOnly } from "./touch.ts";

/** Holds the focus while open: in its first field, or what is marked as first. Who opened it gives the focus back. */
export function Dialog({
  title,
  size = "normal",
  onClose,
  children,
}: {
  readonly title: string;
  readonly size?: "normal" | "wide" | "full";
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const content = useRef<HTMLDivElement>(null);
  const focusFirstField = (event: Event) => {
    // A search is not why one came: its keyboard would cover what there is to choose from.
    const fields = isTouchOnly()
      ? "input:not([type=radio], [type=search]), [data-first]"
      : "input:not([type=radio]), [data-first]";
    const field = content.current?.querySelector<HTMLElement>(fields);
    if (!field) return;
    event.preventDefault();
    field.focus();
  };
  const keepForMenu = (event: Event) => {
    // Escape closes a menu in it first.
    if (content.current?.querySelector("[role=menu]")) event.preventDefault();
  };

  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-shade" />
        <Radix.Content
          ref={content}
          className={`dialog dialog-${size}`}
          aria-describedby={undefined}
          onOpenAutoFocus={focusFirstField}
          onEscapeKeyDown={keepForMenu}
        >
          <header className="dialog-head">
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            <Radix.Close className="icon-button" aria-label={words("dialog.close")}>
              <X aria-hidden="true" />
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
