import { banAddresses } from "../client/address_bans.ts";
import { laterWords as words } from "../locales/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { addressBanProblem } from "./address_ban_words.ts";
import { BanForm, type BanTerms } from "./ban_form.tsx";
import { useClient } from "./use_session.ts";

/** Keeps somebody out of the whole server, by the addresses from which they are here. */
export function ServerBanDialog({
  user,
  nickname: name,
  onClose,
}: {
  readonly user: string;
  readonly nickname: string;
  readonly onClose: () => void;
}) {
  const { session } = useClient();
  const ban = async (terms: BanTerms) => {
    const outcome = await banAddresses(session, { user }, terms);
    if (!outcome.ok) return addressBanProblem(outcome, "person");
    onClose();
    return null;
  };
  return (
    <Dialog title={words("addressBans.personTitle", { name })} onClose={onClose}>
      <BanForm hint={words("addressBans.reasonHint")} onBan={ban} onCancel={onClose}>
        <p className="dialog-lead">{words("addressBans.personLead", { name })}</p>
      </BanForm>
    </Dialog>
  );
}
