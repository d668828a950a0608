import { ChevronsUpDown, Compass, Plus, X } from "lucide-react";
import { type MouseEvent, useCallback, useMemo, useRef, useState } from "react";
import { pathOfRoom } from "../client/navigation.ts";
import { words } from "../locales/words.ts";
import type { IgnoredPeople, Me, RoomState } from "../state/model.ts";
import { isQuiet } from "../state/noticing.ts";
import { roomList } from "../state/room_list.ts";
import { Avatar } from "../ui/avatar.tsx";
import { later } from "../ui/later.tsx";
import type { DialogName } from "./dialogs.tsx";
import { Badges } from "./room_badges.tsx";
import { nameOf } from "./room_name.ts";
import { RoomSign, RoomSignWords } from "./room_sign.tsx";
import { useClient, useParlor } from "./use_session.ts";

const MeMenu = later(() => import("./me_menu.tsx").then((it) => it.MeMenu));

function classOf(room: RoomState, ignored: IgnoredPeople): string {
  const archived = room.archived ? " is-archived" : "";
  // Of a room that one wants to hear nothing of, the numbers are there and ask for nothing.
  if (isQuiet(room, ignored)) return `room-link is-quiet${archived}`;
  return `room-link${room.unread > 0 ? " has-unread" : ""}${archived}`;
}

function RoomLink({ room, onOpen }: { readonly room: RoomState; readonly onOpen: () => void }) {
  const { navigation } = useClient();
  const isActive = useParlor((state) => state.active === room.room);
  const ignored = useParlor((state) => state.ignored);
  const open = (event: MouseEvent) => {
    // A new tab is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigation.go(room.room);
    onOpen();
  };
  return (
    <li>
      <a
        href={pathOfRoom(room.room)}
        className={classOf(room, ignored)}
        aria-current={isActive ? "page" : undefined}
        onClick={open}
      >
        <RoomSign room={room} />
        <bdi className="room-link-name">{nameOf(room)}</bdi>
        <RoomSignWords room={room} />
        <Badges room={room} />
      </a>
    </li>
  );
}

/** Rooms of one sort under their title, with the way to one more where there is one. */
function Section({
  id,
  title,
  add,
  none,
  rooms,
  onOpen,
}: {
  readonly id: string;
  readonly title: string;
  readonly add?: { readonly label: string; readonly act: () => void };
  /** Said where there is no room; null: there is one elsewhere. */
  readonly none: string | null;
  readonly rooms: readonly RoomState[];
  readonly onOpen: () => void;
}) {
  return (
    <>
      <div className="sidebar-section">
        <h2 id={id}>{title}</h2>
        {add !== undefined && (
          <button
            type="button"
            className="icon-button"
            aria-label={add.label}
            title={add.label}
            onClick={add.act}
          >
            <Plus aria-hidden="true" />
          </button>
        )}
      </div>
      <ul className="room-list" aria-labelledby={id}>
        {rooms.map((room) => (
          <RoomLink key={room.room} room={room} onOpen={onOpen} />
        ))}
      </ul>
      {rooms.length === 0 && none !== null && <p className="sidebar-empty">{none}</p>}
    </>
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
  const listed = useMemo(() => roomList({ rooms, active }), [rooms, active]);
  const { favourites } = listed;
  const hasDirect = favourites.some((room) => room.kind === "direct");
  const hasOther = favourites.some((room) => room.kind !== "direct");

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
        {favourites.length > 0 && (
          <Section
            id="favourites-title"
            title={words("rooms.favourites")}
            none={null}
            rooms={favourites}
            onOpen={onClose}
          />
        )}
        <Section
          id="rooms-title"
          title={words("rooms.title")}
          add={{ label: words("rooms.create"), act: () => onOpenDialog("create") }}
          none={hasOther ? null : words(known ? "rooms.none" : "rooms.loading")}
          rooms={listed.rooms}
          onOpen={onClose}
        />
        <button type="button" className="sidebar-action" onClick={() => onOpenDialog("directory")}>
          <Compass aria-hidden="true" />
          {words("rooms.browse")}
        </button>
        <Section
          id="directs-title"
          title={words("rooms.directs")}
          add={{ label: words("rooms.newMessage"), act: () => onOpenDialog("message") }}
          none={hasDirect ? null : words(known ? "rooms.noDirects" : "rooms.loading")}
          rooms={listed.directs}
          onOpen={onClose}
        />
      </nav>
      {me !== null && <Own me={me} onOpenDialog={onOpenDialog} />}
    </>
  );
}
