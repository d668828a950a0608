// What is asked before a room, or somebody in it, is treated so that it shows.
import { setRetention } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { daysLong } from "../ui/time.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { useClient } from "./use_session.ts";

interface RoomDialogProps {
  readonly room: RoomState;
  readonly onClose: () => void;
}

export function ArchiveDialog({ room, onClose }: RoomDialogProps) {
  const { session } = useClient();
  return (
    <ConfirmDialog
      title={words("details.archiveTitle", { name: room.name })}
      lead={words("details.archiveLead")}
      submit={words("details.archiveNow")}
      act={() => session.care.archive(room.room)}
      onClose={onClose}
    />
  );
}

export function RestoreDialog({ room, onClose }: RoomDialogProps) {
  const { session } = useClient();
  return (
    <ConfirmDialog
      title={words("details.restoreTitle", { name: room.name })}
      lead={words("details.restoreLead")}
      submit={words("details.restoreNow")}
      isDangerous={false}
      act={() => session.care.restore(room.room)}
      onClose={onClose}
    />
  );
}

/** Before messages are kept for a shorter time than they are now. */
export function RetentionDialog({
  room,
  days,
  onClose,
}: RoomDialogProps & { readonly days: number }) {
  const { session } = useClient();
  const time = daysLong(days);
  return (
    <ConfirmDialog
      title={words("retention.askTitle", { time })}
      lead={words("retention.askLead", { time })}
      submit={words("retention.askNow")}
      act={() => setRetention(session, room.room, days)}
      onClose={onClose}
    />
  );
}

/** Of a room that one does not find again by oneself. */
export function LeaveDialog({ room, onClose }: RoomDialogProps) {
  const { session } = useClient();
  return (
    <ConfirmDialog
      title={words("details.leaveTitle", { name: room.name })}
      lead={words("details.leaveLead")}
      submit={words("details.leaveNow")}
      act={() => session.rooms.leave(room.room)}
      onClose={onClose}
    />
  );
}

export function RemoveDialog({
  room,
  user,
  nickname,
  onClose,
}: RoomDialogProps & { readonly user: string; readonly nickname: string }) {
  const { session } = useClient();
  const name = nickname;
  return (
    <ConfirmDialog
      title={words("person.removeTitle", { name, room: room.name })}
      lead={words(room.kind === "private" ? "person.removeLeadPrivate" : "person.removeLead", {
        name,
      })}
      submit={words("person.removeNow")}
      act={() => session.care.kick(room.room, user)}
      onClose={onClose}
    />
  );
}
