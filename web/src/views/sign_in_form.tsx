import { type FormEvent, useState } from "react";
import { signIn } from "../client/account.ts";
import { laterWords as words } from "../locales/words.ts";
import { KeepField, PasswordField, TextField } from "./account_fields.tsx";
import { useForm } from "./use_form.ts";
import { useClient, useParlor } from "./use_session.ts";

export function SignInForm({ name: given }: { readonly name: string }) {
  const { session } = useClient();
  const form = useForm();
  const isJoining = useParlor((state) => state.connection.state === "joining");
  const [name, setName] = useState(given);
  const [password, setPassword] = useState("");
  const [keep, setKeep] = useState(true);
  const isBusy = form.isBusy || isJoining;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") form.refuse("name", words("account.problem.name_empty"));
    else if (password === "") form.refuse("password", words("account.problem.password_empty"));
    else await form.submit(() => signIn(session, { name: name.trim(), password, keep }));
  };
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
      />
      <PasswordField
        label={words("account.password")}
        value={password}
        onChange={(value) => {
          setPassword(value);
          form.clear();
        }}
        problem={form.problemOf("password")}
        autoComplete="current-password"
        ref={form.fields.password}
        isFirst={given !== ""}
      />
      <KeepField value={keep} onChange={setKeep} />
      <button type="submit" className="button button-primary" aria-busy={isBusy}>
        {words(isBusy ? "account.signingIn" : "account.signInTo")}
      </button>
      <div role="alert" className="field-problem form-problem">
        {form.problemOf(null)}
      </div>
    </form>
  );
}
