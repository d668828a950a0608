import { Archive, ArchiveRestore, ArrowRight } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import type { Outcome } from "../client/ask_rest.ts";
import { archiveRoom, managedRooms, restoreRoom } from "../client/managed_rooms.ts";
import { laterWords as words } from "../locales/words.ts";
import type { ManagedRoom } from "../protocol/administration.ts";
import { mayOnServer } from "../protocol/permissions.ts";
import { type RoomDeed, roomDeeds } from "../state/administration.ts";
import type { Me } from "../state/model.ts";
import { refusalText } from "./account_words.ts";
import { dateOf } from "./administration_words.ts";
import { AskDialog } from "./confirm_dialog.tsx";
import { DeedMenu } from "./deed_menu.tsx";
import { FindField, NothingFound, usePause } from "./find_field.tsx";
import { ImportDialog } from "./import_dialog.tsx";
import { ListState } from "./list_state.tsx";
import { MoreButton } from "./more_button.tsx";
import { useOpenRoom } from "./use_open_room.ts";
import { useOpener } from "./use_opener.ts";
import { usePages } from "./use_pages.ts";
import { useClient } from "./use_session.ts";

/** As long as the server reads a query. */
const queryCharactersMax = 256;

const deedsOf: Readonly<
  Record<
    RoomDeed,
    {
      readonly Icon: typeof Archive;
      readonly label: "directory.open" | "details.archive" | "details.restore";
    }
  >
> = {
  open: { Icon: ArrowRight, label: "directory.open" },
  archive: { Icon: Archive, label: "details.archive" },
  restore: { Icon: ArchiveRestore, label: "details.restore" },
};

function roomOf({ room }: ManagedRoom): string {
  return room;
}

/** What there is of a room, and what may be done about it. */
function RoomRow({
  room,
  onDeed,
}: {
  readonly room: ManagedRoom;
  readonly onDeed: (deed: RoomDeed) => void;
}) {
  const { name, topic, archived, created, present, messages } = room;
  const facts = [
    words("directory.present", { count: present }),
    words("managedRooms.messages", { count: messages }),
    words("managedRooms.created", { time: dateOf(created) }),
  ];
  return (
    <li className="member account">
      <span className="room-hash" aria-hidden="true">
        #
      </span>
      <span className="member-words">
        <span className="member-line">
          <bdi className="member-name">{name}</bdi>
          {archived === true && <small className="role-badge">{words("directory.archived")}</small>}
        </span>
        {topic !== undefined && (
          <bdi className="directory-topic" title={topic}>
            {topic}
          </bdi>
        )}
        <small className="ban-facts">{facts.join(" · ")}</small>
      </span>
      <DeedMenu
        label={words("person.menu", { name })}
        deeds={roomDeeds(room).map((deed) => ({
          name: deed,
          label: words(deedsOf[deed].label),
          Icon: deedsOf[deed].Icon,
          isDangerous: deed === "archive",
        }))}
        onChoose={onDeed}
      />
    </li>
  );
}

/** What the dialog over the list is about. */
type Asked = { readonly what: "archive"; readonly room: ManagedRoom } | { readonly what: "import" };

/** Every public room, and what may be done about each. onOpened: a room is in view behind the page. */
export function AdministrationRooms({
  me,
  onOpened,
}: {
  readonly me: Me;
  readonly onOpened: () => void;
}) {
  const { session, navigation } = useClient();
  const openRoom = useOpenRoom(onOpened);
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const opens = useOpener(asked !== null, field);
  const query = usePause(typed.trim());
  const ask = useCallback(
    (after?: ManagedRoom) => managedRooms(session, query, after),
    [session, query],
  );
  const { list, load, loadMore, replace } = usePages(ask, roomOf);
  const rooms = list.state === "loaded" ? list.it.items : [];

  /** Why it was not done; null when it was. */
  const read = (
    what: "archive" | "restore",
    { name }: ManagedRoom,
    outcome: Outcome<ManagedRoom>,
  ) => {
    if (outcome.ok) {
      replace(outcome.value);
      setTold(words(`managedRooms.done.${what}`, { name }));
      return null;
    }
    if (outcome.code !== "not_found") return refusalText(outcome);
    void load();
    return words("managedRooms.gone");
  };
  const act = async (deed: RoomDeed, room: ManagedRoom) => {
    setTold(null);
    setProblem(null);
    if (deed === "archive") {
      opens();
      setAsked({ what: "archive", room });
    } else if (deed === "restore")
      setProblem(read("restore", room, await restoreRoom(session, room.room)));
    else setProblem(await openRoom(room.room, session.store.getState().rooms.has(room.room)));
  };
  return (
    <>
      <div className="rooms-head">
        <FindField
          ref={field}
          label={words("directory.filter")}
          value={typed}
          charactersMax={queryCharactersMax}
          onChange={setTyped}
        />
        {mayOnServer(me.role, "import_room") && (
          <button
            type="button"
            className="button"
            onClick={() => {
              opens();
              setAsked({ what: "import" });
            }}
          >
            {words("imports.open")}
          </button>
        )}
      </div>
      <p role="status" className="form-done account-told">
        {told}
      </p>
      <div role="alert" className="field-problem">
        {problem}
      </div>
      <ListState
        list={list}
        loading={words("directory.loading")}
        failed={words("directory.failed")}
        onRetry={load}
      />
      {list.state === "loaded" && rooms.length === 0 && (
        <NothingFound
          query={query}
          none={words("directory.none")}
          noMatch={words("directory.noMatch")}
          all={words("managedRooms.all")}
          onAll={() => {
            setTyped("");
            field.current?.focus();
          }}
        />
      )}
      <ul className="people" aria-label={words("managedRooms.list")}>
        {rooms.map((each) => (
          <RoomRow key={each.room} room={each} onDeed={(deed) => void act(deed, each)} />
        ))}
      </ul>
      <MoreButton list={list} onMore={loadMore} />
      {asked?.what === "archive" && (
        <AskDialog
          title={words("details.archiveTitle", { name: asked.room.name })}
          lead={words("details.archiveLead")}
          submit={words("details.archiveNow")}
          act={async () => read("archive", asked.room, await archiveRoom(session, asked.room.room))}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === "import" && (
        <ImportDialog
          onOpened={(room) => {
            navigation.go(room);
            onOpened();
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
