import { type KeyboardEvent, type ReactNode, useRef } from "react";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
}

/** Sections of a dialog, of which one is shown; arrows go through their names. */
export function Tabs<Name extends string>({
  label,
  tabs,
  chosen,
  onChoose,
  isScroller = false,
  children,
}: {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
  /** The section scrolls under the tabs, and not the dialog with them. */
  readonly isScroller?: boolean;
  /** The section that is chosen. */
  readonly children: ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const isRtl = document.documentElement.dir === "rtl";
    const steps: Readonly<Record<string, number>> = {
      [isRtl ? "ArrowLeft" : "ArrowRight"]: (at + 1) % tabs.length,
      [isRtl ? "ArrowRight" : "ArrowLeft"]: (at - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const next = tabs[steps[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.name);
    list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className="tabs" onKeyDown={onKeyDown}>
        {tabs.map(({ name, label: told }) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={name === chosen}
            aria-controls="tab-section"
            tabIndex={name === chosen ? 0 : -1}
            data-first={name === chosen || undefined}
            onClick={() => onChoose(name)}
          >
            {told}
          </button>
        ))}
      </div>
      <div
        id="tab-section"
        role="tabpanel"
        aria-labelledby={`tab-${chosen}`}
        className="settings-section"
        // A scroller is scrolled with the keyboard, too.
        tabIndex={isScroller ? 0 : undefined}
      >
        {children}
      </div>
    </>
  );
}
