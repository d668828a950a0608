import { later } from "../ui/later.tsx";

export const EmojiPicker = later(() => import("./emoji_picker.tsx").then((it) => it.EmojiPicker));
export const VersionsDialog = later(() =>
  import("./message_tools.tsx").then((it) => it.VersionsDialog),
);
export const DeleteDialog = later(() =>
  import("./message_tools.tsx").then((it) => it.DeleteDialog),
);
