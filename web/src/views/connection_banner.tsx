import { useEffect, useState } from "react";
import { words } from "../locales/words.ts";
import { useClient, useParlor } from "./use_session.ts";

/** A blip nobody would notice is not worth a word. */
const patienceMs = 700;
const backForMs = 2_500;

function useNow(everyMs: number, isOn: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOn) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, isOn]);
  return now;
}

type Shown = "nothing" | "away" | "back";

/** Away is told after a moment, being back only to those who were told, and for a moment. */
function useShown(isAway: boolean): Shown {
  const [shown, setShown] = useState<Shown>("nothing");
  useEffect(() => {
    if (isAway) {
      const timer = setTimeout(() => setShown("away"), patienceMs);
      return () => clearTimeout(timer);
    }
    setShown((before) => (before === "away" ? "back" : before));
    const timer = setTimeout(() => setShown("nothing"), backForMs);
    return () => clearTimeout(timer);
  }, [isAway]);
  return shown;
}

export function ConnectionBanner() {
  const { session } = useClient();
  const connection = useParlor((state) => state.connection);
  const known = useParlor((state) => state.known);
  const waiting = useParlor(
    (state) => state.outbox.filter((entry) => entry.send.kind === "queued").length,
  );
  const isQuiet = "quiet" in connection && connection.quiet;
  const shown = useShown(connection.state !== "online" && !isQuiet);
  const now = useNow(250, shown === "away");

  return (
    <div role="status" className={`banner banner-${shown}`}>
      {shown === "back" && words("connection.back")}
      {shown === "away" && (
        <>
          <span className="banner-pulse" aria-hidden="true" />
          {connection.state === "waiting" ? (
            <>
              <span>{words("connection.reconnectingIn")}</span>
              {/* Counting aloud would be a nuisance. */}
              <span aria-hidden="true">
                {words("connection.inSeconds", {
                  count: Math.max(1, Math.ceil((connection.retryAtMs - now) / 1000)),
                })}
              </span>
              <span aria-hidden="true">·</span>
              <button type="button" className="link-button" onClick={() => session.tryNow()}>
                {words("connection.tryNow")}
              </button>
            </>
          ) : (
            <span>{words(known ? "connection.reconnecting" : "connection.connecting")}</span>
          )}
          {waiting > 0 && (
            <span className="banner-queue">{words("connection.queued", { count: waiting })}</span>
          )}
        </>
      )}
    </div>
  );
}
