import {
  Ban,
  CircleSlash,
  MessageCircle,
  Mic,
  MicOff,
  ShieldMinus,
  ShieldPlus,
  UserMinus,
  Volume2,
  VolumeX,
} from "lucide-react";
import { laterWords as words } from "../locales/words.ts";
import type { MemberDeed } from "../state/member_deeds.ts";
import { DeedMenu } from "./deed_menu.tsx";

const icons: Readonly<Record<MemberDeed, typeof Ban>> = {
  message: MessageCircle,
  makeHost: ShieldPlus,
  removeHost: ShieldMinus,
  stepDown: ShieldMinus,
  mute: MicOff,
  unmute: Mic,
  remove: UserMinus,
  ban: Ban,
  banFromServer: CircleSlash,
  ignore: VolumeX,
  stopIgnoring: Volume2,
};
const dangerous: readonly MemberDeed[] = ["remove", "ban", "banFromServer"];

/** What may be done about a member of a room. */
export function MemberMenu({
  name,
  deeds,
  onChoose,
}: {
  readonly name: string;
  readonly deeds: readonly MemberDeed[];
  readonly onChoose: (deed: MemberDeed) => void;
}) {
  return (
    <DeedMenu
      label={words("person.menu", { name })}
      deeds={deeds.map((deed) => ({
        name: deed,
        label: words(`person.${deed}`),
        Icon: icons[deed],
        isDangerous: dangerous.includes(deed),
      }))}
      onChoose={onChoose}
    />
  );
}
