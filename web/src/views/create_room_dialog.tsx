import { type FormEvent, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

const toldProblems = ["name_invalid", "name_taken", "too_many_rooms", "rate_limited"] as const;

export function CreateRoomDialog({ onClose }: DialogProps) {
  const { session, navigation } = useClient();
  const nameMax = useParlor((state) => state.server?.roomNameCharactersMax ?? 48);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (name.trim() === "") {
      setProblem(words("create.problem.empty"));
      return;
    }
    setBusy(true);
    const answer = await session.rooms.create({ name: name.trim() });
    setBusy(false);
    if (answer?.ok) {
      navigation.go(answer.room.room);
      onClose();
      return;
    }
    const problem = toldProblems.find((code) => code === answer?.error.code) ?? "other";
    setProblem(words(`create.problem.${problem}`));
  };

  return (
    <Dialog title={words("create.title")} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <p className="dialog-lead">{words("create.lead")}</p>
        <label htmlFor="room-name">{words("create.name")}</label>
        <input
          id="room-name"
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(null);
          }}
          maxLength={nameMax}
          autoComplete="off"
          aria-invalid={problem !== null}
          aria-describedby="room-name-problem"
        />
        <div id="room-name-problem" role="alert" className="field-problem">
          {problem}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words("create.cancel")}
          </button>
          <button type="submit" className="button button-primary" aria-busy={isBusy}>
            {words("create.submit")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
