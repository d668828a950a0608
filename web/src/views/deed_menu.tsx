import { Ellipsis, type LucideIcon } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

/** One of the things that may be done. */
export interface Deed<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly Icon: LucideIcon;
  readonly isDangerous: boolean;
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** What may be done about somebody, behind one button. */
export function DeedMenu<Name extends string>({
  label,
  deeds,
  onChoose,
}: {
  readonly label: string;
  readonly deeds: readonly Deed<Name>[];
  readonly onChoose: (name: Name) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const choose = (name: Name) => {
    setOpen(false);
    // Whatever it leads to gives the focus back to here.
    button.current?.focus();
    onChoose(name);
  };
  return (
    <span className="member-menu">
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Ellipsis aria-hidden="true" />
      </button>
      {isOpen && (
        <Items
          label={label}
          deeds={deeds}
          onChoose={choose}
          onClose={(isLeft) => {
            setOpen(false);
            if (!isLeft) button.current?.focus();
          }}
        />
      )}
    </span>
  );
}

function Items<Name extends string>({
  label,
  deeds,
  onChoose,
  onClose,
}: {
  readonly label: string;
  readonly deeds: readonly Deed<Name>[];
  readonly onChoose: (name: Name) => void;
  /** isLeft: something else has the focus, or gets it. */
  readonly onClose: (isLeft: boolean) => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    menu.current?.scrollIntoView?.({ block: "nearest" });
    menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
    const onPointerDown = (event: PointerEvent) => {
      const { target } = event;
      // The button beside it closes it itself.
      if (target instanceof Node && !menu.current?.parentElement?.contains(target))
        close.current(true);
    };
    document.addEventListener("pointerdown", onPointerDown);
    return () => document.removeEventListener("pointerdown", onPointerDown);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = steps[event.key];
    if (step !== undefined) {
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
      all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus();
    } else if (event.key === "Escape") onClose(false);
    else if (event.key === "Tab") {
      onClose(true);
      return;
    } else return;
    event.preventDefault();
  };
  return (
    <div ref={menu} role="menu" aria-label={label} className="member-deeds" onKeyDown={onKeyDown}>
      {deeds.map(({ name, label: told, Icon, isDangerous }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={isDangerous ? "menu-item is-danger" : "menu-item"}
          onClick={() => onChoose(name)}
        >
          <Icon aria-hidden="true" />
          {told}
        </button>
      ))}
    </div>
  );
}
