import { words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";

/** How much waits in a room, those that mean one apart. */
export function Badges({ room: { unread, mentions } }: { readonly room: RoomState }) {
  const shown = (count: number) => (count > 999 ? "999+" : count);
  return (
    <>
      {mentions > 0 && (
        <span className="badge is-mention">
          <span aria-hidden="true">@{shown(mentions)}</span>
          <span className="sr-only">{words("rooms.mentions", { count: mentions })}</span>
        </span>
      )}
      {unread > 0 && (
        <span className="badge">
          <span aria-hidden="true">{shown(unread)}</span>
          <span className="sr-only">{words("rooms.unread", { count: unread })}</span>
        </span>
      )}
    </>
  );
}
