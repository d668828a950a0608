import { type FormEvent, type ReactNode, useId, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { MadeLink } from "./made_link.tsx";

const lifetimes = [
  { days: 1, label: "invites.day" },
  { days: 7, label: "invites.week" },
  { days: 30, label: "invites.month" },
  { days: 365, label: "roomLinks.year" },
] as const;

/** For how many people a link is good. */
export interface UsesField {
  readonly label: string;
  readonly first: string;
  /** What none written means; absent: one has to say. */
  readonly none?: string;
  readonly max: number;
  /** Why what is written is no number of people. */
  readonly invalid: string;
}

export interface LinkWish {
  readonly days: number;
  /** 0: any number. */
  readonly uses: number;
}

export type LinkMade = { readonly address: string } | { readonly problem: string };

/** Null: it is no number of people. */
function usesFrom(typed: string, { none, max }: UsesField): number | null {
  if (none !== undefined && typed.trim() === "") return 0;
  const count = Number(typed);
  return Number.isInteger(count) && count >= 1 && count <= max ? count : null;
}

/**
 * Makes links that let somebody in, for a while and so many people.
 *
 * daysMax  the longest a link is good for
 * note     is said below one that was made
 */
export function LinkForm({
  lead,
  daysMax,
  field,
  note,
  isChief = false,
  make,
}: {
  readonly lead: ReactNode;
  readonly daysMax: number;
  readonly field: UsesField;
  readonly note?: string;
  /** What one came for, and not one thing of several. */
  readonly isChief?: boolean;
  readonly make: (wish: LinkWish) => Promise<LinkMade>;
}) {
  const id = useId();
  const [days, setDays] = useState(7);
  const [typed, setTyped] = useState(field.first);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ isOfUses: boolean; text: string } | null>(null);
  const [address, setAddress] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    const uses = usesFrom(typed, field);
    if (uses === null) {
      setProblem({ isOfUses: true, text: field.invalid });
      return;
    }
    setBusy(true);
    setProblem(null);
    const made = await make({ days, uses });
    setBusy(false);
    if ("address" in made) setAddress(made.address);
    else setProblem({ isOfUses: false, text: made.problem });
  };
  return (
    <form className="account-form" onSubmit={submit} noValidate>
      {lead}
      <div className="invite-wish">
        <div className="form-field">
          <label htmlFor={`${id}-lifetime`}>{words("invites.lifetime")}</label>
          <select
            id={`${id}-lifetime`}
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          >
            {lifetimes
              .filter((each) => each.days <= daysMax)
              .map((each) => (
                <option key={each.days} value={each.days}>
                  {words(each.label)}
                </option>
              ))}
          </select>
        </div>
        <div className="form-field">
          <label htmlFor={`${id}-uses`}>{field.label}</label>
          <input
            id={`${id}-uses`}
            inputMode="numeric"
            value={typed}
            placeholder={field.none}
            onChange={(event) => {
              setTyped(event.target.value);
              setProblem(null);
            }}
            aria-invalid={problem?.isOfUses === true}
            aria-describedby={`${id}-problem`}
            autoComplete="off"
          />
        </div>
      </div>
      <div id={`${id}-problem`} role="alert" className="field-problem">
        {problem?.text}
      </div>
      <button
        type="submit"
        className={isChief ? "button button-primary" : "button"}
        aria-busy={isBusy}
      >
        {words(isBusy ? "invites.making" : "invites.make")}
      </button>
      {address !== null && (
        <>
          <MadeLink key={address} address={address} />
          {note !== undefined && <p className="form-note">{note}</p>}
        </>
      )}
    </form>
  );
}
