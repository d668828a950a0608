import { MicOff } from "lucide-react";
import { laterWords as words } from "../locales/words.ts";
import { rankOf } from "../protocol/permissions.ts";
import { deedsOn, ignoringOf, type MemberDeed } from "../state/member_deeds.ts";
import type { Me, Member, RoomState } from "../state/model.ts";
import { MemberMenu } from "./member_menu.tsx";
import { useMutes } from "./mutes.tsx";
import { PersonAvatar } from "./person_avatar.tsx";
import { useParlor } from "./use_session.ts";

/** Somebody of the room: what they are there, and what may be done about them. */
export function MemberRow({
  room,
  me,
  member,
  isHere = false,
  onDeed,
}: {
  readonly room: RoomState;
  readonly me: Me;
  readonly member: Member;
  /** Marked as present, among others who are not. */
  readonly isHere?: boolean;
  readonly onDeed: (deed: MemberDeed, member: Member) => void;
}) {
  const person = useParlor((state) => state.people.get(member.user));
  const nickname = person?.nickname ?? member.nickname;
  const isHost = member.host === true;
  const rank = person === undefined ? null : rankOf(person.role, isHost);
  const mark = rank ?? (isHost ? "host" : null);
  const isMuted = useMutes().has(member.user);
  const ignored = useParlor((state) => state.ignored);
  const deeds = [
    ...deedsOn(me, room, { user: member.user, isHost, role: person?.role, isMuted }),
    ...ignoringOf(me, member.user, ignored),
  ];
  return (
    <li className="member">
      <span className="member-picture">
        <PersonAvatar user={member.user} name={nickname} size="small" />
        {isHere && <span className="presence-dot" aria-hidden="true" />}
      </span>
      <span className="member-words">
        <span className="member-line">
          <bdi className="member-name">{nickname}</bdi>
          {member.user === me.user && <small>{words("members.you")}</small>}
          {isHere && <span className="sr-only">{words("details.here")}</span>}
          {ignored.has(member.user) && <small>{words("ignoring.mark")}</small>}
          {mark !== null && mark !== "member" && (
            <small className="role-badge">{words(`members.roles.${mark}`)}</small>
          )}
        </span>
        {isMuted && (
          <small className="member-muted">
            <MicOff aria-hidden="true" size={13} />
            {words("mutes.mark")}
          </small>
        )}
        {person?.status !== undefined && <bdi className="member-status">{person.status}</bdi>}
      </span>
      {deeds.length > 0 && (
        <MemberMenu
          name={nickname}
          deeds={deeds}
          onChoose={(deed) => onDeed(deed, { ...member, nickname })}
        />
      )}
    </li>
  );
}
