import { type FormEvent, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Profile } from "../protocol/types.ts";
import type { RoomState } from "../state/model.ts";
import { Dialog } from "../ui/dialog.tsx";
import { PeoplePicker } from "./people_picker.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient, useParlor } from "./use_session.ts";

/** As many as are added one after another. */
const addedAtOnceMax = 20;

interface NotAdded {
  readonly user: string;
  readonly text: string;
}

/** Makes people members of the room. Whoever could not be added stays chosen, with the reason. */
export function AddPeopleDialog({
  room,
  onClose,
}: {
  readonly room: RoomState;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const list = useParlor((state) => state.memberList);
  const [chosen, setChosen] = useState<readonly Profile[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [notAdded, setNotAdded] = useState<readonly NotAdded[]>([]);
  const [isBusy, setBusy] = useState(false);
  const here = list?.room === room.room ? list.members.map(({ user }) => user) : [];

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (chosen.length === 0) {
      setProblem(words("addPeople.choose"));
      return;
    }
    setBusy(true);
    setProblem(null);
    setNotAdded([]);
    const refused: NotAdded[] = [];
    for (const person of chosen) {
      const answer = await session.care.add(room.room, person.user);
      if (answer?.ok) setChosen((before) => before.filter(({ user }) => user !== person.user));
      else {
        const reason = roomProblem(answer);
        const text = words("addPeople.failed", { name: person.nickname, reason });
        refused.push({ user: person.user, text });
        setNotAdded([...refused]);
      }
    }
    setBusy(false);
    if (refused.length === 0) onClose();
  };
  return (
    <Dialog title={words("addPeople.title", { name: room.name })} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <PeoplePicker
          label={words("addPeople.who")}
          chosen={chosen}
          max={addedAtOnceMax}
          without={here}
          problem={problem}
          onChange={(people) => {
            setChosen(people);
            setProblem(null);
          }}
        />
        <div role="alert" className="field-problem">
          {notAdded.map(({ user, text }) => (
            <p key={user}>{text}</p>
          ))}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words("addPeople.cancel")}
          </button>
          <button type="submit" className="button button-primary" aria-busy={isBusy}>
            {words(isBusy ? "addPeople.adding" : "addPeople.add")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
