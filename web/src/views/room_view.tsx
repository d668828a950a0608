import { Menu, Search, Users } from "lucide-react";
import { words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { later } from "../ui/later.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionBanner } from "./connection_banner.tsx";
import { nameOf } from "./room_name.ts";
import { RoomSign, RoomSignWords } from "./room_sign.tsx";
import { Timeline } from "./timeline.tsx";
import { useActiveRoom, useClient, useParlor } from "./use_session.ts";

interface RoomViewProps {
  readonly isSearching: boolean;
  readonly onOpenRooms: () => void;
  readonly onSearch: () => void;
  readonly onHelp: () => void;
}

function Header({
  room,
  isSearching,
  onOpenRooms,
  onSearch,
}: RoomViewProps & { readonly room: RoomState | undefined }) {
  const { session } = useClient();
  const isShowingMembers = useParlor((state) => state.memberList !== null);
  const others = useParlor((state) =>
    [...state.rooms.values()].some(
      (each) => each.unread > 0 && each.level !== "nothing" && each.room !== state.active,
    ),
  );
  const open = () => {
    if (room !== undefined) void session.rooms.showMembers(room.room);
  };
  const toggle = () => (isShowingMembers ? session.rooms.hideMembers() : open());
  return (
    <header className="room-head">
      <button
        type="button"
        className="icon-button only-phone menu-button"
        aria-label={words("rooms.open")}
        onClick={onOpenRooms}
      >
        <Menu aria-hidden="true" />
        {others && <span className="menu-dot" aria-hidden="true" />}
      </button>
      <div className="room-named">
        <h1 className="room-title">
          {room === undefined ? (
            words("product")
          ) : (
            <>
              <RoomSign room={room} />
              <bdi>{nameOf(room)}</bdi>
            </>
          )}
        </h1>
        {room !== undefined && <RoomSignWords room={room} />}
        {room !== undefined && room.topic !== null && (
          <button
            type="button"
            className="room-topic"
            aria-label={words("room.topic", { topic: room.topic })}
            aria-expanded={isShowingMembers}
            onClick={open}
          >
            <bdi className="room-topic-text">{room.topic}</bdi>
          </button>
        )}
      </div>
      {room !== undefined && <PinsButton key={room.room} room={room} />}
      {room !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-expanded={isSearching}
          aria-label={words("room.search")}
          onClick={onSearch}
        >
          <Search aria-hidden="true" />
        </button>
      )}
      {room !== undefined && (
        <button
          type="button"
          className="present-button"
          aria-expanded={isShowingMembers}
          aria-label={words("room.showMembers", { count: room.present })}
          onClick={toggle}
        >
          <Users aria-hidden="true" />
          <span>{words("room.online", { count: room.present })}</span>
        </button>
      )}
    </header>
  );
}

const PinsButton = later(() => import("./message_tools.tsx").then((it) => it.PinsButton));
const Outside = later(() => import("./outside.tsx").then((it) => it.Outside));
const MutedBanner = later(() => import("./restraints.ts").then((it) => it.MutedBanner));
const ArchivedBanner = later(() => import("./archived_banner.tsx").then((it) => it.ArchivedBanner));

function Conversation({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const me = useParlor((state) => state.me);
  if (room.log !== null && me !== null) {
    return <Timeline key={`${room.room} ${room.generation}`} room={room} log={room.log} me={me} />;
  }
  if (room.opening.state === "failed") {
    return (
      <div className="outside">
        <p>{words("room.failed")}</p>
        <button
          type="button"
          className="button"
          onClick={() => void session.loader.open(room.room)}
        >
          {words("room.retry")}
        </button>
      </div>
    );
  }
  return <Skeleton />;
}

/** Where messages will be. */
function Skeleton() {
  return (
    <div className="skeleton" aria-busy="true">
      <span className="sr-only">{words("room.loading")}</span>
      {["a", "b", "c", "d", "e"].map((key) => (
        <div key={key} className="skeleton-message" aria-hidden="true">
          <span className="skeleton-avatar" />
          <span className="skeleton-lines">
            <i />
            <i />
          </span>
        </div>
      ))}
    </div>
  );
}

export function RoomView(props: RoomViewProps) {
  const room = useActiveRoom();
  const known = useParlor((state) => state.known);
  const me = useParlor((state) => state.me);
  return (
    <main className="room">
      <Header room={room} {...props} />
      <ConnectionBanner />
      {room !== undefined && <Conversation room={room} />}
      {room === undefined && (known ? <Outside instead={<Skeleton />} /> : <Skeleton />)}
      {room !== undefined && (
        <div className="room-foot">
          {room.archived && me !== null ? (
            <ArchivedBanner key={room.room} room={room} me={me} />
          ) : room.muted !== null ? (
            <MutedBanner key={room.room} room={room} muted={room.muted} />
          ) : (
            <Composer key={room.room} room={room} onHelp={props.onHelp} />
          )}
        </div>
      )}
    </main>
  );
}
