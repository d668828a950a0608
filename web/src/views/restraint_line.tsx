import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Restraint } from "../state/timeline.ts";
import { daysLong, duration, fullTime, shortTime } from "../ui/time.ts";

function sentence(deed: Restraint): string {
  const { by, nickname } = { by: undefined, ...deed };
  const names = { who: by?.nickname ?? nickname, whom: nickname };
  if (deed.type === "slow_mode") {
    if (deed.seconds === 0) return words("slowMode.deed.off", names);
    return words("slowMode.deed.on", { ...names, time: duration(deed.seconds) });
  }
  if (deed.type === "retention") {
    if (deed.days === 0) return words("retention.deed.ever", names);
    return words("retention.deed.days", { ...names, time: daysLong(deed.days) });
  }
  if (!deed.on) return words("mutes.deed.unmuted", names);
  if (deed.until === undefined) return words("mutes.deed.muted", names);
  return words("mutes.deed.mutedUntil", { ...names, time: shortTime(deed.until) });
}

/** Who muted whom, how slow the room is from here on, or how long it keeps its messages. */
export function RestraintLine({ deed }: { readonly deed: Restraint }) {
  useLanguage();
  return (
    <p className="notice" title={fullTime(deed.time)}>
      {sentence(deed)}
    </p>
  );
}
