import { Download, LogOut, UserPlus } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import { changePassword, endOtherSignIns, endSignIn, signIns } from "../client/account.ts";
import { exportOwn, fileName } from "../client/exports.ts";
import { laterWords as words } from "../locales/words.ts";
import type { SignIn } from "../protocol/rest.ts";
import { hasAccount } from "../state/people.ts";
import { agentOf } from "../ui/agent.ts";
import { shortTime } from "../ui/time.ts";
import { PasswordField } from "./account_fields.tsx";
import { refusalText } from "./account_words.ts";
import type { DialogName } from "./dialogs.tsx";
import { ListState } from "./list_state.tsx";
import { useExport } from "./use_export.ts";
import { useForm } from "./use_form.ts";
import { useList } from "./use_list.ts";
import { useClient, useParlor } from "./use_session.ts";

function PasswordForm({ onChanged }: { readonly onChanged: () => void }) {
  const { session } = useClient();
  const name = useParlor((state) => state.me?.nickname ?? "");
  const form = useForm();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const [isChanged, setChanged] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setChanged(false);
    if (current === "") form.refuse("current", words("account.problem.password_empty"));
    else if (password === "") form.refuse("password", words("account.problem.password_empty"));
    else if ((await form.submit(() => changePassword(session, current, password))) !== null) {
      setCurrent("");
      setPassword("");
      setChanged(true);
      onChanged();
    }
  };
  return (
    <form className="account-form" onSubmit={submit} noValidate>
      <h3>{words("passwords.title")}</h3>
      {/* Tells password managers whose password it is. */}
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <PasswordField
        label={words("account.currentPassword")}
        value={current}
        onChange={(value) => {
          setCurrent(value);
          form.clear();
        }}
        problem={form.problemOf("current")}
        autoComplete="current-password"
        ref={form.fields.current}
      />
      <PasswordField
        label={words("account.newPassword")}
        value={password}
        onChange={(value) => {
          setPassword(value);
          form.clear();
        }}
        problem={form.problemOf("password")}
        hint={words("account.hint")}
        autoComplete="new-password"
        ref={form.fields.password}
      />
      <div className="form-end">
        <p role="status" className="form-done">
          {isChanged && words("passwords.changed")}
        </p>
        <div role="alert" className="field-problem">
          {form.problemOf(null)}
        </div>
        <button type="submit" className="button" aria-busy={form.isBusy}>
          {words("passwords.change")}
        </button>
      </div>
    </form>
  );
}

function deviceOf({ agent }: SignIn): string {
  const { browser, system } = agentOf(agent);
  if (browser !== null && system !== null) return words("signIns.on", { browser, system });
  return browser ?? system ?? words("signIns.unknown");
}

function SignIns({ version }: { readonly version: number }) {
  const { session } = useClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is a new list
  const ask = useCallback(() => signIns(session), [session, version]);
  const [list, load] = useList(ask);
  const [problem, setProblem] = useState<string | null>(null);

  const end = async (act: () => ReturnType<typeof endSignIn>) => {
    setProblem(null);
    const outcome = await act();
    if (!outcome.ok && outcome.code !== "not_found") setProblem(refusalText(outcome));
    await load();
  };
  const sessions = list.state === "loaded" ? list.it.sessions : [];
  const isAlone = list.state === "loaded" && sessions.every(({ current }) => current);
  return (
    <section className="settings-part" aria-labelledby="sign-ins-title">
      <h3 id="sign-ins-title">{words("signIns.title")}</h3>
      <ListState
        list={list}
        loading={words("signIns.loading")}
        failed={words("signIns.failed")}
        onRetry={load}
      />
      <ul className="settings-list">
        {sessions.map((each) => (
          <li key={each.session} className="settings-row">
            <span className="settings-row-words">
              <span>
                {deviceOf(each)}{" "}
                {each.current && <small className="role-badge">{words("signIns.this")}</small>}
              </span>
              <small>
                <bdi>{each.address}</bdi> · {words("signIns.used", { time: shortTime(each.used) })}
              </small>
            </span>
            {!each.current && (
              <button
                type="button"
                className="button"
                aria-label={words("signIns.endNamed", { name: deviceOf(each) })}
                onClick={() => void end(() => endSignIn(session, each.session))}
              >
                {words("signIns.end")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {isAlone && <p className="form-note">{words("signIns.none")}</p>}
      <div role="alert" className="field-problem">
        {problem}
      </div>
      {!isAlone && list.state === "loaded" && (
        <button
          type="button"
          className="button"
          onClick={() => void end(() => endOtherSignIns(session))}
        >
          {words("signIns.endOthers")}
        </button>
      )}
    </section>
  );
}

function OwnData() {
  const { session } = useClient();
  const name = useParlor((state) => state.me?.nickname ?? "");
  const { isBusy, problem, saved, run } = useExport();
  return (
    <section className="settings-part" aria-labelledby="own-data-title">
      <h3 id="own-data-title">{words("exports.ownTitle")}</h3>
      <p className="form-note">{words("exports.ownLead")}</p>
      <p role="status" className="form-done">
        {isBusy && words("exports.busy")}
        {saved !== null && words("exports.saved", { file: saved })}
      </p>
      <div role="alert" className="field-problem">
        {problem}
      </div>
      <button
        type="button"
        className="button"
        aria-busy={isBusy}
        onClick={() => void run(() => exportOwn(session), fileName(name, "jsonl"))}
      >
        <Download aria-hidden="true" />
        {words("exports.ownSave")}
      </button>
    </section>
  );
}

export function SettingsAccount({
  onOpenDialog,
}: {
  readonly onOpenDialog: (name: DialogName) => void;
}) {
  const { session } = useClient();
  const isAccount = useParlor(hasAccount);
  const [version, setVersion] = useState(0);
  return (
    <>
      {isAccount ? (
        <>
          <SignIns version={version} />
          <PasswordForm onChanged={() => setVersion(version + 1)} />
        </>
      ) : (
        <p className="dialog-lead">{words("settings.guest")}</p>
      )}
      <OwnData />
      <div className="settings-actions">
        {!isAccount && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => onOpenDialog("register")}
          >
            <UserPlus aria-hidden="true" />
            {words("join.create")}
          </button>
        )}
        <button type="button" className="button" onClick={() => session.signOut()}>
          <LogOut aria-hidden="true" />
          {words("settings.signOut")}
        </button>
      </div>
      {!isAccount && <p className="dialog-note">{words("me.guestNote")}</p>}
    </>
  );
}
