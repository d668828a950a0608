import { Timer } from "lucide-react";
import { useEffect, useState } from "react";
import { useLanguage } from "../locales/use_language.ts";
import { laterWords as words } from "../locales/words.ts";
import { mayInRoom } from "../protocol/permissions.ts";
import type { RoomState } from "../state/model.ts";
import { nextMessageMs, waitingUntilMs } from "../state/slow_mode.ts";
import { duration } from "../ui/time.ts";
import { useClient, useParlor } from "./use_session.ts";

const secondMs = 1000;

/** Under the field of a room that is slow: how long one waits, or how long one will. */
export function SlowMode({
  room,
  onWaiting,
}: {
  readonly room: RoomState;
  readonly onWaiting: (isWaiting: boolean) => void;
}) {
  const { session } = useClient();
  useLanguage();
  const me = useParlor((state) => state.me);
  // Who may set it does not wait.
  const isSlow = me !== null && !mayInRoom(me.role, room, "set_slow_mode");
  const next = nextMessageMs(room.log, me?.user ?? "", isSlow ? room.slowMode : 0);
  const queued = useParlor((state) => waitingUntilMs(state.outbox, room.room));
  const [tick, setTick] = useState(0);
  const rest = isSlow
    ? Math.max(next - session.sender.serverNowMs(), queued === 0 ? 0 : queued - session.nowMs())
    : 0;
  const seconds = Math.ceil(rest / secondMs);
  const isWaiting = seconds > 0;

  useEffect(() => {
    onWaiting(isWaiting);
    return () => onWaiting(false);
  }, [isWaiting, onWaiting]);
  // Each second is counted from the one shown. It may be the same again when the server's clock is known better.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is another one each time it is looked at
  useEffect(() => {
    if (!isWaiting) return;
    return session.after(rest - (seconds - 1) * secondMs, () => setTick((before) => before + 1));
  }, [session, isWaiting, seconds, next, queued, tick]);

  if (!isSlow) return null;
  return (
    <p className="slow-mode">
      <Timer aria-hidden="true" />
      <span aria-hidden={isWaiting || undefined}>
        {isWaiting
          ? words("slowMode.wait", { count: seconds })
          : words("slowMode.told", { time: duration(room.slowMode) })}
      </span>
      <span className="sr-only" role="status">
        {isWaiting ? words("slowMode.waiting") : ""}
      </span>
    </p>
  );
}
