import { useState } from "react";
import { laterWords as words } from "../locales/words.ts";
import { copyText } from "../ui/clipboard.ts";

/** An address that is shown this once, to be copied. */
export function MadeLink({ address }: { readonly address: string }) {
  const [told, setTold] = useState<"copied" | "notCopied" | null>(null);
  return (
    <div className="invite-made">
      <input
        className="invite-link"
        aria-label={words("invites.link")}
        readOnly
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <button
        type="button"
        className="button button-primary"
        onClick={() =>
          void copyText(address).then((isCopied) => setTold(isCopied ? "copied" : "notCopied"))
        }
      >
        {words("invites.copy")}
      </button>
      <p role="status" className={told === "notCopied" ? "field-problem" : "form-done"}>
        {told !== null && words(`invites.${told}`)}
      </p>
    </div>
  );
}
