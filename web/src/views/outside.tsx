import { useEffect, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { defaultRoom } from "../state/model.ts";
import { useClient, useParlor } from "./use_session.ts";

/** An address of a room one is not in. */
export function Outside() {
  const { session, navigation } = useClient();
  const active = useParlor((state) => state.active);
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [found, setFound] = useState<{ room: string; name: string } | null | "looking">("looking");
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    let isCurrent = true;
    setFound("looking");
    if (!isOnline) return;
    void session.rooms.directory().then((answer) => {
      if (!isCurrent) return;
      setFound(answer?.ok ? (answer.rooms.find((room) => room.room === active) ?? null) : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [session, active, isOnline]);

  if (found === "looking") return <p className="empty">{words("room.loading")}</p>;
  const join = async () => {
    if (found === null) return;
    const answer = await session.rooms.join(found.room);
    setFailed(!answer?.ok);
    if (answer?.ok) navigation.go(found.room);
  };
  return (
    <div className="outside">
      <p>
        {found === null ? words("room.unknown") : words("room.notMember", { name: found.name })}
      </p>
      {found !== null && (
        <button type="button" className="button button-primary" onClick={() => void join()}>
          {words("room.join", { name: found.name })}
        </button>
      )}
      {active !== defaultRoom && (
        <button type="button" className="button" onClick={() => navigation.go(defaultRoom)}>
          {words("room.toLobby")}
        </button>
      )}
      <div role="alert" className="field-problem">
        {hasFailed && words("directory.joinFailed")}
      </div>
    </div>
  );
}
