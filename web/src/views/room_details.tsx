import {
  Archive,
  ArchiveRestore,
  ChevronDown,
  Download,
  Lock,
  LogOut,
  UserPlus,
  X,
} from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { mayInRoom, type RoomAction } from "../protocol/permissions.ts";
import type { Me, RoomState } from "../state/model.ts";
import { AddPeopleDialog } from "./add_people_dialog.tsx";
import { BansList } from "./bans_list.tsx";
import { focusComposer } from "./composer.tsx";
import { EditInPlace } from "./edit_in_place.tsx";
import { ExportDialog } from "./export_dialog.tsx";
import { MutedPeople, MutesOf } from "./mutes.tsx";
import { RetentionChoice } from "./retention_choice.tsx";
import { RoomAudit } from "./room_audit.tsx";
import { ArchiveDialog, LeaveDialog, RestoreDialog } from "./room_dialogs.tsx";
import { RoomLinks } from "./room_links.tsx";
import { FavouriteStar, NoticeLevels } from "./room_noticing.tsx";
import { Everybody, Here, Talkers } from "./room_people.tsx";
import { roomProblem } from "./room_words.ts";
import { SlowModeChoice } from "./slow_mode_choice.tsx";
import { useMemberDeeds } from "./use_member_deeds.tsx";
import { useOpener } from "./use_opener.ts";
import { useClient, useParlor } from "./use_session.ts";

