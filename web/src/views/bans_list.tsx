import { useCallback, useEffect, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Ban } from "../protocol/types.ts";
import type { RoomState } from "../state/model.ts";
import { shortTime } from "../ui/time.ts";
import { PersonAvatar } from "./person_avatar.tsx";
import { Retry } from "./retry.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

type Bans =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly why: string }
  | { readonly state: "loaded"; readonly bans: readonly Ban[] };

function BanRow({ ban, onLift }: { readonly ban: Ban; readonly onLift: () => void }) {
  const until =
    ban.until === undefined
      ? words("bans.forever")
      : words("bans.until", { time: shortTime(ban.until) });
  return (
    <li className="member">
      <PersonAvatar user={ban.user} name={ban.nickname} size="small" />
      <span className="member-words">
        <bdi className="member-name">{ban.nickname}</bdi>
        <small className="ban-facts">
          {until}, {words("bans.by", { name: ban.by.nickname, time: shortTime(ban.time) })}
        </small>
        {ban.reason !== undefined && (
          <q className="ban-reason" dir="auto">
            {ban.reason}
          </q>
        )}
      </span>
      <button
        type="button"
        className="button button-small"
        aria-label={words("bans.liftNamed", { name: ban.nickname })}
        onClick={onLift}
      >
        {words("bans.lift")}
      </button>
    </li>
  );
}

/** Who is kept out of the room. version: asked again when it changes, for somebody was banned here. */
export function BansList({
  room,
  version,
}: {
  readonly room: RoomState;
  readonly version: number;
}) {
  const { session } = useClient();
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [list, setList] = useState<Bans>({ state: "loading" });
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(async () => {
    const answer = await session.care.bans(room.room);
    if (answer?.ok) setList({ state: "loaded", bans: answer.bans });
    else {
      const why = roomProblem(answer);
      setList((before) => (before.state === "loaded" ? before : { state: "failed", why }));
    }
  }, [session, room.room]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after a ban, and when the connection is back
  useEffect(() => void load(), [load, version, isOnline]);

  const lift = async (user: string) => {
    setProblem(null);
    const answer = await session.care.unban(room.room, user);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
    await load();
  };
  return (
    <>
      {list.state === "loading" && <p className="form-note">{words("bans.loading")}</p>}
      {list.state === "failed" && (
        <Retry
          text={`${words("bans.failed")} ${list.why}`}
          onRetry={() => {
            setList({ state: "loading" });
            void load();
          }}
        />
      )}
      {list.state === "loaded" && list.bans.length === 0 && (
        <p className="form-note">{words("bans.none")}</p>
      )}
      {list.state === "loaded" && (
        <ul className="people" aria-label={words("bans.title")}>
          {list.bans.map((ban) => (
            <BanRow key={ban.user} ban={ban} onLift={() => void lift(ban.user)} />
          ))}
        </ul>
      )}
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </>
  );
}
