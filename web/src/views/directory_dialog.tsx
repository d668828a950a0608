import { X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { RoomsAck } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useOpenRoom } from "./use_open_room.ts";
import { useClient, useParlor } from "./use_session.ts";

type Listed = RoomsAck["rooms"][number];

type Found =
  | { readonly state: "loading" }
  | { readonly state: "failed" }
  | { readonly state: "found"; readonly query: string; readonly rooms: readonly Listed[] };

/** Letters come many at a time. */
const pauseMs = 250;
/** As long as the server reads a query. */
const queryCharactersMax = 256;

/** What the server finds for what is typed; what was found before stays until then. */
function useDirectory(query: string): readonly [Found, () => void] {
  const { session } = useClient();
  const version = useParlor((state) => state.directoryVersion);
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [found, setFound] = useState<Found>({ state: "loading" });
  /** Of the last question; answers to earlier ones are dropped. */
  const round = useRef(0);

  const load = useCallback(async () => {
    round.current += 1;
    const own = round.current;
    const answer = await session.rooms.directory(query);
    if (own !== round.current) return;
    if (answer?.ok) setFound({ state: "found", query, rooms: answer.rooms });
    else
      setFound((before) =>
        before.state === "found" && before.query === query ? before : { state: "failed" },
      );
  }, [session, query]);

  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when a room came to be or the connection is back
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      void load();
      return;
    }
    return session.after(pauseMs, () => void load());
  }, [session, load, version, isOnline]);
  useEffect(
    () => () => {
      round.current += 1;
    },
    [],
  );

  const retry = () => {
    setFound({ state: "loading" });
    void load();
  };
  return [found, retry];
}

function Room({ room, onOpen }: { readonly room: Listed; readonly onOpen: () => void }) {
  const { name, topic, joined } = room;
  return (
    <li className="directory-room">
      <span className="room-hash" aria-hidden="true">
        #
      </span>
      <span className="directory-name">
        <span className="member-line">
          <bdi>{name}</bdi>
          {room.archived === true && (
            <small className="role-badge">{words("directory.archived")}</small>
          )}
        </span>
        {topic !== undefined && (
          <bdi className="directory-topic" title={topic}>
            {topic}
          </bdi>
        )}
        <small>{words("directory.present", { count: room.present })}</small>
      </span>
      <button
        type="button"
        className={joined ? "button" : "button button-primary"}
        aria-label={words(joined ? "directory.openNamed" : "directory.joinNamed", { name })}
        onClick={onOpen}
      >
        {words(joined ? "directory.open" : "directory.join")}
      </button>
    </li>
  );
}

export function DirectoryDialog({ onClose, onOpenDialog }: DialogProps) {
  const openRoom = useOpenRoom(onClose);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [found, retry] = useDirectory(text.trim());
  const field = useRef<HTMLInputElement>(null);

  const open = async ({ room, joined }: Listed) => setProblem(await openRoom(room, joined));

  return (
    <Dialog title={words("directory.title")} size="wide" onClose={onClose}>
      <div className="cleared-field">
        <input
          ref={field}
          type="search"
          className="dialog-search"
          aria-label={words("directory.filter")}
          placeholder={words("directory.filter")}
          maxLength={queryCharactersMax}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {text !== "" && (
          <button
            type="button"
            className="icon-button"
            aria-label={words("directory.clear")}
            onClick={() => {
              setText("");
              field.current?.focus();
            }}
          >
            <X aria-hidden="true" />
          </button>
        )}
      </div>
      <div role="alert" className="field-problem">
        {problem}
      </div>
      {found.state === "failed" && (
        <p role="alert" className="empty">
          {words("directory.failed")}{" "}
          <button type="button" className="link-button" onClick={retry}>
            {words("room.retry")}
          </button>
        </p>
      )}
      <div role="status">
        {found.state === "loading" && <p className="empty">{words("directory.loading")}</p>}
        {found.state === "found" && found.rooms.length === 0 && (
          <p className="empty">
            {words(found.query === "" ? "directory.none" : "directory.noMatch")}
          </p>
        )}
      </div>
      <ul className="directory">
        {found.state === "found" &&
          found.rooms.map((room) => (
            <Room key={room.room} room={room} onOpen={() => void open(room)} />
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
