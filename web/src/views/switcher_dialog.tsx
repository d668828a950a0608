import { type KeyboardEvent, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { listedRooms } from "../state/room_list.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { Badges } from "./room_badges.tsx";
import { nameOf } from "./room_name.ts";
import { RoomSign, RoomSignWords } from "./room_sign.tsx";
import { useClient, useParlor } from "./use_session.ts";

/** The less, the sooner one wants to go there. */
function rank({ level, mentions, unread }: RoomState): number {
  if (level === "nothing") return 2;
  return mentions > 0 ? 0 : unread > 0 ? 1 : 2;
}

export function SwitcherDialog({ onClose }: DialogProps) {
  const { navigation } = useClient();
  const rooms = useParlor((state) => state.rooms);
  const active = useParlor((state) => state.active);
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);

  const needle = text.trim().toLocaleLowerCase();
  const matches = listedRooms({ rooms, active })
    .filter((room) => nameOf(room).toLocaleLowerCase().includes(needle))
    // Where one is meant or something is unread is where one wants to go; where one is already comes last.
    .sort((a, b) => Number(a.room === active) - Number(b.room === active) || rank(a) - rank(b))
    .slice(0, 50);
  const selected = Math.min(at, matches.length - 1);

  const go = (room: string | undefined) => {
    if (room === undefined) return;
    navigation.go(room);
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && matches.length > 0) {
      event.preventDefault();
      setAt((selected + step + matches.length) % matches.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(matches[selected]?.room);
    }
  };

  return (
    <Dialog title={words("switcher.title")} onClose={onClose}>
      <input
        className="dialog-search"
        role="combobox"
        aria-label={words("switcher.field")}
        aria-expanded={matches.length > 0}
        aria-controls="switcher-list"
        aria-activedescendant={matches.length > 0 ? `switch-${selected}` : undefined}
        aria-autocomplete="list"
        placeholder={words("switcher.placeholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="switcher-list" role="listbox" aria-label={words("rooms.title")} className="switcher">
        {matches.map((room, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
          <div
            key={room.room}
            id={`switch-${index}`}
            role="option"
            aria-selected={index === selected}
            className="switcher-room"
            onClick={() => go(room.room)}
            onPointerMove={() => setAt(index)}
          >
            <RoomSign room={room} />
            <bdi className="room-link-name">{nameOf(room)}</bdi>
            <RoomSignWords room={room} />
            <Badges room={room} />
          </div>
        ))}
      </div>
      {matches.length === 0 && <p className="empty">{words("switcher.none")}</p>}
    </Dialog>
  );
}
