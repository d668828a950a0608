import { type KeyboardEvent, useRef, useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { mayInvite } from "../state/people.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { SettingsAccount } from "./settings_account.tsx";
import { SettingsAppearance } from "./settings_appearance.tsx";
import { SettingsInvites } from "./settings_invites.tsx";
import { SettingsNotices } from "./settings_notices.tsx";
import { SettingsProfile } from "./settings_profile.tsx";
import { useParlor } from "./use_session.ts";

const labels = {
  profile: "settings.profile",
  appearance: "settings.appearance",
  notices: "settings.notices",
  account: "settings.account",
  invites: "settings.invites",
} as const;
type Section = keyof typeof labels;

export function SettingsDialog({ onClose, onOpenDialog }: DialogProps) {
  const isInviting = useParlor(mayInvite);
  const [chosen, choose] = useState<Section>("profile");
  const list = useRef<HTMLDivElement>(null);
  const sections: readonly Section[] = isInviting
    ? ["profile", "appearance", "notices", "account", "invites"]
    : ["profile", "appearance", "notices", "account"];
  // Who may not invite any more is not left on a section that is gone.
  const section = sections.includes(chosen) ? chosen : "profile";

  const onKeyDown = (event: KeyboardEvent) => {
    const at = sections.indexOf(section);
    const isRtl = document.documentElement.dir === "rtl";
    const forward = isRtl ? "ArrowLeft" : "ArrowRight";
    const back = isRtl ? "ArrowRight" : "ArrowLeft";
    const to =
      event.key === forward
        ? (at + 1) % sections.length
        : event.key === back
          ? (at - 1 + sections.length) % sections.length
          : event.key === "Home"
            ? 0
            : event.key === "End"
              ? sections.length - 1
              : null;
    const next = to === null ? undefined : sections[to];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <Dialog title={words("settings.title")} size="wide" onClose={onClose}>
      <div
        ref={list}
        role="tablist"
        aria-label={words("settings.sections")}
        className="tabs"
        onKeyDown={onKeyDown}
      >
        {sections.map((each) => (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={each === section}
            aria-controls="settings-section"
            tabIndex={each === section ? 0 : -1}
            data-first={each === section || undefined}
            onClick={() => choose(each)}
          >
            {words(labels[each])}
          </button>
        ))}
      </div>
      <div
        id="settings-section"
        role="tabpanel"
        aria-labelledby={`tab-${section}`}
        className="settings-section"
      >
        {section === "profile" && <SettingsProfile />}
        {section === "appearance" && <SettingsAppearance onOpenDialog={onOpenDialog} />}
        {section === "notices" && <SettingsNotices />}
        {section === "account" && <SettingsAccount onOpenDialog={onOpenDialog} />}
        {section === "invites" && <SettingsInvites />}
      </div>
    </Dialog>
  );
}
