import { MicOff } from "lucide-react";
import { useEffect } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import type { Muted, RoomState } from "../state/model.ts";
import { muteOver } from "../state/room_facts.ts";
import { clockTime, dayOf, shortTime } from "../ui/time.ts";
import { useClient } from "./use_session.ts";

/** The longest a timer of a browser can wait. */
const timerMaxMs = 2 ** 31 - 1;

/** In the place of the composer, where one may not write. What was begun comes back with the composer. */
export function MutedBanner({ room, muted }: { readonly room: RoomState; readonly muted: Muted }) {
  const { session } = useClient();
  useLanguage();
  const { untilMs } = muted;
  useEffect(() => {
    if (untilMs === null) return;
    let cancel = () => {};
    const wait = () => {
      const rest = untilMs - session.sender.serverNowMs();
      if (rest <= 0) session.change((state) => muteOver(state, room.room));
      else cancel = session.after(Math.min(rest, timerMaxMs), wait);
    };
    wait();
    return () => cancel();
  }, [session, room.room, untilMs]);
  return (
    <section className="archived-banner" aria-label={words("mutes.own")}>
      <p role="status">
        <MicOff className="archived-icon" aria-hidden="true" />
        {untilMs === null
          ? words("mutes.told")
          : words("mutes.toldUntil", { time: timeOf(untilMs, session.sender.serverNowMs()) })}
      </p>
    </section>
  );
}

/** Of today the hour is enough. */
function timeOf(untilMs: number, nowMs: number): string {
  return dayOf(untilMs) === dayOf(nowMs) ? clockTime(untilMs) : shortTime(untilMs);
}
