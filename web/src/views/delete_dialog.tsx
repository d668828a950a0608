import { laterWords as words } from "../locales/words.ts";
import type { MessageRow } from "../state/timeline.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Markdown } from "../ui/markdown.tsx";

export function DeleteDialog({
  row,
  onDelete,
  onClose,
}: {
  readonly row: MessageRow;
  readonly onDelete: () => void;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={words("delete.title")} onClose={onClose}>
      <p className="dialog-lead">{words("delete.lead")}</p>
      <div className="delete-what" inert>
        <bdi className="message-name">{row.nickname}</bdi>
        <Markdown text={row.text} />
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {words("delete.cancel")}
        </button>
        <button type="button" className="button button-danger" data-first onClick={onDelete}>
          {words("delete.submit")}
        </button>
      </div>
    </Dialog>
  );
}
