import { later } from "../ui/later.tsx";

export const EmojiPicker = later(() => import("./emoji_picker.tsx").then((it) => it.EmojiPicker));
export const DeleteDialog = later(() =>
  import("./delete_dialog.tsx").then((it) => it.DeleteDialog),
);

/** They are wanted without a connection as well. */
export function preloadMessageDialogs(): void {
  EmojiPicker.preload();
  DeleteDialog.preload();
}
