// What the browser's tab says: "(3) general · Parlor", and the number in its picture.
import { words } from "../locales/words.ts";
import { type State, unreadSum } from "../state/model.ts";

const plainIcon = "/favicon.svg";
const sizePx = 64;

export function titleOf(state: State): string {
  const room = state.active === null ? undefined : state.rooms.get(state.active);
  const isInside = state.connection.state !== "signed_out" && room !== undefined;
  const name = isInside ? `${room.name} · ${words("product")}` : words("product");
  const unread = isInside ? unreadSum(state.rooms) : 0;
  return unread > 0 ? `(${unread}) ${name}` : name;
}

let plain: Promise<HTMLImageElement> | null = null;

function loadPlain(): Promise<HTMLImageElement> {
  plain ??= new Promise((resolve, reject) => {
    const image = new Image(sizePx, sizePx);
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = plainIcon;
  });
  return plain;
}

async function badgedIcon(unread: number): Promise<string> {
  const canvas = document.createElement("canvas");
  canvas.width = sizePx;
  canvas.height = sizePx;
  const context = canvas.getContext("2d");
  if (context === null) return plainIcon;
  context.drawImage(await loadPlain(), 0, 0, sizePx, sizePx);
  context.fillStyle = "#c4262e";
  context.beginPath();
  context.arc(44, 44, 20, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = "#fff";
  context.font = `bold ${unread > 9 ? 24 : 30}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(unread > 99 ? "99" : String(unread), 44, 46);
  return canvas.toDataURL("image/png");
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
    const icon = unread === 0 ? Promise.resolve(plainIcon) : badgedIcon(unread);
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
