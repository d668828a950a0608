import { LogOut, X } from "lucide-react";
import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { defaultRoom, type Member, type RoomState } from "../state/model.ts";
import { PersonAvatar } from "./person_avatar.tsx";
import { useClient, useParlor } from "./use_session.ts";

const badges = ["owner", "admin", "moderator"] as const;

function MemberRow({ member, isMe }: { readonly member: Member; readonly isMe: boolean }) {
  const person = useParlor((state) => state.people.get(member.user));
  const badge = badges.find((role) => role === person?.role);
  return (
    <li className="member">
      <PersonAvatar user={member.user} name={member.nickname} size="small" />
      <span className="member-words">
        <span className="member-line">
          <bdi className="member-name">{member.nickname}</bdi>
          {isMe && <small>{words("members.you")}</small>}
          {badge !== undefined && (
            <small className="role-badge">{words(`members.roles.${badge}`)}</small>
          )}
        </span>
        {person?.status !== undefined && <bdi className="member-status">{person.status}</bdi>}
      </span>
    </li>
  );
}

export function MembersPanel({ room }: { readonly room: RoomState }) {
  const { session } = useClient();
  const list = useParlor((state) => state.memberList);
  const me = useParlor((state) => state.me);
  const [hasLeaveFailed, setLeaveFailed] = useState(false);
  if (list === null) return null;
  const unlisted = room.present - list.members.length;

  const leave = async () => {
    const answer = await session.rooms.leave(room.room);
    setLeaveFailed(!answer?.ok);
  };

  return (
    <aside className="members" aria-labelledby="members-title">
      <header className="members-head">
        <h2 id="members-title">{words("members.title")}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={words("members.close")}
          onClick={() => session.rooms.hideMembers()}
        >
          <X aria-hidden="true" />
        </button>
      </header>
      {list.loading.state === "loading" && list.members.length === 0 && (
        <p className="empty">{words("members.loading")}</p>
      )}
      {list.loading.state === "failed" && (
        <p className="empty">
          {words("members.failed")}{" "}
          <button
            type="button"
            className="link-button"
            onClick={() => void session.rooms.showMembers(room.room)}
          >
            {words("room.retry")}
          </button>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller is scrolled with the keyboard, too */}
      <ul className="member-list" aria-labelledby="members-title" tabIndex={0}>
        {list.members.map((member) => (
          <MemberRow key={member.user} member={member} isMe={member.user === me?.user} />
        ))}
        {list.loading.state === "idle" && unlisted > 0 && (
          <li className="member-more">{words("members.more", { count: unlisted })}</li>
        )}
      </ul>
      {room.room !== defaultRoom && (
        <footer className="members-foot">
          <button type="button" className="button" onClick={() => void leave()}>
            <LogOut aria-hidden="true" />
            {words("room.leave")}
          </button>
          <div role="alert" className="field-problem">
            {hasLeaveFailed && words("room.leaveFailed")}
          </div>
        </footer>
      )}
    </aside>
  );
}
