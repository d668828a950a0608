// What the browser's tab says: "(3) general · Parlor", and the number in its picture.
import { words } from "../locales/words.ts";
import type { State } from "../state/model.ts";
import { unreadSum } from "../state/noticing.ts";
import { nameOf } from "./room_name.ts";

const plainIcon = "/favicon.svg";

/** How it is drawn comes when it is first needed. */
async function drawnIcon(unread: number): Promise<string> {
  const { badgedIcon } = await import("./tab_icon.ts");
  return badgedIcon(plainIcon, unread);
}

export function titleOf(state: State): string {
  const room = state.active === null ? undefined : state.rooms.get(state.active);
  const isInside = state.connection.state !== "signed_out" && room !== undefined;
  const name = isInside ? `${nameOf(room)} · ${words("product")}` : words("product");
  const unread = isInside ? unreadSum(state.rooms) : 0;
  return unread > 0 ? `(${unread}) ${name}` : name;
}

/** Follows the state; returns how to stop. */
export function signTab(store: {
  getState(): State;
  subscribe(call: (state: State) => void): () => void;
}): () => void {
  let shown = 0;
  const show = (state: State) => {
    const title = titleOf(state);
    if (document.title !== title) document.title = title;
    const unread = state.connection.state === "signed_out" ? 0 : unreadSum(state.rooms);
    if (unread === shown) return;
    shown = unread;
    const icon = unread === 0 ? Promise.resolve(plainIcon) : drawnIcon(unread);
    void icon
      .then((href) => {
        const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
        // A later number may have been drawn sooner.
        if (link !== null && shown === unread) link.href = href;
      })
      .catch(() => {});
  };
  show(store.getState());
  return store.subscribe(show);
}
