// The fields that forms about accounts are made of.
import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, type Ref, useId, useState } from "react";
import { laterWords as words } from "../locales/words.ts";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: string | null;
  readonly hint?: string;
  readonly autoComplete: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly isFirst?: boolean;
}

interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly problem: string | null;
  readonly hint: string | undefined;
  readonly children: ReactNode;
  /** What may be done about the problem. */
  readonly remedy?: ReactNode;
}

/** What is wrong stands where the hint stood, so that nothing moves. */
function Frame({ id, label, problem, hint, children, remedy }: FrameProps) {
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      {children}
      <div id={`${id}-told`} className="field-told">
        <div role="alert" className="field-problem">
          {problem}
        </div>
        {problem === null && hint !== undefined && <span className="field-hint">{hint}</span>}
      </div>
      {remedy}
    </div>
  );
}

export function TextField({
  label,
  value,
  onChange,
  problem,
  hint,
  autoComplete,
  ref,
  isFirst = false,
  maxLength,
  remedy,
}: FieldProps & { readonly maxLength?: number; readonly remedy?: ReactNode }) {
  const id = useId();
  return (
    <Frame id={id} label={label} problem={problem} hint={hint} remedy={remedy}>
      <input
        id={id}
        ref={ref}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={maxLength ?? 64}
        // biome-ignore lint/a11y/noAutofocus: asked for where the form is all there is
        autoFocus={isFirst}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-told`}
      />
    </Frame>
  );
}

export function PasswordField({
  label,
  value,
  onChange,
  problem,
  hint,
  autoComplete,
  ref,
  isFirst = false,
}: FieldProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <Frame id={id} label={label} problem={problem} hint={hint}>
      <span className="password">
        <input
          id={id}
          ref={ref}
          type={isShown ? "text" : "password"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1024}
          // biome-ignore lint/a11y/noAutofocus: asked for where the name is filled in already
          autoFocus={isFirst}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-told`}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={words(isShown ? "account.hide" : "account.show")}
          title={words(isShown ? "account.hide" : "account.show")}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </button>
      </span>
    </Frame>
  );
}

export function KeepField({
  value,
  onChange,
}: {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      <span>{words("account.keep")}</span>
    </label>
  );
}
