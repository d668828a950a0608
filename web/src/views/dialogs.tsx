import { later } from "../ui/later.tsx";

export type DialogName =
  | "create"
  | "message"
  | "directory"
  | "switcher"
  | "keys"
  | "settings"
  | "administration"
  | "register"
  | "invitation";

// None of them is needed to begin talking, so none of them is waited for.
const views = {
  create: later(() => import("./create_room_dialog.tsx").then((it) => it.CreateRoomDialog)),
  message: later(() => import("./new_message_dialog.tsx").then((it) => it.NewMessageDialog)),
  directory: later(() => import("./directory_dialog.tsx").then((it) => it.DirectoryDialog)),
  switcher: later(() => import("./switcher_dialog.tsx").then((it) => it.SwitcherDialog)),
  keys: later(() => import("./keys_dialog.tsx").then((it) => it.KeysDialog)),
  register: later(() => import("./register_dialog.tsx").then((it) => it.RegisterDialog)),
  invitation: later(() => import("./invitation_dialog.tsx").then((it) => it.InvitationDialog)),
  settings: later(() => import("./settings_dialog.tsx").then((it) => it.SettingsDialog)),
  administration: later(() =>
    import("./administration_dialog.tsx").then((it) => it.AdministrationDialog),
  ),
};

export interface DialogProps {
  readonly onClose: () => void;
  readonly onOpenDialog: (name: DialogName) => void;
}

export function Dialogs({ name, ...props }: { readonly name: DialogName | null } & DialogProps) {
  if (name === null) return null;
  const View = views[name];
  return <View {...props} onFailed={props.onClose} />;
}
