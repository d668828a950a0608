import { laterWords as words } from "../locales/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogProps } from "./dialogs.tsx";
import { RegisterForm } from "./register_form.tsx";
import { useClient, useParlor } from "./use_session.ts";

/** A guest becomes an account, and goes on where they are. */
export function RegisterDialog({ onClose }: DialogProps) {
  const { session } = useClient();
  const me = useParlor((state) => state.me);
  const link = useParlor((state) => state.link);
  const close = () => {
    session.openLink(null);
    onClose();
  };
  const isOwner = link?.kind === "owner";
  return (
    <Dialog title={words(isOwner ? "account.ownerTitle" : "account.title")} onClose={close}>
      <p className="dialog-lead">{words(isOwner ? "account.ownerLead" : "account.guestLead")}</p>
      <RegisterForm name={me?.nickname ?? ""} link={link} onDone={onClose} />
    </Dialog>
  );
}
