import { setIgnored } from "../client/ignoring.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Failure } from "../protocol/types.ts";
import { AskDialog } from "./confirm_dialog.tsx";
import { roomProblem } from "./room_words.ts";
import { useClient } from "./use_session.ts";

/** Why it was not done; null: no answer came. */
export function ignoringProblem(answer: Failure | null): string {
  switch (answer?.error.code) {
    case "too_many_ignored":
      return words("ignoring.tooMany");
    case "no_such_person":
      return words("ignoring.gone");
    default:
      return roomProblem(answer);
  }
}

export function IgnoreDialog({
  user,
  nickname: name,
  onClose,
}: {
  readonly user: string;
  readonly nickname: string;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const ignore = async () => {
    const answer = await setIgnored(session, user, true);
    return answer?.ok ? null : ignoringProblem(answer);
  };
  return (
    <AskDialog
      title={words("ignoring.title", { name })}
      lead={words("ignoring.lead")}
      submit={words("ignoring.now")}
      isDangerous={false}
      act={ignore}
      onClose={onClose}
    />
  );
}
