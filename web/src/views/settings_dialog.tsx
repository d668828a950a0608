import { Keyboard, LogOut } from "lucide-react";
import { useState } from "react";
import { words } from "../locales/words.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { keptTheme, setTheme, themes } from "../ui/theme.ts";
import type { DialogProps } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

export function SettingsDialog({ onClose, onOpenDialog }: DialogProps) {
  const { session, keep } = useClient();
  const me = useParlor((state) => state.me);
  const [theme, choose] = useState(() => keptTheme(keep));

  return (
    <Dialog title={words("settings.title")} onClose={onClose}>
      {me !== null && (
        <div className="settings-me">
          <Avatar name={me.nickname} />
          <bdi className="me-name">{me.nickname}</bdi>
        </div>
      )}
      <fieldset className="appearance">
        <legend>{words("settings.appearance")}</legend>
        <div className="segments">
          {themes.map((each) => (
            <label key={each} className="segment">
              <input
                type="radio"
                name="theme"
                value={each}
                checked={theme === each}
                onChange={() => {
                  choose(each);
                  setTheme(keep, each);
                }}
              />
              <span>{words(`settings.${each}`)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="settings-actions">
        <button type="button" className="button" onClick={() => onOpenDialog("keys")}>
          <Keyboard aria-hidden="true" />
          {words("settings.keys")}
        </button>
        <button type="button" className="button" onClick={() => session.signOut()}>
          <LogOut aria-hidden="true" />
          {words("settings.signOut")}
        </button>
      </div>
      {me?.role === "guest" && <p className="dialog-note">{words("settings.guest")}</p>}
    </Dialog>
  );
}
