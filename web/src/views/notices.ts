// Which messages are news to somebody who does not see them. Those are told by notifier.ts, which comes once the
// browser was allowed to show any.
import type { Clock, Keep } from "../client/ports.ts";
import type { Session } from "../client/session.ts";
import { loadLaterWords } from "../locales/words.ts";
import { heeded } from "../state/ignoring.ts";
import { isNoticed } from "../state/noticing.ts";
import type { Notifier } from "./notifier.ts";

/** onOpen: somebody wants to see the message. */
export function followNotices(
  session: Session,
  { clock, keep }: { readonly clock: Clock; readonly keep: Keep },
  onOpen: (room: string, seq: number) => void,
): void {
  const { desk, store } = session;
  let loading: Promise<Notifier> | null = null;
  const load = async () => {
    try {
      const [it] = await Promise.all([import("./notifier.ts"), loadLaterWords()]);
      return new it.Notifier(session, { clock, keep }, onOpen);
    } catch (error) {
      loading = null;
      throw error;
    }
  };
  const notifier = () => {
    loading ??= load();
    return loading;
  };
  session.onHeard((name, events) => {
    if (desk.permission() !== "granted") return;
    const { active, me, rooms, ignored } = store.getState();
    const room = rooms.get(name);
    if (room === undefined || (active === name && !desk.isHidden())) return;
    const known = Math.max(room.head, room.read);
    const news = heeded(ignored, events).filter(
      (event) => event.seq > known && event.type === "message" && isNoticed(room, event, me?.user),
    );
    const newest = news.reduce<(typeof news)[number] | undefined>(
      (last, event) => (last === undefined || event.seq > last.seq ? event : last),
      undefined,
    );
    if (newest?.type !== "message") return;
    // Without the code there is nothing to tell it with; the room's number says it.
    notifier().then(
      (it) => it.tell(newest),
      () => {},
    );
  });
  // Before the connection may be gone.
  if (desk.permission() === "granted") notifier().catch(() => {});
}
