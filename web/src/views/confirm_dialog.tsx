import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Failure } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { roomProblem } from "./room_words.ts";

interface Asked {
  readonly title: string;
  readonly lead: string;
  readonly submit: string;
  readonly isDangerous?: boolean;
  readonly onClose: () => void;
}

/** Asks before something is done; closes when it is. act: null when it was done, else why not. */
export function AskDialog({
  title,
  lead,
  submit,
  isDangerous = true,
  act,
  onClose,
}: Asked & { readonly act: () => Promise<string | null> }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const why = await act();
    setBusy(false);
    if (why === null) onClose();
    else setProblem(why);
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

/** Of what is done to a room, or to somebody in it. */
export function ConfirmDialog({
  act,
  ...asked
}: Asked & { readonly act: () => Promise<{ ok: true } | Failure | null> }) {
  const tell = async () => {
    const answer = await act();
    return answer?.ok ? null : roomProblem(answer);
  };
  return <AskDialog {...asked} act={tell} />;
}