interface PartProps {
  readonly room: RoomState;
  readonly me: Me;
  readonly panel: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** How the room is called and what it is about. */
function About({
  room,
  may,
}: {
  readonly room: RoomState;
  readonly may: (action: RoomAction) => boolean;
}) {
  const { session } = useClient();
  const nameMax = useParlor((state) => state.server?.roomNameCharactersMax ?? 48);
  const topicMax = useParlor((state) => state.server?.topicCharactersMax ?? 250);
  return (
    <>
      {(room.kind === "private" || !room.archived) && (
        <p className="details-kind">
          {room.kind === "private" && <Lock aria-hidden="true" />}
          {words(room.kind === "private" ? "details.kind.private" : "details.kind.public")}
        </p>
      )}
      {room.archived && <p className="details-kind">{words("details.archived")}</p>}
      <EditInPlace
        label={words("details.name")}
        value={room.name}
        editLabel={words("details.editName")}
        mayEdit={!room.archived && may("rename_room")}
        charactersMax={nameMax}
        emptyProblem={words("details.nameEmpty")}
        onSave={(name) => session.care.rename(room.room, name)}
      />
      <EditInPlace
        label={words("details.topic")}
        value={room.topic ?? ""}
        editLabel={words("details.editTopic")}
        mayEdit={!room.archived && may("set_topic")}
        charactersMax={topicMax}
        isLong
        empty={words("details.noTopic")}
        onSave={(topic) => session.care.setTopic(room.room, topic)}
      />
    </>
  );
}

/** A part that is looked at seldom, and asks the server only then. */
function Folded({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="details-part" aria-label={title}>
      <button
        type="button"
        className="details-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {title}
        <ChevronDown aria-hidden="true" />
      </button>
      {isOpen && children}
    </section>
  );
}

type Asked = "add" | "archive" | "restore" | "leave" | "export";

/** What can be done with the room as a whole. */
function Foot({
  room,
  may,
  onAsk,
}: {
  readonly room: RoomState;
  readonly may: (action: RoomAction) => boolean;
  readonly onAsk: (what: Asked) => void;
}) {
  const { session } = useClient();
  const [problem, setProblem] = useState<string | null>(null);
  const leave = async () => {
    // Out of a public room one comes back as one came.
    if (room.kind === "private") {
      onAsk("leave");
      return;
    }
    setProblem(null);
    const answer = await session.rooms.leave(room.room);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  if (!may("archive_room") && !may("leave") && !may("export_room")) return null;
  return (
    <footer className="members-foot">
      {may("export_room") && (
        <button type="button" className="button" onClick={() => onAsk("export")}>
          <Download aria-hidden="true" />
          {words("exports.open")}
        </button>
      )}
      {may("archive_room") && (
        <button
          type="button"
          className="button"
          onClick={() => onAsk(room.archived ? "restore" : "archive")}
        >
          {room.archived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
          {words(room.archived ? "details.restore" : "details.archive")}
        </button>
      )}
      {may("leave") && (
        <button type="button" className="button" onClick={() => void leave()}>
          <LogOut aria-hidden="true" />
          {words("details.leave")}
        </button>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </footer>
  );
}

function RoomParts({ room, me, panel, onClose }: PartProps) {
  const deeds = useMemberDeeds(room, panel, () => {
    // In a narrow window the panel lies over the conversation that was opened.
    if (matchMedia("(max-width: 960px)").matches) onClose();
  });
  const [asked, setAsked] = useState<Asked | null>(null);
  const opens = useOpener(asked !== null, panel);
  const ask = (what: Asked) => {
    opens();
    setAsked(what);
  };
  const close = () => setAsked(null);
  const may = (action: RoomAction) => mayInRoom(me.role, room, action);
  const people = { room, me, onDeed: deeds.act };
  return (
    <MutesOf room={room} isAsked={may("mute")}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller is scrolled with the keyboard, too */}
      <div className="details-body" tabIndex={0}>
        <div role="alert" className="field-problem">
          {deeds.problem}
        </div>
        {room.kind === "direct" ? (
          <>
            <Talkers {...people} />
            <NoticeLevels room={room} />
          </>
        ) : (
          <>
            <About room={room} may={may} />
            <NoticeLevels room={room} />
            <SlowModeChoice room={room} mayChange={!room.archived && may("set_slow_mode")} />
            <RetentionChoice
              room={room}
              mayChange={!room.archived && may("set_retention")}
              panel={panel}
            />
            {!room.archived && may("add_people") && (
              <button type="button" className="button" onClick={() => ask("add")}>
                <UserPlus aria-hidden="true" />
                {words("details.add")}
              </button>
            )}
            <Here {...people} />
            {may("manage_links") && (
              <Folded title={words("roomLinks.title")}>
                <RoomLinks room={room} />
              </Folded>
            )}
            {may("ban") && (
              <Folded title={words("bans.title")}>
                <BansList room={room} version={deeds.bansVersion} />
              </Folded>
            )}
            {may("mute") && <MutedPeople room={room} />}
            {may("read_room_audit") && (
              <Folded title={words("roomLog.title")}>
                <RoomAudit room={room} />
              </Folded>
            )}
            <Everybody {...people} />
          </>
        )}
      </div>
      <Foot room={room} may={may} onAsk={ask} />
      {deeds.dialogs}
      {asked === "add" && <AddPeopleDialog room={room} onClose={close} />}
      {asked === "export" && <ExportDialog room={room} onClose={close} />}
      {asked === "archive" && <ArchiveDialog room={room} onClose={close} />}
      {asked === "restore" && <RestoreDialog room={room} onClose={close} />}
      {asked === "leave" && <LeaveDialog room={room} onClose={close} />}
    </MutesOf>
  );
}

/** What the room is, who is in it, and what may be done about both. */
export function RoomDetails({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  useLanguage();
  const me = useParlor((state) => state.me);
  const panel = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was wrong in another room is over
  useEffect(() => setProblem(null), [room.room]);
  useEffect(() => {
    opener.current = document.activeElement;
    panel.current?.focus();
  }, []);
  if (me === null) return null;

  const close = () => {
    // On a phone nothing under the panel can have the focus before it is gone.
    flushSync(() => session.rooms.hideMembers());
    const before = opener.current;
    if (before instanceof HTMLElement && before !== document.body && before.isConnected)
      before.focus();
    else focusComposer();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    // Dialogs of the panel are outside of it on the page, and close themselves.
    if (!event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    close();
  };
  return (
    <aside
      ref={panel}
      className="members details"
      aria-labelledby="details-title"
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className="members-head">
        <h2 id="details-title">
          {words(room.kind === "direct" ? "details.people" : "details.title")}
        </h2>
        <FavouriteStar room={room} onFailed={setProblem} />
        <button
          type="button"
          className="icon-button"
          aria-label={words("details.close")}
          onClick={close}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      <div role="alert" className="field-problem details-problem">
        {problem}
      </div>
      <RoomParts key={room.room} room={room} me={me} panel={panel} onClose={close} />
    </aside>
  );
}
