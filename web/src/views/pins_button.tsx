import { Pin } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { RoomPins } from "../client/pins.ts";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { isTouchOnly } from "../ui/touch.ts";
import { focusComposer } from "./composer.tsx";
import { PinsDialog } from "./pins_dialog.tsx";
import { useClient } from "./use_session.ts";

/** How many messages are pinned; leads to them. Not there where none is. */
export function PinsButton({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  useLanguage();
  const [pins] = useState(() => new RoomPins(session, room.room));
  useEffect(() => pins.follow(), [pins]);
  const known = useStore(pins.store, (state) => state.pins);
  const more = useStore(pins.store, (state) => state.more);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  /** The dialog was closed by going to a message, which gets the focus then. */
  const hasGone = useRef(false);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && !isOpen && !hasGone.current) {
      if (button.current !== null) button.current.focus();
      else if (!isTouchOnly()) focusComposer();
    }
    wasOpen.current = isOpen;
  }, [isOpen]);

  const count = known?.length ?? 0;
  return (
    <>
      {count > 0 && (
        <button
          ref={button}
          type="button"
          className="present-button pins-button"
          aria-haspopup="dialog"
          aria-label={words(more ? "pins.openMore" : "pins.open", { count })}
          title={words("pins.title")}
          onClick={() => {
            hasGone.current = false;
            setOpen(true);
          }}
        >
          <Pin aria-hidden="true" />
          <span>{more ? `${count}+` : count}</span>
        </button>
      )}
      {isOpen && (
        <PinsDialog
          room={room}
          pins={pins}
          onClose={() => setOpen(false)}
          onGo={(seq) => {
            hasGone.current = true;
            setOpen(false);
            session.show(room.room, seq);
          }}
        />
      )}
    </>
  );
}
