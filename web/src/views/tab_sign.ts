// What the browser's tab says: "(3) general · Parlor", and the number in its picture, red where somebody waits.
// Rooms of which nothing is noticed do not count.
import { words } from "../locales/words.ts";
import type { State } from "../state/model.ts";
import { isCalled, unreadSum } from "../state/noticing.ts";
import { nameOf } from "./room_name.ts";

const plainIcon = "/favicon.svg";

/** How it is drawn comes when it is first needed. */
async function drawnIcon(unread: number, called: boolean): Promise<string> {
  const { badgedIcon } = await import("./tab_icon.ts");
  return badgedIcon(plainIcon, unread, called);
}

export function titleOf(state: State): string {
  const room = state.active === null ? undefined : state.rooms.get(state.active);
  const isInside = state.connection.state !== "signed_out" && room !== undefined;
  const name = isInside ? `${nameOf(room)} · ${words("product")}` : words("product");
  const unread = isInside ? unreadSum(state) : 0;
  return unread > 0 ? `(${unread}) ${name}` : name;
}

/** Follows the state; returns how to stop. */
export function signTab(store: {
  getState(): State;
  subscribe(call: (state: State) => void): () => void;
}): () => void {
  let shown = "0";
  const show = (state: State) => {
    const title = titleOf(state);
    if (document.title !== title) document.title = title;
    const unread = state.connection.state === "signed_out" ? 0 : unreadSum(state);
    const called = unread > 0 && isCalled(state);
    const sign = `${unread}${called ? "!" : ""}`;
    if (sign === shown) return;
    shown = sign;
    const icon = unread === 0 ? Promise.resolve(plainIcon) : drawnIcon(unread, called);
    void icon
      .then((href) => {
        const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
        // A later one may have been drawn sooner.
        if (link !== null && shown === sign) link.href = href;
      })
      .catch(() => {});
  };
  show(store.getState());
  return store.subscribe(show);
}
