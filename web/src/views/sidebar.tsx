import { ChevronsUpDown, Compass, Plus, X } from "lucide-react";
import { type MouseEvent, useCallback, useMemo, useRef, useState } from "react";
import { pathOfRoom } from "../client/navigation.ts";
import { words } from "../locales/words.ts";
import type { Me, RoomState } from "../state/model.ts";
import { listedRooms } from "../state/room_list.ts";
import { Avatar } from "../ui/avatar.tsx";
import { later } from "../ui/later.tsx";
import type { DialogName } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

const MeMenu = later(() => import("./me_menu.tsx").then((it) => it.MeMenu));

function RoomLink({ room, onOpen }: { readonly room: RoomState; readonly onOpen: () => void }) {
  const { navigation } = useClient();
  const isActive = useParlor((state) => state.active === room.room);
  const open = (event: MouseEvent) => {
    // A new tab is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigation.go(room.room);
    onOpen();
  };
  const hasUnread = room.unread > 0;
  return (
    <li>
      <a
        href={pathOfRoom(room.room)}
        className={hasUnread ? "room-link has-unread" : "room-link"}
        aria-current={isActive ? "page" : undefined}
        onClick={open}
      >
        <span className="room-hash" aria-hidden="true">
          #
        </span>
        <bdi className="room-link-name">{room.name}</bdi>
        {hasUnread && (
          <span className="badge">
            <span aria-hidden="true">{room.unread > 999 ? "999+" : room.unread}</span>
            <span className="sr-only">{words("rooms.unread", { count: room.unread })}</span>
          </span>
        )}
      </a>
    </li>
  );
}

/** Oneself, with what one can do about it. */
function Own({
  me,
  onOpenDialog,
}: {
  readonly me: Me;
  readonly onOpenDialog: (name: DialogName) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => setOpen(false), []);
  return (
    <footer className="sidebar-foot">
      {isOpen && (
        <MeMenu opener={button} onOpenDialog={onOpenDialog} onClose={close} onFailed={close} />
      )}
      <button
        ref={button}
        type="button"
        className="me"
        aria-label={words("settings.open", { name: me.nickname })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onPointerEnter={MeMenu.preload}
        onClick={() => setOpen(!isOpen)}
      >
        <Avatar name={me.nickname} hue={me.hue} size="small" />
        <span className="me-words">
          <bdi className="me-name">{me.nickname}</bdi>
          {me.status !== undefined && <bdi className="me-status">{me.status}</bdi>}
        </span>
        <ChevronsUpDown aria-hidden="true" />
      </button>
    </footer>
  );
}

export function Sidebar({
  onOpenDialog,
  onClose,
}: {
  readonly onOpenDialog: (name: DialogName) => void;
  readonly onClose: () => void;
}) {
  const rooms = useParlor((state) => state.rooms);
  const active = useParlor((state) => state.active);
  const known = useParlor((state) => state.known);
  const me = useParlor((state) => state.me);
  const server = useParlor((state) => state.server);
  const sorted = useMemo(() => listedRooms({ rooms, active }), [rooms, active]);

  return (
    <>
      <header className="sidebar-head">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <bdi className="sidebar-server">{server?.name ?? words("product")}</bdi>
        <button
          type="button"
          className="icon-button only-phone"
          aria-label={words("rooms.close")}
          onClick={onClose}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      <nav className="sidebar-rooms" aria-labelledby="rooms-title">
        <div className="sidebar-section">
          <h2 id="rooms-title">{words("rooms.title")}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label={words("rooms.create")}
            title={words("rooms.create")}
            onClick={() => onOpenDialog("create")}
          >
            <Plus aria-hidden="true" />
          </button>
        </div>
        <ul className="room-list" aria-label={words("rooms.title")}>
          {sorted.map((room) => (
            <RoomLink key={room.room} room={room} onOpen={onClose} />
          ))}
        </ul>
        {sorted.length === 0 && (
          <p className="sidebar-empty">{words(known ? "rooms.none" : "rooms.loading")}</p>
        )}
        <button type="button" className="sidebar-action" onClick={() => onOpenDialog("directory")}>
          <Compass aria-hidden="true" />
          {words("rooms.browse")}
        </button>
      </nav>
      {me !== null && <Own me={me} onOpenDialog={onOpenDialog} />}
    </>
  );
}
