import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { BanForm, type BanTerms } from "./ban_form.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

export function BanDialog({
  room,
  user,
  nickname,
  nowMs,
  onDone,
  onClose,
}: {
  readonly room: RoomState;
  readonly user: string;
  readonly nickname: string;
  readonly nowMs?: () => number;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const ban = async (terms: BanTerms) => {
    const answer = await session.care.ban(room.room, user, terms);
    if (!answer?.ok) return roomProblem(answer);
    onDone();
    onClose();
    return null;
  };
  return (
    <Dialog title={words("bans.banTitle", { name: nickname, room: room.name })} onClose={onClose}>
      <BanForm hint={words("bans.reasonHint")} nowMs={nowMs} onBan={ban} onCancel={onClose}>
        <p className="dialog-lead">{words("bans.banLead", { name: nickname })}</p>
      </BanForm>
    </Dialog>
  );
}
