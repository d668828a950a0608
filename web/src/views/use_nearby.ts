import { useEffect, useMemo, useState } from "react";
import { parseMembersAck } from "../protocol/parse.ts";
import type { Member, RoomState } from "../state/model.ts";
import { useClient, useParlor } from "./use_session.ts";

/** Messages whose authors are looked at, from the newest on. */
const messagesMax = 200;

/** Whom somebody may mean in this room: who spoke lately first, then who else is here, by name; not oneself. */
export function useNearby(room: RoomState, isWanted: boolean): readonly Member[] {
  const { session } = useClient();
  const me = useParlor((state) => state.me?.user);
  const [present, setPresent] = useState<readonly Member[]>([]);

  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    void session.ask("members", { room: room.room }, parseMembersAck).then((answer) => {
      if (isCurrent && answer?.ok) setPresent(answer.members);
    });
    return () => {
      isCurrent = false;
    };
  }, [session, room.room, isWanted]);

  const { log } = room;
  return useMemo(() => {
    const people = new Map<string, Member>();
    if (!isWanted) return [];
    for (const event of (log?.events ?? []).slice(-messagesMax).reverse()) {
      if (event.type === "message" && !people.has(event.user))
        people.set(event.user, { user: event.user, nickname: event.nickname });
    }
    for (const { user, nickname } of present) {
      // Who is here is called what the server says now.
      people.set(user, { user, nickname });
    }
    people.delete(me ?? "");
    return [...people.values()];
  }, [log, present, me, isWanted]);
}
