import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { daysLong } from "../ui/time.ts";

/** Where the log begins because older messages are gone. days: for so long they are kept; 0: by now for ever. */
export function Kept({ days }: { readonly days: number }) {
  useLanguage();
  return (
    <p className="timeline-edge">
      {days === 0
        ? words("retention.gone")
        : words("retention.beginning", { time: daysLong(days) })}
    </p>
  );
}
