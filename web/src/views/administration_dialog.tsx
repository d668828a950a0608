import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { type Section, sectionsOf } from "../state/administration.ts";
import { Dialog } from "../ui/dialog.tsx";
import { AdministrationBans } from "./administration_bans.tsx";
import { AdministrationLog } from "./administration_log.tsx";
import { AdministrationPeople } from "./administration_people.tsx";
import { AdministrationRooms } from "./administration_rooms.tsx";
import { AdministrationServer } from "./administration_server.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { SettingsInvites } from "./settings_invites.tsx";
import { Tabs } from "./tabs.tsx";
import { useParlor } from "./use_session.ts";

/** The server and those on it, for whoever is in charge: of each rank as much as it may. */
export function AdministrationDialog({ onClose }: DialogProps) {
  const me = useParlor((state) => state.me);
  const [chosen, choose] = useState<Section>("people");
  if (me === null) return null;
  const sections = sectionsOf(me.role);
  // A rank that is gone takes its sections with it.
  const section = sections.includes(chosen) ? chosen : sections[0];
  return (
    <Dialog title={words("administration.title")} size="full" onClose={onClose}>
      {section === undefined ? (
        <p className="form-note">{words("administration.gone")}</p>
      ) : (
        <Tabs
          label={words("settings.sections")}
          tabs={sections.map((name) => ({ name, label: words(`administration.sections.${name}`) }))}
          chosen={section}
          onChoose={choose}
          isScroller
        >
          {section === "people" && <AdministrationPeople me={me} />}
          {section === "rooms" && <AdministrationRooms me={me} onOpened={onClose} />}
          {section === "invites" && <SettingsInvites />}
          {section === "bans" && <AdministrationBans />}
          {section === "server" && <AdministrationServer />}
          {section === "log" && <AdministrationLog />}
        </Tabs>
      )}
    </Dialog>
  );
}
