import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { words } from "../locales/words.ts";
import { membershipSeen } from "../state/changes.ts";
import type { MembershipNotice } from "../state/model.ts";
import { useClient, useParlor } from "./use_session.ts";

const shownForMs = 6_000;

function Told({ notice }: { readonly notice: MembershipNotice }) {
  const { session, navigation } = useClient();
  const [isHeld, setHeld] = useState(false);
  const { id, change, by, room, name } = notice;
  const isThere = useParlor((state) => state.rooms.has(room));
  const dismiss = () => session.change((state) => membershipSeen(state, id));

  // Whoever points at it or has come to it is reading.
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(
      () => session.change((state) => membershipSeen(state, id)),
      shownForMs,
    );
    return () => clearTimeout(timer);
  }, [session, id, isHeld]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only how long it stays depends on them
    <div
      className="told"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="told-words">
        {words(`rooms.${change}`, { name: by.nickname, room: name })}
      </span>
      {change === "added" && isThere && (
        <button
          type="button"
          className="link-button"
          onClick={() => {
            dismiss();
            navigation.go(room);
          }}
        >
          {words("rooms.go")}
        </button>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label={words("rooms.dismiss")}
        onClick={dismiss}
      >
        <X aria-hidden="true" />
      </button>
    </div>
  );
}

/** "ada added you to Garden": said quietly, and gone by itself. */
export function MembershipNotices() {
  useLanguage();
  const notices = useParlor((state) => state.memberships);
  return (
    <div role="status" className="told-all">
      {notices.map((notice) => (
        <Told key={notice.id} notice={notice} />
      ))}
    </div>
  );
}
