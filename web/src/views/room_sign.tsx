import { Archive, Lock, UserRound } from "lucide-react";
import { words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { Avatar } from "../ui/avatar.tsx";

/** As many as are told apart in so little place. */
const facesShown = 2;

/** What stands before a room's name: what kind it is, or who is in it. */
export function RoomSign({ room }: { readonly room: RoomState }) {
  if (room.kind === "direct") {
    return (
      <span className="faces" aria-hidden="true">
        {room.people.slice(0, facesShown).map(({ user, nickname, hue }) => (
          <Avatar key={user} name={nickname} hue={hue} size="tiny" />
        ))}
        {room.people.length === 0 && <UserRound className="room-sign" />}
        {room.present > 1 && <i className="presence-dot" />}
      </span>
    );
  }
  if (room.archived) return <Archive className="room-sign" aria-hidden="true" />;
  if (room.kind === "private") return <Lock className="room-sign" aria-hidden="true" />;
  return (
    <span className="room-hash" aria-hidden="true">
      #
    </span>
  );
}

/** The sign in words, for those who do not see it. */
export function RoomSignWords({ room }: { readonly room: RoomState }) {
  const signs = [
    room.kind === "private" ? words("rooms.private") : null,
    room.archived ? words("rooms.archived") : null,
    room.kind === "direct" && room.present > 1 ? words("rooms.here") : null,
  ].filter((sign) => sign !== null);
  return signs.length === 0 ? null : <span className="sr-only">({signs.join(", ")})</span>;
}
