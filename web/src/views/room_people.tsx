import { useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { Roster } from "../client/roster.ts";
import { laterWords as words } from "../locales/words.ts";
import type { MemberDeed } from "../state/member_deeds.ts";
import type { Me, Member, MemberList, RoomState } from "../state/model.ts";
import { MemberRow } from "./member_row.tsx";
import { Retry } from "./retry.tsx";
import { useClient, useParlor } from "./use_session.ts";

interface PeopleProps {
  readonly room: RoomState;
  readonly me: Me;
  readonly onDeed: (deed: MemberDeed, member: Member) => void;
}

/** Asks again who is here when the connection is back: who came and went meanwhile is told by nobody. */
function useFresh(room: string): void {
  const { session } = useClient();
  const isOnline = useParlor((state) => state.connection.state === "online");
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    if (isOnline && !wasOnline.current) void session.rooms.showMembers(room);
    wasOnline.current = isOnline;
  }, [session, room, isOnline]);
}

/** Who is listed as present; null while another room's people are. */
function useHere(room: string): MemberList | null {
  const list = useParlor((state) => state.memberList);
  return list?.room === room ? list : null;
}

/** Who is present. */
export function Here({ room, me, onDeed }: PeopleProps) {
  const { session } = useClient();
  const list = useHere(room.room);
  useFresh(room.room);
  if (list === null) return null;
  const unlisted = room.present - list.members.length;
  return (
    <section className="details-part" aria-labelledby="here-title">
      <h3 id="here-title">{words("members.title")}</h3>
      {list.loading.state === "loading" && list.members.length === 0 && (
        <p className="form-note">{words("members.loading")}</p>
      )}
      {list.loading.state === "failed" && (
        <Retry
          text={words("members.failed")}
          onRetry={() => void session.rooms.showMembers(room.room)}
        />
      )}
      <ul className="people">
        {list.members.map((member) => (
          <MemberRow key={member.user} room={room} me={me} member={member} onDeed={onDeed} />
        ))}
        {list.loading.state === "idle" && unlisted > 0 && (
          <li className="member-more">{words("members.more", { count: unlisted })}</li>
        )}
      </ul>
    </section>
  );
}

/** All members, also those who are away. */
export function Everybody({ room, me, onDeed }: PeopleProps) {
  const { session } = useClient();
  const roster = useMemo(() => new Roster(session, room.room), [session, room.room]);
  useEffect(() => roster.follow(), [roster]);
  const { members, more, loading } = useStore(roster.store);
  const list = useHere(room.room);
  const here = useMemo(() => new Set(list?.members.map(({ user }) => user)), [list?.members]);
  // Of very many not all are listed; then the page says who was here.
  const isListed = list !== null && list.members.length >= room.present;
  return (
    <section className="details-part" aria-labelledby="everybody-title">
      <h3 id="everybody-title">{words("details.everybody")}</h3>
      {loading.state === "loading" && members.length === 0 && (
        <p className="form-note">{words("details.loadingEverybody")}</p>
      )}
      <ul className="people">
        {members.map((member) => (
          <MemberRow
            key={member.user}
            room={room}
            me={me}
            member={member}
            isHere={here.has(member.user) || (!isListed && member.here)}
            onDeed={onDeed}
          />
        ))}
      </ul>
      {loading.state === "failed" && (
        <Retry
          text={words("details.everybodyFailed")}
          onRetry={() => void (members.length === 0 ? roster.load() : roster.more())}
        />
      )}
      {more && loading.state !== "failed" && (
        <button
          type="button"
          className="button"
          aria-busy={loading.state === "loading"}
          onClick={() => void roster.more()}
        >
          {words(loading.state === "loading" ? "details.loadingMore" : "details.more")}
        </button>
      )}
    </section>
  );
}

/** Those who talk in a direct room, oneself among them. */
export function Talkers({ room, me, onDeed }: PeopleProps) {
  const list = useHere(room.room);
  useFresh(room.room);
  const here = new Set(list?.members.map(({ user }) => user));
  return (
    <ul className="people" aria-labelledby="details-title">
      {[...room.people, me].map(({ user, nickname }) => (
        <MemberRow
          key={user}
          room={room}
          me={me}
          member={{ user, nickname, host: false }}
          isHere={here.has(user)}
          onDeed={onDeed}
        />
      ))}
    </ul>
  );
}
