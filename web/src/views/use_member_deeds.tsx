// What is done about somebody of a room, and the dialogs it takes.
import { type ReactNode, type RefObject, useState } from "react";
import { setIgnored } from "../client/ignoring.ts";
import { unmute } from "../client/restraints.ts";
import { laterWords as words } from "../locales/words.ts";
import type { MemberDeed } from "../state/member_deeds.ts";
import type { Member, RoomState } from "../state/model.ts";
import { BanDialog } from "./ban_dialog.tsx";
import { IgnoreDialog, ignoringProblem } from "./ignore_dialog.tsx";
import { MuteDialog } from "./mute_dialog.tsx";
import { RemoveDialog } from "./room_dialogs.tsx";
import { roomProblem } from "./room_words.ts";
import { ServerBanDialog } from "./server_ban_dialog.tsx";
import { useOpener } from "./use_opener.ts";
import { useClient } from "./use_session.ts";

interface Asked {
  readonly what: "mute" | "remove" | "ban" | "banFromServer" | "ignore";
  readonly member: Member;
}

export interface MemberDeeds {
  readonly act: (deed: MemberDeed, member: Member) => void;
  /** Why the last one was not done. */
  readonly problem: string | null;
  /** Counts those who were banned here, so that a list of them asks again. */
  readonly bansVersion: number;
  readonly dialogs: ReactNode;
}

/** panel  has the focus when whoever was acted on is gone from it; onLeft  another room is in view */
export function useMemberDeeds(
  room: RoomState,
  panel: RefObject<HTMLElement | null>,
  onLeft: () => void,
): MemberDeeds {
  const { session, navigation } = useClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [bansVersion, setBansVersion] = useState(0);
  const opens = useOpener(asked !== null, panel);

  const message = async ({ user }: Member) => {
    const answer = await session.rooms.openDirect([user]);
    if (answer?.ok) {
      navigation.go(answer.room.room);
      onLeft();
    } else setProblem(words("person.messageFailed", { reason: roomProblem(answer) }));
  };
  const setHost = async ({ user }: Member, on: boolean) => {
    const answer = await session.care.setHost(room.room, user, on);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  const lift = async ({ user }: Member) => {
    const answer = await unmute(session, room.room, user);
    if (!answer?.ok) setProblem(words("details.failed", { reason: roomProblem(answer) }));
  };
  const act = (deed: MemberDeed, member: Member) => {
    setProblem(null);
    switch (deed) {
      case "message":
        void message(member);
        return;
      case "makeHost":
        void setHost(member, true);
        return;
      case "removeHost":
      case "stepDown":
        void setHost(member, false);
        return;
      case "stopIgnoring":
        void setIgnored(session, member.user, false).then((answer) => {
          if (!answer?.ok) setProblem(words("details.failed", { reason: ignoringProblem(answer) }));
        });
        return;
      case "unmute":
        void lift(member);
        return;
      case "mute":
      case "remove":
      case "ban":
      case "banFromServer":
      case "ignore":
        opens();
        setAsked({ what: deed, member });
    }
  };
  const close = () => setAsked(null);
  const dialogs = (
    <>
      {asked?.what === "mute" && <MuteDialog room={room} {...asked.member} onClose={close} />}
      {asked?.what === "remove" && <RemoveDialog room={room} {...asked.member} onClose={close} />}
      {asked?.what === "ignore" && <IgnoreDialog {...asked.member} onClose={close} />}
      {asked?.what === "banFromServer" && <ServerBanDialog {...asked.member} onClose={close} />}
      {asked?.what === "ban" && (
        <BanDialog
          room={room}
          {...asked.member}
          onDone={() => setBansVersion((before) => before + 1)}
          onClose={close}
        />
      )}
    </>
  );
  return { act, problem, bansVersion, dialogs };
}
