import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { mayInvite } from "../state/people.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { SettingsAccount } from "./settings_account.tsx";
import { SettingsAppearance } from "./settings_appearance.tsx";
import { SettingsIgnored } from "./settings_ignored.tsx";
import { SettingsInvites } from "./settings_invites.tsx";
import { SettingsNotices } from "./settings_notices.tsx";
import { SettingsProfile } from "./settings_profile.tsx";
import { Tabs } from "./tabs.tsx";
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
  const sections: readonly Section[] = isInviting
    ? ["profile", "appearance", "notices", "account", "invites"]
    : ["profile", "appearance", "notices", "account"];
  // Who may not invite any more is not left on a section that is gone.
  const section = sections.includes(chosen) ? chosen : "profile";
  return (
    <Dialog title={words("settings.title")} size="wide" onClose={onClose}>
      <Tabs
        label={words("settings.sections")}
        tabs={sections.map((name) => ({ name, label: words(labels[name]) }))}
        chosen={section}
        onChoose={choose}
      >
        {section === "profile" && <SettingsProfile />}
        {section === "appearance" && <SettingsAppearance onOpenDialog={onOpenDialog} />}
        {section === "notices" && (
          <>
            <SettingsNotices />
            <SettingsIgnored />
          </>
        )}
        {section === "account" && <SettingsAccount onOpenDialog={onOpenDialog} />}
        {section === "invites" && <SettingsInvites />}
      </Tabs>
    </Dialog>
  );
}
