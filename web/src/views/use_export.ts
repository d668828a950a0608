// A file that is being made: whether it is, what went wrong, and what it is called when it is there.
import { useState } from "react";
import type { Outcome } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import { saveFile } from "../ui/save_file.ts";
import { refusalText } from "./account_words.ts";

export interface ExportUnderWay {
  readonly isBusy: boolean;
  readonly problem: string | null;
  readonly saved: string | null;
  /** Once at a time. */
  readonly run: (ask: () => Promise<Outcome<Blob>>, name: string) => Promise<void>;
}

export function useExport(): ExportUnderWay {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const run = async (ask: () => Promise<Outcome<Blob>>, name: string) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    setSaved(null);
    const outcome = await ask();
    setBusy(false);
    if (!outcome.ok) {
      setProblem(outcome.code === "unreachable" ? words("exports.cutOff") : refusalText(outcome));
      return;
    }
    saveFile(outcome.value, name);
    setSaved(name);
  };
  return { isBusy, problem, saved, run };
}
