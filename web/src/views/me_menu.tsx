import { LogOut, Settings, ShieldCheck, UserPlus } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { laterWords as words } from "../locales/words.ts";
import { sectionsOf } from "../state/administration.ts";
import { hasAccount } from "../state/people.ts";
import type { DialogName } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** What one can do about oneself. Closes on a choice, on Escape, and when the focus goes elsewhere. */
export function MeMenu({
  opener,
  onOpenDialog,
  onClose,
}: {
  readonly opener: RefObject<HTMLElement | null>;
  readonly onOpenDialog: (name: DialogName) => void;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const isAccount = useParlor(hasAccount);
  const isInCharge = useParlor(
    (state) => state.me !== null && sectionsOf(state.me.role).length > 0,
  );
  const menu = useRef<HTMLDivElement>(null);
  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useEffect(() => {
    menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const onPointerDown = (event: PointerEvent) => {
      const { target } = event;
      if (!(target instanceof Node)) return;
      if (!menu.current?.contains(target) && !opener.current?.contains(target)) onClose();
    };
    document.addEventListener("pointerdown", onPointerDown);
    return () => document.removeEventListener("pointerdown", onPointerDown);
  }, [onClose, opener]);

  const leave = () => {
    onClose();
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined) {
      const all = items();
      all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus();
    } else if (event.key === "Escape") leave();
    else if (event.key === "Tab") {
      onClose();
      return;
    } else return;
    event.preventDefault();
  };
  const open = (name: DialogName) => {
    // The dialog gives the focus back to where it came from.
    leave();
    onOpenDialog(name);
  };
  const item = (label: string, Icon: typeof LogOut, onChoose: () => void) => (
    <button type="button" role="menuitem" tabIndex={-1} className="menu-item" onClick={onChoose}>
      <Icon aria-hidden="true" />
      {label}
    </button>
  );
  return (
    <div className="menu-frame">
      <div
        ref={menu}
        role="menu"
        aria-label={words("me.menu")}
        className="menu"
        onKeyDown={onKeyDown}
      >
        {item(words("me.settings"), Settings, () => open("settings"))}
        {isInCharge &&
          item(words("administration.title"), ShieldCheck, () => open("administration"))}
        {!isAccount && item(words("join.create"), UserPlus, () => open("register"))}
        {item(words("settings.signOut"), LogOut, () => session.signOut())}
      </div>
      {!isAccount && <p className="menu-note">{words("me.guestNote")}</p>}
    </div>
  );
}
