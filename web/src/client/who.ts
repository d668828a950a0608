// Who a session is to the server just now, and where that is kept: in the browser for all its tabs, or in this tab alone.
import { forgetIdentity, type Identity, keepIdentity, keptIdentity } from "./identity.ts";
import type { Keep } from "./ports.ts";

const nobody: Identity = { token: "", nickname: "", user: "", isAccount: false };

export class Who {
  readonly #ofBrowser: Keep;
  readonly #ofTab: Keep;
  #keep: Keep;
  /** Parts that are not known yet are empty. */
  #identity: Identity = nobody;

  constructor(ofBrowser: Keep, ofTab: Keep) {
    this.#ofBrowser = ofBrowser;
    this.#ofTab = ofTab;
    this.#keep = ofBrowser;
  }

  get token(): string | null {
    return this.#identity.token || null;
  }
  /** The name asked for in the form, while nothing better is known. */
  get nickname(): string {
    return this.#identity.nickname;
  }
  get user(): string {
    return this.#identity.user;
  }
  get isAccount(): boolean {
    return this.#identity.isAccount;
  }
  get isOfTab(): boolean {
    return this.#keep === this.#ofTab;
  }

  /** Somebody kept: the tab's own first. False: nobody is. */
  restore(): boolean {
    const ofTab = keptIdentity(this.#ofTab);
    const identity = ofTab ?? keptIdentity(this.#ofBrowser);
    if (identity === null) return false;
    this.#keep = ofTab === null ? this.#ofBrowser : this.#ofTab;
    this.#identity = identity;
    return true;
  }

  /** A guest by this name: one nobody knows yet, or who they were when they were not let in. */
  guest(nickname: string): void {
    if (this.token !== null && !this.isAccount) {
      this.#identity = { ...this.#identity, nickname };
      return;
    }
    this.#keep = this.#ofBrowser;
    this.#identity = { ...nobody, nickname };
  }

  /** Somebody signed in, for the browser or for this tab. */
  enter(identity: Identity, keep: boolean): void {
    const [here, other] = keep ? [this.#ofBrowser, this.#ofTab] : [this.#ofTab, this.#ofBrowser];
    this.#keep = here;
    this.#identity = identity;
    // Kept before the other is forgotten, so that other tabs see it change and not go.
    keepIdentity(here, identity);
    forgetIdentity(other);
  }

  /** What the server told of this person. */
  told(more: Partial<Identity>): void {
    this.#identity = { ...this.#identity, ...more };
    keepIdentity(this.#keep, this.#identity);
  }

  /** What they are called by now. */
  renamed(nickname: string): void {
    if (nickname === this.#identity.nickname) return;
    this.#identity = { ...this.#identity, nickname };
    // Another tab may keep a newer token of theirs by now.
    if (keptIdentity(this.#keep)?.token === this.#identity.token)
      keepIdentity(this.#keep, this.#identity);
  }

  /** The same person under another token, which another tab keeps. False: there is none. */
  takeNewToken(): boolean {
    const kept = keptIdentity(this.#keep);
    const { user, token } = this.#identity;
    if (kept === null || user === "" || kept.user !== user || kept.token === token) return false;
    this.#identity = kept;
    return true;
  }

  /** All tabs of this browser are still this person. */
  isKept(): boolean {
    return keptIdentity(this.#keep)?.user === this.user;
  }

  forget(): void {
    forgetIdentity(this.#keep);
  }

  /** Forgets this person, unless another is kept by now: that one is another tab's. */
  forgetOwn(): void {
    if (keptIdentity(this.#keep)?.token === this.#identity.token) this.forget();
  }

  /** Nobody from now on, until somebody is. The user stays known: they may come back by another tab. */
  leave(): void {
    this.#keep = this.#ofBrowser;
    this.#identity = { ...nobody, user: this.user };
  }
}
