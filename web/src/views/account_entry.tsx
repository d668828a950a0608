// The join screen for those who have an account, or want one.
import { lastAccount, lastNickname } from "../client/identity.ts";
import { laterWords as words } from "../locales/words.ts";
import type { EntryLink, JoinProblem } from "../state/model.ts";
import { suspensionText } from "./account_words.ts";
import { joinProblemText } from "./join_words.ts";
import { RegisterForm } from "./register_form.tsx";
import { SignInForm } from "./sign_in_form.tsx";
import { useClient } from "./use_session.ts";

function problemText(problem: JoinProblem): string {
  // The server's word alone does not say for how long.
  const isTold = problem.until !== undefined || problem.reason !== undefined;
  return problem.code === "suspended" && isTold
    ? suspensionText(problem)
    : joinProblemText(problem);
}

export function AccountEntry({
  mode,
  problem,
  link,
}: {
  readonly mode: "sign_in" | "create";
  readonly problem: JoinProblem | null;
  readonly link: EntryLink | null;
}) {
  const { session, keep, tabKeep } = useClient();
  const name =
    (problem?.isAccount ? problem.nickname : "") || lastAccount(tabKeep) || lastAccount(keep);
  const lead =
    mode === "sign_in"
      ? words("account.signInLead")
      : link === null
        ? words("account.createLead")
        : words(link.kind === "owner" ? "account.ownerLead" : "account.inviteLead");
  return (
    <>
      {link?.kind === "owner" && mode === "create" && (
        <h2 className="join-title">{words("account.ownerTitle")}</h2>
      )}
      <p className="join-lead">{lead}</p>
      {problem !== null && (
        <p role="alert" className="join-why">
          {problemText(problem)}{" "}
          {problem.code === "address_banned" && problem.isAccount && (
            <button type="button" className="link-button" onClick={() => session.start()}>
              {words("room.retry")}
            </button>
          )}
        </p>
      )}
      {mode === "sign_in" ? (
        <SignInForm key={name} name={name} />
      ) : (
        <RegisterForm key={link?.key} name={lastNickname(keep)} link={link} />
      )}
    </>
  );
}
