import { Ban, Ellipsis, MessageCircle, ShieldMinus, ShieldPlus, UserMinus } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { MemberDeed } from "../state/member_deeds.ts";

const icons: Readonly<Record<MemberDeed, typeof Ban>> = {
  message: MessageCircle,
  makeHost: ShieldPlus,
  removeHost: ShieldMinus,
  stepDown: ShieldMinus,
  remove: UserMinus,
  ban: Ban,
};
const dangerous: readonly MemberDeed[] = ["remove", "ban"];

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** What may be done about somebody, behind one button. */
export function MemberMenu({
  name,
  deeds,
  onChoose,
}: {
  readonly name: string;
  readonly deeds: readonly MemberDeed[];
  readonly onChoose: (deed: MemberDeed) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = words("person.menu", { name });
  const choose = (deed: MemberDeed) => {
    setOpen(false);
    // Whatever it leads to gives the focus back to here.
    button.current?.focus();
    onChoose(deed);
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

function Items({
  label,
  deeds,
  onChoose,
  onClose,
}: {
  readonly label: string;
  readonly deeds: readonly MemberDeed[];
  readonly onChoose: (deed: MemberDeed) => void;
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
      {deeds.map((deed) => {
        const Icon = icons[deed];
        return (
          <button
            key={deed}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={dangerous.includes(deed) ? "menu-item is-danger" : "menu-item"}
            onClick={() => onChoose(deed)}
          >
            <Icon aria-hidden="true" />
            {words(`person.${deed}`)}
          </button>
        );
      })}
    </div>
  );
}
