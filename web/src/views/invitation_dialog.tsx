import { Lock } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { joinByLink, lookAtLink } from "../client/room_links.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Failure, LookAtInviteAck } from "../protocol/types.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { useClient, useParlor } from "./use_session.ts";

const toldProblems = [
  "link_invalid",
  "archived",
  "banned",
  "too_many_rooms",
  "rate_limited",
  "unavailable",
] as const;
/** After these the same link is asked in vain. */
const lasting = ["link_invalid", "archived", "banned"];

interface Problem {
  readonly text: string;
  readonly mayRetry: boolean;
}

function problemOf(answer: Failure | null): Problem {
  if (answer === null) return { text: words("details.problem.no_answer"), mayRetry: true };
  // What cannot be read as a link's token is none.
  const code = answer.error.code === "invalid_payload" ? "link_invalid" : answer.error.code;
  const told = toldProblems.find((each) => each === code) ?? "other";
  return { text: words(`invitation.problem.${told}`), mayRetry: !lasting.includes(code) };
}

function Where({ found }: { readonly found: LookAtInviteAck }) {
  return (
    <div className="invitation">
      <p className="dialog-lead">
        {words("invitation.by", { name: `\u2068${found.by.nickname}\u2069` })}
      </p>
      <p className="invitation-room">
        {found.kind === "private" && <Lock aria-hidden="true" />}
        <bdi>{found.name}</bdi>
      </p>
      {found.topic !== undefined && (
        <p className="invitation-topic" dir="auto">
          {found.topic}
        </p>
      )}
      <p className="form-note">
        {words(found.kind === "private" ? "invitation.private" : "invitation.public")}{" "}
        {found.present === 0
          ? words("invitation.nobody")
          : words("invitation.present", { count: found.present })}
      </p>
    </div>
  );
}

/** Where the link leads with which somebody came, and the way in. */
export function InvitationDialog({ onClose }: DialogProps) {
  const { session, navigation } = useClient();
  const token = useParlor((state) => state.invitation);
  const isOnline = useParlor((state) => state.connection.state === "online");
  const [found, setFound] = useState<LookAtInviteAck | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(0);
  /** Joining was asked for; without a connection it waits for one. */
  const [isWanted, setWanted] = useState(false);
  const isIn = useParlor((state) => found !== null && state.rooms.has(found.room));

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when somebody says so
  useEffect(() => {
    if (token === null || !isOnline) return;
    let isCurrent = true;
    setProblem(null);
    void lookAtLink(session, token).then((answer) => {
      if (!isCurrent) return;
      if (answer?.ok) setFound(answer);
      else setProblem(problemOf(answer));
    });
    return () => {
      isCurrent = false;
    };
  }, [session, token, isOnline, asked]);

  const close = () => {
    session.openInvitation(null);
    onClose();
  };
  // Of a member, however they became one: here, in another tab, or by a question whose answer was lost.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when they are in
  useEffect(() => {
    if (!isIn || found === null) return;
    navigation.go(found.room);
    close();
  }, [isIn]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the connection is back
  useEffect(() => {
    if (token === null || !isWanted || !isOnline) return;
    setProblem(null);
    void joinByLink(session, token).then((answer) => {
      if (answer === null && !session.isOnline()) return;
      setWanted(false);
      if (!answer?.ok) setProblem(problemOf(answer));
    });
  }, [isWanted, isOnline]);
  const joinButton = useRef<HTMLButtonElement>(null);
  // The dialog opened before there was anything to press.
  useEffect(() => {
    if (found !== null) joinButton.current?.focus();
  }, [found]);
  const mayJoin = found !== null && problem?.mayRetry !== false;
  return (
    <Dialog title={words("invitation.title")} onClose={close}>
      {found !== null && <Where found={found} />}
      {found === null && problem === null && (
        <p className="dialog-lead" role="status">
          {words("invitation.looking")}
        </p>
      )}
      <div role="alert" className="field-problem form-problem">
        {problem?.text}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={close}>
          {words(mayJoin ? "invitation.notNow" : "dialog.close")}
        </button>
        {mayJoin && (
          <button
            ref={joinButton}
            type="button"
            className="button button-primary"
            aria-busy={isWanted}
            onClick={() => setWanted(true)}
          >
            {words(isWanted ? "invitation.joining" : "invitation.join", {
              name: `\u2068${found.name}\u2069`,
            })}
          </button>
        )}
        {found === null && problem?.mayRetry && (
          <button
            type="button"
            className="button button-primary"
            onClick={() => setAsked(asked + 1)}
          >
            {words("room.retry")}
          </button>
        )}
      </div>
    </Dialog>
  );
}
