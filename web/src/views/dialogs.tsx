import { lazy, Suspense } from "react";

export type DialogName = "create" | "directory" | "switcher" | "keys" | "settings";

// None of them is needed to begin talking, so none of them is waited for.
const views = {
  create: lazy(() =>
    import("./create_room_dialog.tsx").then((it) => ({ default: it.CreateRoomDialog })),
  ),
  directory: lazy(() =>
    import("./directory_dialog.tsx").then((it) => ({ default: it.DirectoryDialog })),
  ),
  switcher: lazy(() =>
    import("./switcher_dialog.tsx").then((it) => ({ default: it.SwitcherDialog })),
  ),
  keys: lazy(() => import("./keys_dialog.tsx").then((it) => ({ default: it.KeysDialog }))),
  settings: lazy(() =>
    import("./settings_dialog.tsx").then((it) => ({ default: it.SettingsDialog })),
  ),
};

export interface DialogProps {
  readonly onClose: () => void;
  readonly onOpenDialog: (name: DialogName) => void;
}

export function Dialogs({ name, ...props }: { readonly name: DialogName | null } & DialogProps) {
  if (name === null) return null;
  const View = views[name];
  return (
    <Suspense fallback={null}>
      <View {...props} />
    </Suspense>
  );
}
