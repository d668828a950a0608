import { type FormEvent, useEffect, useState } from "react";
import { checkInvite, register } from "../client/account.ts";
import type { Refused } from "../client/ask_rest.ts";
import { laterWords as words } from "../locales/words.ts";
import type { EntryLink } from "../state/model.ts";
import { KeepField, PasswordField, TextField } from "./account_fields.tsx";
import { refusalText } from "./account_words.ts";
import { useForm } from "./use_form.ts";
import { useClient, useParlor } from "./use_session.ts";

/** Whether the invite is good, as far as is known. */
function useInviteCheck(link: EntryLink | null): "checking" | "good" | Refused {
  const { session } = useClient();
  const code = link?.kind === "invite" ? link.key : null;
  const [checked, setChecked] = useState<"checking" | "good" | Refused>(
    code === null ? "good" : "checking",
  );
  useEffect(() => {
    if (code === null) return;
    let isCurrent = true;
    setChecked("checking");
    void checkInvite(session, code).then((outcome) => {
      if (!isCurrent) return;
      // Only what is known to be wrong stands in the way: registering asks again.
      const isBad = !outcome.ok && outcome.code === "invite_invalid";
      setChecked(isBad ? outcome : "good");
    });
    return () => {
      isCurrent = false;
    };
  }, [session, code]);
  return checked;
}

/**
 * Makes an account: of nobody yet, or of the guest who is here.
 *
 * link    brought by the address: an invite, or the owner's key
 * onDone  the account is there, and this session is its
 */
export function RegisterForm({
  name: given,
  link,
  onDone,
}: {
  readonly name: string;
  readonly link: EntryLink | null;
  readonly onDone?: () => void;
}) {
  const { session } = useClient();
  const form = useForm();
  const isJoining = useParlor((state) => state.connection.state === "joining");
  const checked = useInviteCheck(link);
  const [name, setName] = useState(given);
  const [password, setPassword] = useState("");
  const [keep, setKeep] = useState(true);
  const isBusy = form.isBusy || isJoining;

  const ask = async (wanted: string) => {
    if (wanted === "") {
      form.refuse("name", words("account.problem.name_empty"));
      return;
    }
    if (password === "") {
      form.refuse("password", words("account.problem.password_empty"));
      return;
    }
    const key =
      link === null ? {} : link.kind === "owner" ? { owner_key: link.key } : { invite: link.key };
    const wish = { name: wanted, password, keep, ...key };
    const done = await form.submit(() => register(session, wish));
    if (done !== null) onDone?.();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void ask(name.trim());
  };

  if (checked === "checking") return <p className="form-note">{words("account.checking")}</p>;
  if (checked !== "good") {
    return (
      <p role="alert" className="form-note field-problem">
        {refusalText(checked)}
      </p>
    );
  }
  const suggestions = form.problem?.suggestions.slice(0, 4) ?? [];
  return (
    <form className="account-form" onSubmit={submit} noValidate>
      <TextField
        label={words("account.name")}
        value={name}
        onChange={(value) => {
          setName(value);
          form.clear();
        }}
        problem={form.problemOf("name")}
        autoComplete="username"
        ref={form.fields.name}
        isFirst={given === ""}
        remedy={
          suggestions.length > 0 && (
            <fieldset className="suggestions" aria-label={words("join.suggestions")}>
              {suggestions.map((suggestion) => (
                <button
                  key={suggestion}
                  type="button"
                  className="chip"
                  onClick={() => {
                    setName(suggestion);
                    void ask(suggestion);
                  }}
                >
                  {suggestion}
                </button>
              ))}
            </fieldset>
          )
        }
      />
      <PasswordField
        label={words("account.password")}
        value={password}
        onChange={(value) => {
          setPassword(value);
          form.clear();
        }}
        problem={form.problemOf("password")}
        hint={words("account.hint")}
        autoComplete="new-password"
        ref={form.fields.password}
        isFirst={given !== ""}
      />
      <KeepField value={keep} onChange={setKeep} />
      <button type="submit" className="button button-primary" aria-busy={isBusy}>
        {words(isBusy ? "account.creating" : "account.createNow")}
      </button>
      <div role="alert" className="field-problem form-problem">
        {form.problemOf(null)}
      </div>
    </form>
  );
}
