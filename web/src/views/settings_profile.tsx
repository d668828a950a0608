import { Check } from "lucide-react";
import { type CSSProperties, type FormEvent, useState } from "react";
import { changeProfile, type ProfileWish } from "../client/account.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Me } from "../state/model.ts";
import { hasAccount } from "../state/people.ts";
import { Avatar } from "../ui/avatar.tsx";
import { TextField } from "./account_fields.tsx";
import { useForm } from "./use_form.ts";
import { useClient, useParlor } from "./use_session.ts";

const hues = Array.from({ length: 12 }, (_, index) => index * 30);
/** As the server counts and limits it. */
const statusCharactersMax = 80;

/** The colour of the picture, or null: the one of the name. */
function Colours({
  chosen,
  onChoose,
}: {
  readonly chosen: number | null;
  readonly onChoose: (hue: number | null) => void;
}) {
  // One chosen elsewhere may be none of these.
  const offered = chosen === null || hues.includes(chosen) ? hues : [...hues, chosen];
  return (
    <fieldset className="colours">
      <legend>{words("profile.colour")}</legend>
      <div className="swatches">
        {offered.map((hue, index) => (
          <label key={hue} className="swatch" style={{ "--hue": hue } as CSSProperties}>
            <input
              type="radio"
              className="swatch-input"
              name="hue"
              checked={chosen === hue}
              onChange={() => onChoose(hue)}
              aria-label={words("profile.hue", { count: index + 1 })}
            />
            <span className="swatch-colour" aria-hidden="true">
              {chosen === hue && <Check />}
            </span>
          </label>
        ))}
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={chosen === null}
          onChange={(event) => onChoose(event.target.checked ? null : (hues[0] ?? 0))}
        />
        <span>{words("profile.fromName")}</span>
      </label>
    </fieldset>
  );
}

function wishOf(me: Me, nickname: string, hue: number | null, status: string): ProfileWish {
  return {
    ...(nickname === me.nickname ? {} : { nickname }),
    ...(hue === (me.hue ?? null) ? {} : { hue }),
    ...(status === (me.status ?? "") ? {} : { status }),
  };
}

function ProfileForm({ me }: { readonly me: Me }) {
  const { session } = useClient();
  const isAccount = useParlor(hasAccount);
  const form = useForm();
  const [nickname, setNickname] = useState(me.nickname);
  const [status, setStatus] = useState(me.status ?? "");
  const [hue, setHue] = useState(me.hue ?? null);
  const [isSaved, setSaved] = useState(false);
  const left = statusCharactersMax - [...status].length;

  const changed = () => {
    form.clear();
    setSaved(false);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (nickname.trim() === "") {
      form.refuse("name", words("account.problem.name_empty"));
      return;
    }
    const wish = wishOf(me, nickname.trim(), hue, status.trim());
    if (Object.keys(wish).length === 0) {
      setSaved(true);
      return;
    }
    const done = await form.submit(() => changeProfile(session, wish));
    if (done !== null) setSaved(true);
  };
  return (
    <form className="account-form" onSubmit={submit} noValidate>
      <div className="settings-me">
        <Avatar name={nickname.trim() || me.nickname} hue={hue ?? undefined} size="large" />
        <span className="me-words">
          <bdi className="me-name">{nickname.trim() || me.nickname}</bdi>
          <bdi className="me-status">{status}</bdi>
        </span>
      </div>
      <TextField
        label={words("profile.name")}
        value={nickname}
        onChange={(value) => {
          setNickname(value);
          changed();
        }}
        problem={form.problemOf("name")}
        {...(isAccount ? { hint: words("profile.nameHint") } : {})}
        autoComplete="nickname"
        ref={form.fields.name}
      />
      <TextField
        label={words("profile.status")}
        value={status}
        onChange={(value) => {
          setStatus([...value].slice(0, statusCharactersMax).join(""));
          changed();
        }}
        problem={null}
        hint={left <= 16 ? words("profile.left", { count: left }) : words("profile.statusHint")}
        autoComplete="off"
        maxLength={2 * statusCharactersMax}
      />
      <Colours
        chosen={hue}
        onChoose={(chosen) => {
          setHue(chosen);
          changed();
        }}
      />
      <div className="form-end">
        <p role="status" className="form-done">
          {isSaved && words("account.saved")}
        </p>
        <div role="alert" className="field-problem">
          {form.problemOf(null)}
        </div>
        <button type="submit" className="button button-primary" aria-busy={form.isBusy}>
          {words(form.isBusy ? "account.saving" : "account.save")}
        </button>
      </div>
    </form>
  );
}

export function SettingsProfile() {
  const me = useParlor((state) => state.me);
  return me === null ? null : <ProfileForm key={me.user} me={me} />;
}
