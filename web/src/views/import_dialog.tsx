import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import type { Refused } from "../client/ask_rest.ts";
import { type CheckedExport, checkExport, type FileProblem } from "../client/export_file.ts";
import { type ImportEnd, RoomImport } from "../client/room_import.ts";
import { laterWords as words } from "../locales/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { refusalText } from "./account_words.ts";
import { useClient, useParlor } from "./use_session.ts";

type Chosen =
  | { readonly state: "none" }
  | { readonly state: "reading" }
  | { readonly state: "wrong"; readonly text: string }
  | { readonly state: "whole"; readonly file: File; readonly about: CheckedExport };

function fileText(problem: FileProblem): string {
  return problem.what === "broken"
    ? words("imports.file.broken", { line: problem.line })
    : words(`imports.file.${problem.what}`);
}

/** Trying again would not help. */
const hopeless = ["import_invalid", "not_found"] as const;

function refusedText(refused: Refused): string {
  if (refused.code === "name_invalid") return words("details.problem.name_invalid");
  if (refused.code === "too_many") return words("imports.problem.full");
  const own = hopeless.find((code) => code === refused.code);
  return own === undefined ? refusalText(refused) : words(`imports.problem.${own}`);
}

/** A file is read when it is chosen; of two the later one counts. */
function useChosenFile(onWhole: (about: CheckedExport) => void) {
  const [chosen, setChosen] = useState<Chosen>({ state: "none" });
  const round = useRef(0);
  useEffect(
    () => () => {
      round.current += 1;
    },
    [],
  );
  const choose = async (file: File | undefined) => {
    round.current += 1;
    const own = round.current;
    if (file === undefined) {
      setChosen({ state: "none" });
      return;
    }
    setChosen({ state: "reading" });
    const about = await checkExport(file);
    if (own !== round.current) return;
    if ("what" in about) setChosen({ state: "wrong", text: fileText(about) });
    else {
      setChosen({ state: "whole", file, about });
      onWhole(about);
    }
  };
  return [chosen, choose] as const;
}

/** How much of the log is there by now. */
function Progress({ sent, events }: { readonly sent: number; readonly events: number }) {
  const id = useId();
  return (
    <div className="import-progress">
      <progress aria-labelledby={id} value={sent} max={Math.max(events, 1)} />
      <small id={id}>{words("imports.sent", { count: sent, max: events })}</small>
    </div>
  );
}

/** Puts a room's log, as somebody took it away, into a new room here. onOpened: it is there */
export function ImportDialog({
  onOpened,
  onClose,
}: {
  readonly onOpened: (room: string) => void;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const nameMax = useParlor((state) => state.server?.roomNameCharactersMax ?? 48);
  const id = useId();
  const [name, setName] = useState("");
  const [chosen, choose] = useChosenFile((about) => setName(about.name));
  const [sent, setSent] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const underWay = useRef<RoomImport | null>(null);
  useEffect(() => () => underWay.current?.stop(), []);
  const hasBegun = sent !== null;

  const forget = () => {
    underWay.current = null;
    setSent(null);
  };
  const read = (end: ImportEnd) => {
    switch (end.state) {
      case "opened":
        onOpened(end.room);
        return;
      case "refused":
        setProblem(refusedText(end.why));
        // What is not a matter of trying again may be tried under another name, or with another file.
        if (!underWay.current?.hasBegun || hopeless.some((code) => code === end.why.code)) forget();
        return;
      case "unreadable":
        forget();
        setProblem(fileText(end.why));
        return;
      case "stopped":
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (chosen.state !== "whole") {
      if (chosen.state === "none") setProblem(words("imports.choose"));
      return;
    }
    if (name.trim() === "") {
      setProblem(words("details.nameEmpty"));
      return;
    }
    if (underWay.current === null) {
      const wish = { name: name.trim(), topic: chosen.about.topic };
      underWay.current = new RoomImport(session, chosen.file, wish, setSent);
      setSent(0);
    }
    setBusy(true);
    setProblem(null);
    const end = await underWay.current.run();
    setBusy(false);
    read(end);
  };
  return (
    <Dialog title={words("imports.title")} onClose={onClose}>
      <form className="dialog-form" onSubmit={submit} noValidate>
        <p className="dialog-lead">{words("imports.lead")}</p>
        <label htmlFor={`${id}-file`}>{words("imports.which")}</label>
        <input
          id={`${id}-file`}
          type="file"
          disabled={hasBegun}
          onChange={(event) => {
            setProblem(null);
            void choose(event.target.files?.[0]);
          }}
          aria-invalid={chosen.state === "wrong"}
          aria-describedby={`${id}-told`}
        />
        <p id={`${id}-told`} role="status" className="field-told field-hint">
          {chosen.state === "reading" && words("imports.reading")}
          {chosen.state === "whole" && words("imports.events", { count: chosen.about.events })}
        </p>
        {chosen.state === "whole" && (
          <>
            <label htmlFor={`${id}-name`}>{words("create.name")}</label>
            <input
              id={`${id}-name`}
              value={name}
              readOnly={hasBegun}
              onChange={(event) => {
                setName(event.target.value);
                setProblem(null);
              }}
              maxLength={nameMax}
              dir="auto"
              autoComplete="off"
              aria-describedby={`${id}-problem`}
            />
          </>
        )}
        {hasBegun && chosen.state === "whole" && (
          <Progress sent={sent} events={chosen.about.events} />
        )}
        <div id={`${id}-problem`} role="alert" className="field-problem">
          {problem ?? (chosen.state === "wrong" && chosen.text)}
        </div>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {words("details.cancel")}
          </button>
          <button
            type="submit"
            className="button button-primary"
            aria-busy={isBusy}
            aria-disabled={chosen.state !== "whole"}
          >
            {words(isBusy ? "imports.busy" : hasBegun ? "room.retry" : "imports.now")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
