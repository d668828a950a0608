// Who may not write in a room, as those see it who look after it: asked for once, marked in each list.
import { ChevronDown } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { mutes as mutesOf, unmute } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Mute } from "../protocol/types.ts";
import type { RoomState } from "../state/model.ts";
import { shortTime } from "../ui/time.ts";
import { PersonAvatar } from "./person_avatar.tsx";
import { Retry } from "./retry.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

/** The longest a timer of a browser can wait. */
const timerMaxMs = 2 ** 31 - 1;

type List =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly why: string }
  | { readonly state: "loaded"; readonly mutes: readonly Mute[] };

interface Mutes {
  readonly list: List;
  readonly byUser: ReadonlyMap<string, Mute>;
  readonly again: () => void;
}

const nobody: Mutes = { list: { state: "loading" }, byUser: new Map(), again: () => {} };
const Context = createContext(nobody);

/** Those who are muted, by user; empty for whoever may not know. */
export function useMutes(): ReadonlyMap<string, Mute> {
  return useContext(Context).byUser;
}

/** Asks again when somebody was muted or no longer, when a mute is over, and when the connection is back. */
export function MutesOf({
  room: { room, mutesAt },
  isAsked,
  children,
}: {
  readonly room: RoomState;
  readonly isAsked: boolean;
  readonly children: ReactNode;
}) {
  const { session } = useClient();
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [list, setList] = useState<List>({ state: "loading" });
  /** Of the last question; answers to earlier ones are dropped. */
  const round = useRef(0);
  const load = useCallback(async () => {
    round.current += 1;
    const asked = round.current;
    const answer = await mutesOf(session, room);
    if (asked !== round.current) return;
    if (answer?.ok) setList({ state: "loaded", mutes: answer.mutes });
    else {
      const why = roomProblem(answer);
      setList((before) => (before.state === "loaded" ? before : { state: "failed", why }));
    }
  }, [session, room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after each mute, and when the connection is back
  useEffect(() => {
    if (isAsked) void load();
    return () => {
      round.current += 1;
    };
  }, [load, isAsked, mutesAt, isOnline]);

  const mutes = isAsked && list.state === "loaded" ? list.mutes : null;
  useEffect(() => {
    const ends = mutes?.flatMap(({ until }) => (until === undefined ? [] : [until])) ?? [];
    if (ends.length === 0) return;
    const rest = Math.max(0, Math.min(...ends) - session.sender.serverNowMs());
    return session.after(Math.min(rest, timerMaxMs), () => void load());
  }, [session, mutes, load]);

  const value = useMemo(
    () => ({
      list,
      byUser: new Map(mutes?.map((mute) => [mute.user, mute])),
      again: () => {
        setList({ state: "loading" });
        void load();
      },
    }),
    [list, mutes, load],
  );
  return <Context value={value}>{children}</Context>;
}

function MuteRow({ mute, onLift }: { readonly mute: Mute; readonly onLift: () => void }) {
  const until =
    mute.until === undefined
      ? words("mutes.forever")
      : words("mutes.until", { time: shortTime(mute.until) });
  return (
    <li className="member">
      <PersonAvatar user={mute.user} name={mute.nickname} size="small" />
      <span className="member-words">
        <bdi className="member-name">{mute.nickname}</bdi>
        <small className="ban-facts">
          {until}, {words("mutes.by", { name: mute.by.nickname, time: shortTime(mute.time) })}
        </small>
      </span>
      <button
        type="button"
        className="button button-small"
        aria-label={words("mutes.liftNamed", { name: mute.nickname })}
        onClick={onLift}
      >
        {words("mutes.lift")}
      </button>
    </li>
  );
}

/** All who are muted, also those who are away or no members, behind one button. */
export function MutedPeople({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const { list, again } = useContext(Context);
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const lift = async (user: string) => {
    setProblem(null);
    const answer = await unmute(session, room.room, user);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  return (
    <section className="details-part" aria-label={words("mutes.list")}>
      <button
        type="button"
        className="details-more"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {words("mutes.list")}
        <ChevronDown aria-hidden="true" />
      </button>
      {isOpen && list.state === "loading" && <p className="form-note">{words("mutes.loading")}</p>}
      {isOpen && list.state === "failed" && (
        <Retry text={`${words("mutes.failed")} ${list.why}`} onRetry={again} />
      )}
      {isOpen && list.state === "loaded" && list.mutes.length === 0 && (
        <p className="form-note">{words("mutes.none")}</p>
      )}
      {isOpen && list.state === "loaded" && list.mutes.length > 0 && (
        <ul className="people" aria-label={words("mutes.list")}>
          {list.mutes.map((mute) => (
            <MuteRow key={mute.user} mute={mute} onLift={() => void lift(mute.user)} />
          ))}
        </ul>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </section>
  );
}
