import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Failure } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { roomProblem } from "./room_words.ts";

/** Asks before something is done; closes when it is, and says why where it is not. */
export function ConfirmDialog({
  title,
  lead,
  submit,
  isDangerous = true,
  act,
  onClose,
}: {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly isDangerous?: boolean;
  readonly act: () => Promise<{ ok: true } | Failure | null>;
  readonly onClose: () => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const answer = await act();
    setBusy(false);
    if (answer?.ok) onClose();
    else setProblem(roomProblem(answer));
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="dialog-lead">{lead}</p>
      <div role="alert" className="field-problem form-problem">
        {problem}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {words("details.cancel")}
        </button>
        <button
          type="button"
          className={isDangerous ? "button button-danger" : "button button-primary"}
          data-first
          aria-busy={isBusy}
          onClick={() => void confirm()}
        >
          {submit}
        </button>
      </div>
    </Dialog>
  );
}
