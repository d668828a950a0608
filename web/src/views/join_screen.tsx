import { useEffect, useState } from "react";
import { serverInfo } from "../client/server_info.ts";
import { useLanguage } from "../locales/use_language.ts";
import { words } from "../locales/words.ts";
import type { ServerInfo } from "../protocol/rest.ts";
import type { JoinProblem } from "../state/model.ts";
import { later } from "../ui/later.tsx";
import { GuestForm } from "./guest_form.tsx";
import { useClient, useParlor } from "./use_session.ts";

const AccountEntry = later(() => import("./account_entry.tsx").then((it) => it.AccountEntry));

type Mode = "guest" | "sign_in" | "create";

function useServerInfo(): ServerInfo | null {
  const { session } = useClient();
  const [info, setInfo] = useState<ServerInfo | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void serverInfo(session.rest).then((found) => isCurrent && setInfo(found));
    return () => {
      isCurrent = false;
    };
  }, [session]);
  return info;
}

/** What happened says what one wants first. */
function modeAfter(problem: JoinProblem | null): Mode | null {
  return problem?.isAccount || problem?.code === "account_needed" ? "sign_in" : null;
}

/** The other ways in, quietly. */
function OtherWays({
  mode,
  info,
  hasLink,
  onChoose,
}: {
  readonly mode: Mode;
  readonly info: ServerInfo | null;
  readonly hasLink: boolean;
  readonly onChoose: (mode: Mode) => void;
}) {
  const registration = info?.registration ?? "closed";
  const mayCreate = hasLink || registration === "open";
  const way = (to: Mode, label: string) => (
    <button
      type="button"
      className="link-button"
      onPointerEnter={AccountEntry.preload}
      onFocus={AccountEntry.preload}
      onClick={() => onChoose(to)}
    >
      {label}
    </button>
  );
  return (
    <>
      <div className="join-ways">
        {mode !== "guest" && info?.guests !== false && way("guest", words("join.asGuest"))}
        {mode !== "sign_in" && way("sign_in", words("join.signIn"))}
        {mode !== "create" && mayCreate && way("create", words("join.create"))}
      </div>
      {registration === "invite" && !hasLink && (
        <p className="join-note">{words("join.inviteNeeded")}</p>
      )}
    </>
  );
}

export function JoinScreen() {
  useLanguage();
  const { session } = useClient();
  const connection = useParlor((state) => state.connection);
  const link = useParlor((state) => state.link);
  const isInvited = useParlor((state) => state.invitation !== null);
  const problem = connection.state === "signed_out" ? connection.problem : null;
  const info = useServerInfo();
  const [chosen, choose] = useState<Mode | null>(() => modeAfter(problem) ?? (link && "create"));
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    const wanted = modeAfter(problem);
    if (wanted !== null) choose(wanted);
  }, [problem]);
  useEffect(() => {
    if (link !== null) choose("create");
  }, [link]);
  const mode = chosen ?? (info?.guests === false ? "sign_in" : "guest");

  const onChoose = (to: Mode) => {
    setFailed(false);
    choose(to);
    if (problem !== null) session.problemSeen();
  };
  return (
    <main className="join">
      <div className="join-card">
        <img className="join-mark" src="/favicon.svg" alt="" width="56" height="56" />
        <h1>{info?.name || words("product")}</h1>
        {isInvited && <p className="join-lead">{words("join.roomLink")}</p>}
        {mode === "guest" ? (
          <GuestForm problem={problem} isJoining={connection.state !== "signed_out"} />
        ) : (
          <AccountEntry
            mode={mode}
            problem={problem}
            link={link}
            instead={<div className="join-waits" />}
            onFailed={() => setFailed(true)}
          />
        )}
        {hasFailed && mode !== "guest" && (
          <p role="alert" className="field-problem">
            {words("join.formFailed")}
          </p>
        )}
        <OtherWays mode={mode} info={info} hasLink={link !== null} onChoose={onChoose} />
        <p className="join-present">
          {info !== null && info.present === 0 && words("join.nobody")}
          {info !== null && info.present > 0 && (
            <>
              <span className="dot" aria-hidden="true" />
              {words("join.present", { count: info.present })}
            </>
          )}
        </p>
      </div>
    </main>
  );
}
