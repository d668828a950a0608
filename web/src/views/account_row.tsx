import { Ban, LogOut, RotateCcw, ShieldCheck, ShieldMinus, ShieldPlus } from "lucide-react";
import { laterWords as words } from "../locales/words.ts";
import type { Account, Suspension } from "../protocol/administration.ts";
import { type AccountDeed, accountDeeds } from "../state/administration.ts";
import type { Me } from "../state/model.ts";
import { shortTime } from "../ui/time.ts";
import { dateOf } from "./administration_words.ts";
import { DeedMenu } from "./deed_menu.tsx";
import { PersonAvatar } from "./person_avatar.tsx";

const icons: Readonly<Record<AccountDeed, typeof Ban>> = {
  admin: ShieldCheck,
  moderator: ShieldPlus,
  member: ShieldMinus,
  signOut: LogOut,
  suspend: Ban,
  resuspend: Ban,
  lift: RotateCcw,
};
const dangerous: readonly AccountDeed[] = ["signOut", "suspend"];

function SuspensionTold({ suspension }: { readonly suspension: Suspension }) {
  const { until, reason, by, by_name: doer } = suspension;
  const name = by === undefined ? words("administration.commandLine.by") : doer;
  return (
    <>
      <small className="account-suspended">
        {until === undefined
          ? words("administration.people.suspended", { name })
          : words("administration.people.suspendedUntil", { name, time: shortTime(until) })}
      </small>
      {reason !== undefined && (
        <q className="ban-reason" dir="auto">
          {reason}
        </q>
      )}
    </>
  );
}

/** Somebody with an account: what they are, and what may be done about them. */
export function AccountRow({
  me,
  account,
  onDeed,
}: {
  readonly me: Me;
  readonly account: Account;
  readonly onDeed: (deed: AccountDeed, account: Account) => void;
}) {
  const { user, nickname, role, created, present, suspended } = account;
  const deeds = accountDeeds(me, account);
  return (
    <li className="member account">
      <span className="member-picture">
        <PersonAvatar user={user} name={nickname} />
        {present && <span className="presence-dot" aria-hidden="true" />}
      </span>
      <span className="member-words">
        <span className="member-line">
          <bdi className="member-name">{nickname}</bdi>
          {user === me.user && <small>{words("members.you")}</small>}
          {present && <span className="sr-only">{words("details.here")}</span>}
          {role !== "member" && (
            <small className="role-badge">{words(`members.roles.${role}`)}</small>
          )}
        </span>
        <small className="ban-facts">
          {words("administration.people.since", { time: dateOf(created) })}
        </small>
        {suspended !== undefined && <SuspensionTold suspension={suspended} />}
      </span>
      {deeds.length > 0 && (
        <DeedMenu
          label={words("person.menu", { name: nickname })}
          deeds={deeds.map((deed) => ({
            name: deed,
            label: words(`administration.deed.${deed}`),
            Icon: icons[deed],
            isDangerous: dangerous.includes(deed),
          }))}
          onChoose={(deed) => onDeed(deed, account)}
        />
      )}
    </li>
  );
}
