import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { mayOnServer } from "../protocol/permissions.ts";
import type { ErrorCode } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import { lengthOf } from "../ui/text.ts";
import type { DialogProps } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

type Kind = "public" | "private";
type FieldName = "name" | "kind" | "topic";
interface Problem {
  /** Null: it is about none of them. */
  readonly field: FieldName | null;
  readonly text: string;
}

const problems = {
  name_invalid: "name",
  name_taken: "name",
  topic_too_long: "topic",
  forbidden: "kind",
  too_many_rooms: null,
  rate_limited: null,
} as const satisfies Partial<Record<ErrorCode, FieldName | null>>;

function problemOf(code: ErrorCode | undefined): Problem {
  for (const [told, field] of Object.entries(problems)) {
    if (told === code)
      return { field, text: words(`create.problem.${told as keyof typeof problems}`) };
  }
  return { field: null, text: words("create.problem.other") };
}

function KindChoice({
  kind,
  chosen,
  isAllowed = true,
  onChoose,
  children,
}: {
  readonly kind: Kind;
  readonly chosen: Kind;
  readonly isAllowed?: boolean;
  readonly onChoose: (kind: Kind) => void;
  readonly children?: ReactNode;
}) {
  return (
    <div className="choice">
      <input
        id={`room-kind-${kind}`}
        type="radio"
        name="room-kind"
        value={kind}
        checked={kind === chosen}
        disabled={!isAllowed}
        onChange={() => onChoose(kind)}
        aria-describedby={`room-kind-${kind}-lead`}
      />
      <label htmlFor={`room-kind-${kind}`}>{words(`create.kind.${kind}`)}</label>
      <p id={`room-kind-${kind}-lead`} className="field-hint">
        {words(isAllowed ? `create.lead.${kind}` : "create.lead.accounts")}
      </p>
      {children}
    </div>
  );
}

export function CreateRoomDialog({ onClose, onOpenDialog }: DialogProps) {
  const { session, navigation } = useClient();
  const nameMax = useParlor((state) => state.server?.roomNameCharactersMax ?? 48);
  const topicMax = useParlor((state) => state.server?.topicCharactersMax ?? 250);
  const mayBePrivate = useParlor(
    (state) => state.me !== null && mayOnServer(state.me.role, "create_private"),
  );
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("public");
  const [topic, setTopic] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const fields = { name: useRef<HTMLInputElement>(null), topic: useRef<HTMLInputElement>(null) };
  const { count, left } = lengthOf(topic, topicMax);

  const textOf = (field: FieldName | null) =>
    problem !== null && problem.field === field ? problem.text : null;
  const refuse = (refused: Problem) => {
    setProblem(refused);
    if (refused.field === "name" || refused.field === "topic")
      fields[refused.field].current?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (name.trim() === "") {
      refuse({ field: "name", text: words("create.problem.empty") });
      return;
    }
    if (left < 0) {
      fields.topic.current?.focus();
      return;
    }
    setBusy(true);
    const about = topic.trim();
    const wish = { name: name.trim(), kind, ...(about === "" ? {} : { topic: about }) };
    const answer = await session.rooms.create(wish);
    setBusy(false);
    if (answer?.ok) {
      navigation.go(answer.room.room);
      onClose();
    } else refuse(problemOf(answer?.error.code));
  };

  return (
    <Dialog title={words("create.title")} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <div className="form-field">
          <label htmlFor="room-name">{words("create.name")}</label>
          <input
            ref={fields.name}
            id="room-name"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setProblem(null);
            }}
            maxLength={nameMax}
            autoComplete="off"
            aria-invalid={textOf("name") !== null}
            aria-describedby="room-name-told"
          />
          <div id="room-name-told" className="field-told">
            <div role="alert" className="field-problem">
              {textOf("name")}
            </div>
          </div>
        </div>
        <fieldset className="choices">
          <legend>{words("create.kind.legend")}</legend>
          <KindChoice kind="public" chosen={kind} onChoose={setKind} />
          <KindChoice kind="private" chosen={kind} isAllowed={mayBePrivate} onChoose={setKind}>
            {!mayBePrivate && (
              <button
                type="button"
                className="link-button choice-more"
                onClick={() => onOpenDialog("register")}
              >
                {words("join.create")}
              </button>
            )}
          </KindChoice>
          <div role="alert" className="field-problem">
            {textOf("kind")}
          </div>
        </fieldset>
        <div className="form-field">
          <label htmlFor="room-topic">{words("create.topic")}</label>
          <input
            ref={fields.topic}
            id="room-topic"
            value={topic}
            onChange={(event) => {
              setTopic(event.target.value);
              setProblem(null);
            }}
            autoComplete="off"
            aria-invalid={left < 0 || textOf("topic") !== null}
            aria-describedby="room-topic-told"
          />
          <div id="room-topic-told" className="field-told">
            <div role="alert" className="field-problem">
              {left < 0 ? words("create.tooLong", { count: -left }) : textOf("topic")}
            </div>
            {count > 0 && left >= 0 && (
              <span className="field-hint">{words("composer.left", { count: left })}</span>
            )}
          </div>
        </div>
        <div role="alert" className="field-problem">
          {textOf(null)}
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
