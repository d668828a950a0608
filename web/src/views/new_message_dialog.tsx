import { type FormEvent, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Profile } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { PeoplePicker } from "./people_picker.tsx";
import { useClient } from "./use_session.ts";

/** As many as the server lets one conversation have, without oneself. */
const peopleMax = 8;
const toldProblems = [
  "no_such_person",
  "too_many_people",
  "too_many_rooms",
  "rate_limited",
] as const;

export function NewMessageDialog({ onClose }: DialogProps) {
  const { session, navigation } = useClient();
  const [chosen, setChosen] = useState<readonly Profile[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (chosen.length === 0) {
      setProblem(words("newMessage.problem.empty"));
      return;
    }
    setBusy(true);
    const answer = await session.rooms.openDirect(chosen.map((person) => person.user));
    setBusy(false);
    if (answer?.ok) {
      navigation.go(answer.room.room);
      onClose();
      return;
    }
    const told = toldProblems.find((code) => code === answer?.error.code) ?? "other";
    setProblem(words(`newMessage.problem.${told}`));
  };

  return (
    <Dialog title={words("newMessage.title")} onClose={onClose}>
      <form className="dialog-form dialog-people" onSubmit={submit} noValidate>
        <PeoplePicker
          label={words("newMessage.to")}
          chosen={chosen}
          max={peopleMax}
          problem={problem}
          onChange={(people) => {
            setChosen(people);
            setProblem(null);
          }}
        />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words("create.cancel")}
          </button>
          <button type="submit" className="button button-primary" aria-busy={isBusy}>
            {words("newMessage.start")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
