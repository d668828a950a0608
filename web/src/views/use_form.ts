import { useEffect, useRef, useState } from "react";
import type { Outcome } from "../client/ask_rest.ts";
import { type Field, type FormProblem, formProblem } from "./account_words.ts";

/** One form that asks the server: busy while it does, and the first wrong field has the focus afterwards. */
export function useForm() {
  const [problem, setProblem] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const current = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (problem === null || problem.field === null) return;
    const field = { name, password, current }[problem.field].current;
    field?.focus();
    field?.select();
  }, [problem]);

  return {
    isBusy,
    problem,
    fields: { name, password, current },
    problemOf: (field: Field | null) =>
      problem !== null && problem.field === field ? problem.text : null,
    clear: () => setProblem(null),
    refuse: (field: Field, text: string) => setProblem({ field, text, suggestions: [] }),
    /** Null where it was refused, or where another is under way. */
    async submit<T>(ask: () => Promise<Outcome<T>>): Promise<T | null> {
      if (isBusy) return null;
      setBusy(true);
      setProblem(null);
      const outcome = await ask();
      setBusy(false);
      if (outcome.ok) return outcome.value;
      setProblem(formProblem(outcome));
      return null;
    },
  };
}

export type Form = ReturnType<typeof useForm>;
