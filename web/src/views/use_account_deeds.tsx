// What is done about somebody with an account, and the dialogs it takes.
import { type ReactNode, type RefObject, useState } from "react";
import { changeRole, liftSuspension, signOutEverywhere } from "../client/administration.ts";
import type { Outcome } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Account } from "../protocol/administration.ts";
import type { AccountDeed, GivenRole } from "../state/administration.ts";
import { administrationProblem } from "./administration_words.ts";
import { AskDialog } from "./confirm_dialog.tsx";
import { SuspendDialog } from "./suspend_dialog.tsx";
import { useOpener } from "./use_opener.ts";
import { useClient } from "./use_session.ts";

type Done = GivenRole | "signOut" | "suspend" | "lift";

interface Asked {
  readonly what: GivenRole | "signOut" | "suspend";
  readonly account: Account;
}

export interface AccountDeeds {
  readonly act: (deed: AccountDeed, account: Account) => void;
  /** What was done last. */
  readonly told: string | null;
  /** Why the last one was not done. */
  readonly problem: string | null;
  readonly dialogs: ReactNode;
}

/**
 * fallback  has the focus when the button that led here is gone
 * onChange  somebody is otherwise now
 * onGone    the list is no longer true
 */
export function useAccountDeeds(
  fallback: RefObject<HTMLElement | null>,
  onChange: (account: Account) => void,
  onGone: () => Promise<void>,
): AccountDeeds {
  const { session } = useClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const opens = useOpener(asked !== null, fallback);

  /** Why it was not done; null when it was. */
  const read = <T,>(what: Done, { nickname }: Account, outcome: Outcome<T>): string | null => {
    if (outcome.ok) {
      setTold(words(`administration.done.${what}`, { name: nickname }));
      return null;
    }
    if (outcome.code === "no_such_person") void onGone();
    return administrationProblem(outcome);
  };
  const change = async (what: Done, account: Account, ask: Promise<Outcome<Account>>) => {
    const outcome = await ask;
    if (outcome.ok) onChange(outcome.value);
    return read(what, account, outcome);
  };
  const signOut = async (account: Account) =>
    read("signOut", account, await signOutEverywhere(session, account.user));

  const act = async (deed: AccountDeed, account: Account) => {
    setTold(null);
    setProblem(null);
    if (deed === "lift") {
      setProblem(await change("lift", account, liftSuspension(session, account.user)));
      return;
    }
    opens();
    setAsked({ what: deed === "resuspend" ? "suspend" : deed, account });
  };
  const close = () => setAsked(null);
  return {
    act: (deed, account) => void act(deed, account),
    told,
    problem,
    dialogs: asked !== null && (
      <Question
        asked={asked}
        onRole={(role) =>
          change(role, asked.account, changeRole(session, asked.account.user, role))
        }
        onSignOut={() => signOut(asked.account)}
        onSuspend={(ask) => change("suspend", asked.account, ask)}
        onClose={close}
      />
    ),
  };
}

function Question({
  asked: { what, account },
  onRole,
  onSignOut,
  onSuspend,
  onClose,
}: {
  readonly asked: Asked;
  readonly onRole: (role: GivenRole) => Promise<string | null>;
  readonly onSignOut: () => Promise<string | null>;
  readonly onSuspend: (ask: Promise<Outcome<Account>>) => Promise<string | null>;
  readonly onClose: () => void;
}) {
  if (what === "suspend")
    return <SuspendDialog account={account} onAsk={onSuspend} onClose={onClose} />;
  const name = account.nickname;
  return (
    <AskDialog
      title={words(`administration.ask.${what}.title`, { name })}
      lead={words(`administration.ask.${what}.lead`, { name })}
      submit={words(
        what === "signOut" ? "administration.ask.signOutNow" : "administration.ask.roleNow",
      )}
      isDangerous={what === "signOut"}
      act={() => (what === "signOut" ? onSignOut() : onRole(what))}
      onClose={onClose}
    />
  );
}
