// What people take away as files.
import type { RoomState } from "../state/model.ts";
import type { Outcome } from "./ask_rest.ts";
import type { Session } from "./session.ts";

export type ExportForm = "html" | "jsonl";

export function exportRoom(
  session: Session,
  room: string,
  form: ExportForm,
): Promise<Outcome<Blob>> {
  return session.askFile(`rooms/${encodeURIComponent(room)}/export?form=${form}`);
}

/** Everything that is this person's own. */
export function exportOwn(session: Session): Promise<Outcome<Blob>> {
  return session.askFile("me/export");
}

/** A name that every system takes. */
export function fileName(called: string, ending: string): string {
  const plain = called
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return `parlor-${plain === "" ? "export" : plain}.${ending}`;
}

export function roomFileName(room: RoomState, form: ExportForm): string {
  return fileName(room.name === "" ? room.room : room.name, form);
}
