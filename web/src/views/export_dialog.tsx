import { useId, useState } from "react";
import { type ExportForm, exportRoom, roomFileName } from "../client/exports.ts";
import { laterWords as words } from "../locales/words.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useExport } from "./use_export.ts";
import { useClient } from "./use_session.ts";

const forms: readonly ExportForm[] = ["html", "jsonl"];

/** A room's log as a file. */
export function ExportDialog({
  room,
  onClose,
}: {
  readonly room: RoomState;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const [form, setForm] = useState<ExportForm>("html");
  const { isBusy, problem, saved, run } = useExport();
  const id = useId();
  const save = () => run(() => exportRoom(session, room.room, form), roomFileName(room, form));
  return (
    <Dialog title={words("exports.title")} onClose={onClose}>
      <p className="dialog-lead">{words("exports.lead")}</p>
      <fieldset className="ban-terms">
        <legend>{words("exports.form")}</legend>
        {forms.map((each) => (
          <label key={each} className="check">
            <input
              type="radio"
              name={id}
              data-first={each === form ? "" : undefined}
              checked={each === form}
              onChange={() => setForm(each)}
            />
            {words(`exports.${each}`)}
          </label>
        ))}
      </fieldset>
      <p role="status" className="form-done">
        {isBusy && words("exports.busy")}
        {saved !== null && words("exports.saved", { file: saved })}
      </p>
      <div role="alert" className="field-problem form-problem">
        {problem}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {words(saved === null ? "details.cancel" : "exports.close")}
        </button>
        <button
          type="button"
          className="button button-primary"
          aria-busy={isBusy}
          onClick={() => void save()}
        >
          {words("exports.save")}
        </button>
      </div>
    </Dialog>
  );
}
