// What @here in a text that is not sent yet will not do. Loaded when somebody writes it.
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { hereMax, herePeopleMax, hereReach } from "../state/here.ts";
import type { RoomState } from "../state/model.ts";
import { meansHere } from "../ui/here.ts";
import { useParlor } from "./use_session.ts";

export function HereNote({ room, text }: { readonly room: RoomState; readonly text: string }) {
  useLanguage();
  const me = useParlor((state) => state.me);
  if (me === null || !meansHere(text)) return null;
  switch (hereReach(room, me)) {
    case "everybody":
      return null;
    case "hostsOnly":
      return words("here.hostsOnly", { max: herePeopleMax });
    case "tooMany":
      return words("here.tooMany", { max: hereMax });
  }
}
