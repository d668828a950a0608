import { Pencil } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import type { Failure } from "../protocol/types.ts";
import { useGrowing } from "../ui/growing_field.ts";
import { lengthOf, lineOf } from "../ui/text.ts";
import { roomProblem } from "./room_words.ts";

interface EditInPlaceProps {
  readonly label: string;
  readonly value: string;
  readonly editLabel: string;
  readonly mayEdit: boolean;
  readonly charactersMax: number;
  /** What stands there while there is nothing. */
  readonly empty?: string;
  /** It is seldom short enough for one line to show it. */
  readonly isLong?: boolean;
  /** What is wrong with an empty one; without it, it may be empty. */
  readonly emptyProblem?: string;
  readonly onSave: (value: string) => Promise<{ ok: true } | Failure | null>;
}

function Field({
  label,
  value,
  charactersMax,
  isLong = false,
  emptyProblem,
  onSave,
  onClose,
}: EditInPlaceProps & { readonly onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  useGrowing(field, text);

  const wish = lineOf(text);
  const { count, left } = lengthOf(wish, charactersMax);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || left < 0) return;
    if (wish === "" && emptyProblem !== undefined) {
      setProblem(emptyProblem);
      return;
    }
    if (wish === value) {
      onClose();
      return;
    }
    setBusy(true);
    setProblem(null);
    const answer = await onSave(wish);
    setBusy(false);
    if (answer?.ok) onClose();
    else {
      setProblem(roomProblem(answer));
      field.current?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    } else if (event.key === "Enter" && event.target === field.current) {
      // It is one line to whoever reads it, however many it takes here.
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  };
  const Input = isLong ? "textarea" : "input";
  const counted =
    left < 0
      ? words("details.tooLong", { count: -left })
      : count > 0
        ? words("details.left", { count: left })
        : "";
  return (
    <form className="edit-in-place" onSubmit={submit} onKeyDown={onKeyDown} noValidate>
      <Input
        ref={field}
        {...(isLong ? { rows: 2 } : {})}
        autoFocus
        aria-label={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(null);
        }}
        dir="auto"
        autoComplete="off"
        aria-invalid={problem !== null || left < 0}
        aria-describedby={`${id}-told`}
      />
      <div id={`${id}-told`} className={left < 0 ? "field-problem" : "field-hint"}>
        {counted}
      </div>
      <div role="alert" className="field-problem">
        {problem}
      </div>
      <div className="edit-actions">
        <button type="button" className="button" onClick={onClose}>
          {words("details.cancel")}
        </button>
        <button
          type="submit"
          className="button button-primary"
          aria-busy={isBusy}
          aria-disabled={left < 0}
        >
          {words("details.save")}
        </button>
      </div>
    </form>
  );
}

/** One line about the room, which those who may change where it stands. */
export function EditInPlace(props: EditInPlaceProps) {
  const { label, value, editLabel, mayEdit, empty } = props;
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (!isEditing && wasEditing.current) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  return (
    <section className="details-part" aria-label={label}>
      <h3>{label}</h3>
      {isEditing && mayEdit ? (
        <Field {...props} onClose={() => setEditing(false)} />
      ) : (
        <div className="details-line">
          <p className={value === "" ? "details-empty" : "details-text"}>
            {value === "" ? empty : <bdi>{value}</bdi>}
          </p>
          {mayEdit && (
            <button
              ref={button}
              type="button"
              className="icon-button"
              aria-label={editLabel}
              title={editLabel}
              onClick={() => setEditing(true)}
            >
              <Pencil aria-hidden="true" />
            </button>
          )}
        </div>
      )}
    </section>
  );
}
