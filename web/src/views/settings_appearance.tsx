import { Keyboard } from "lucide-react";
import { useState } from "react";
import {
  keepLanguage,
  keptLanguage,
  type LanguageChoice,
  languageOf,
  languages,
} from "../locales/language.ts";
import { speak, spokenLanguage, laterWords as words } from "../locales/words.ts";
import { keptTheme, setTheme, themes } from "../ui/theme.ts";
import type { DialogName } from "./dialogs.tsx";
import { useClient } from "./use_session.ts";

/** One of a few. */
function Segments<Value extends string>({
  legend,
  name,
  chosen,
  options,
  onChoose,
}: {
  readonly legend: string;
  readonly name: string;
  readonly chosen: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly label: string;
    /** Of the label, where it is not the page's. */
    readonly lang?: string;
  }[];
  readonly onChoose: (value: Value) => void;
}) {
  return (
    <fieldset className="appearance">
      <legend>{legend}</legend>
      <div className="segments">
        {options.map(({ value, label, lang }) => (
          <label key={value} className="segment">
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            <span lang={lang}>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What is chosen is kept once its words are here. */
function LanguageChoices() {
  const { keep } = useClient();
  const [chosen, choose] = useState(() => keptLanguage(keep));
  const [hasFailed, setFailed] = useState(false);

  const onChoose = async (choice: LanguageChoice) => {
    const language = languageOf(choice, navigator.languages);
    choose(choice);
    setFailed(false);
    try {
      await speak(language, navigator.languages);
      // Another may have been chosen meanwhile.
      if (spokenLanguage() === language) keepLanguage(keep, choice);
    } catch {
      choose(keptLanguage(keep));
      setFailed(true);
    }
  };
  return (
    <>
      <Segments<LanguageChoice>
        legend={words("settings.language")}
        name="language"
        chosen={chosen}
        options={[
          { value: "system", label: words("settings.system") },
          ...languages.map(({ code, name }) => ({ value: code, label: name, lang: code })),
        ]}
        onChoose={onChoose}
      />
      <p className="field-problem" role="alert">
        {hasFailed && words("settings.languageFailed")}
      </p>
    </>
  );
}

export function SettingsAppearance({
  onOpenDialog,
}: {
  readonly onOpenDialog: (name: DialogName) => void;
}) {
  const { keep } = useClient();
  const [theme, choose] = useState(() => keptTheme(keep));
  return (
    <>
      <Segments
        legend={words("settings.theme")}
        name="theme"
        chosen={theme}
        options={themes.map((each) => ({ value: each, label: words(`settings.${each}`) }))}
        onChoose={(each) => {
          choose(each);
          setTheme(keep, each);
        }}
      />
      <LanguageChoices />
      <div className="settings-actions">
        <button type="button" className="button" onClick={() => onOpenDialog("keys")}>
          <Keyboard aria-hidden="true" />
          {words("settings.keys")}
        </button>
      </div>
    </>
  );
}
