import { Archive } from "lucide-react";
import { useState } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { mayInRoom } from "../protocol/permissions.ts";
import type { Failure } from "../protocol/types.ts";
import type { Me, RoomState } from "../state/model.ts";
import { LeaveDialog } from "./room_dialogs.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

/** In the place of the composer, where nobody writes any more. */
export function ArchivedBanner({ room, me }: { readonly room: RoomState; readonly me: Me }) {
  const { session } = useClient();
  useLanguage();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const act = async (ask: () => Promise<{ ok: true } | Failure | null>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const answer = await ask();
    setBusy(false);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  return (
    <section className="archived-banner" aria-label={words("details.archived")}>
      <p>
        <Archive className="archived-icon" aria-hidden="true" />
        {words("archived.told")}
      </p>
      <div className="archived-actions">
        {mayInRoom(me.role, room, "archive_room") && (
          <button
            type="button"
            className="button button-primary"
            aria-busy={isBusy}
            onClick={() => void act(() => session.care.restore(room.room))}
          >
            {words("archived.restore")}
          </button>
        )}
        {mayInRoom(me.role, room, "leave") && (
          <button
            type="button"
            className="button"
            aria-busy={isBusy}
            onClick={() => {
              // Out of a public room one comes back as one came.
              if (room.kind === "private") setLeaving(true);
              else void act(() => session.rooms.leave(room.room));
            }}
          >
            {words("archived.leave")}
          </button>
        )}
      </div>
      <div role="alert" className="field-problem">
        {problem}
      </div>
      {isLeaving && <LeaveDialog room={room} onClose={() => setLeaving(false)} />}
    </section>
  );
}
