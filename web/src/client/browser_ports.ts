import type { Clock, Desk, Keep, NoticePermission } from "./ports.ts";

export const browserClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    return () => clearTimeout(timer);
  },
  beforePaint(call) {
    // A hidden page paints nothing, so nothing is worth waiting for.
    if (document.hidden) queueMicrotask(call);
    else requestAnimationFrame(call);
  },
};

const permissions: Readonly<Record<NotificationPermission, NoticePermission>> = {
  default: "unasked",
  granted: "granted",
  denied: "blocked",
};

export const browserDesk: Desk = {
  isHidden: () => document.hidden,
  permission: () =>
    "Notification" in window ? permissions[Notification.permission] : "unsupported",
  async askPermission() {
    return "Notification" in window
      ? permissions[await Notification.requestPermission()]
      : "unsupported";
  },
  show({ title, body, tag }, onClick) {
    try {
      // Silent: the tone is ours, where one is wanted.
      const shown = new Notification(title, { body, tag, silent: true });
      shown.onclick = onClick;
      return () => shown.close();
    } catch {
      // Some phones have the word, and none to show.
      return null;
    }
  },
  focus: () => window.focus(),
  chime: () => void import("../ui/tone.ts").then((it) => it.chime()).catch(() => {}),
};

const prefix = "parlor.";

/** Web storage may be off, full or denied: then nothing is kept, and everything else goes on. */
export class BrowserKeep implements Keep {
  readonly #storage: () => Storage;

  constructor(storage: () => Storage) {
    this.#storage = storage;
  }

  get(key: string): string | null {
    return this.#try(() => this.#storage().getItem(prefix + key), null);
  }
  set(key: string, value: string): void {
    this.#try(() => this.#storage().setItem(prefix + key, value), undefined);
  }
  remove(key: string): void {
    this.#try(() => this.#storage().removeItem(prefix + key), undefined);
  }
  keys(): string[] {
    return this.#try(
      () =>
        Object.keys(this.#storage())
          .filter((key) => key.startsWith(prefix))
          .map((key) => key.slice(prefix.length)),
      [],
    );
  }

  #try<T>(act: () => T, otherwise: T): T {
    try {
      return act();
    } catch {
      return otherwise;
    }
  }
}

export const localKeep: Keep = new BrowserKeep(() => window.localStorage);
/** Of this tab alone. */
export const tabKeep: Keep = new BrowserKeep(() => window.sessionStorage);

export const keepPrefix = prefix;
