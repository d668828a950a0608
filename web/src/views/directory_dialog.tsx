import { useCallback, useEffect, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { RoomsAck } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

type Found =
  | { readonly state: "loading" }
  | { readonly state: "failed" }
  | { readonly state: "found"; readonly rooms: RoomsAck["rooms"] };

export function DirectoryDialog({ onClose, onOpenDialog }: DialogProps) {
  const { session, navigation } = useClient();
  const version = useParlor((state) => state.directoryVersion);
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [found, setFound] = useState<Found>({ state: "loading" });
  const [filter, setFilter] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  const load = useCallback(async () => {
    const answer = await session.rooms.directory();
    if (answer?.ok) setFound({ state: "found", rooms: answer.rooms });
    else setFound((before) => (before.state === "found" ? before : { state: "failed" }));
  }, [session]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when a room came to be or the connection is back
  useEffect(() => void load(), [load, version, isOnline]);

  const open = async (room: RoomsAck["rooms"][number]) => {
    setProblem(null);
    if (!room.joined) {
      const answer = await session.rooms.join(room.room);
      if (!answer?.ok) {
        setProblem(words("directory.joinFailed"));
        return;
      }
    }
    navigation.go(room.room);
    onClose();
  };

  const needle = filter.trim().toLocaleLowerCase();
  const rooms =
    found.state === "found"
      ? found.rooms.filter((room) => room.name.toLocaleLowerCase().includes(needle))
      : [];

  return (
    <Dialog title={words("directory.title")} size="wide" onClose={onClose}>
      <input
        type="search"
        className="dialog-search"
        aria-label={words("directory.filter")}
        placeholder={words("directory.filter")}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <div role="alert" className="field-problem">
        {problem}
      </div>
      {found.state === "loading" && <p className="empty">{words("directory.loading")}</p>}
      {found.state === "failed" && (
        <p className="empty">
          {words("directory.failed")}{" "}
          <button type="button" className="link-button" onClick={() => void load()}>
            {words("room.retry")}
          </button>
        </p>
      )}
      {found.state === "found" && rooms.length === 0 && (
        <p className="empty">{words(needle === "" ? "directory.none" : "directory.noMatch")}</p>
      )}
      <ul className="directory">
        {rooms.map((room) => (
          <li key={room.room} className="directory-room">
            <span className="room-hash" aria-hidden="true">
              #
            </span>
            <span className="directory-name">
              <bdi>{room.name}</bdi>
              <small>{words("directory.present", { count: room.present })}</small>
            </span>
            <button
              type="button"
              className={room.joined ? "button" : "button button-primary"}
              aria-label={words(room.joined ? "directory.openNamed" : "directory.joinNamed", {
                name: room.name,
              })}
              onClick={() => void open(room)}
            >
              {words(room.joined ? "directory.open" : "directory.join")}
            </button>
          </li>
        ))}
      </ul>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => onOpenDialog("create")}>
          {words("rooms.create")}
        </button>
      </div>
    </Dialog>
  );
}
