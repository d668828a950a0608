// One person at one server: connects, keeps connected, and lets everything that comes change the state.
//
// Elsewhere:  what the server sends is incoming.ts, pages and repairs are room_loader.ts, sending is sender.ts,
//             what happens to messages is changer.ts, to rooms room_care.ts, what is wanted of them preferences.ts,
//             read markers are read_marker.ts, looks are people.ts, what is done about accounts is account.ts.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type LiveEvent, parseAnswer, parseConnectRefusal } from "../protocol/parse.ts";
import { parseFile, parseNothing, type SignedIn } from "../protocol/rest.ts";
import { isAccount } from "../protocol/roles.ts";
import type { Parser } from "../protocol/shape.ts";
import type { ConnectRefusal, Failure, Profile, SignedOut, Welcome } from "../protocol/types.ts";
import * as changes from "../state/changes.ts";
import { type EntryLink, initialState, type JoinProblem, type State } from "../state/model.ts";
import { askRest, type Outcome } from "./ask_rest.ts";
import { Changer } from "./changer.ts";
import { forgetLink, forgetRoomLink } from "./entry_link.ts";
import { Incoming } from "./incoming.ts";
import { People } from "./people.ts";
import type { Desk, Ports, Rest, RestRequest } from "./ports.ts";
import { Preferences } from "./preferences.ts";
import { ReadMarker } from "./read_marker.ts";
import { RoomCare } from "./room_care.ts";
import { RoomLoader } from "./room_loader.ts";
import { Rooms } from "./rooms.ts";
import { Sender } from "./sender.ts";
import { Who } from "./who.ts";

export const retryDelayMinMs = 500;
export const retryDelayMaxMs = 5_000;
/** Connected, but no welcome by then: that server is no use. */
const welcomeWithinMs = 10_000;
/** Another tab's answer comes about when this one is told: then its token is no use any more. */
const newTokenWithinMs = 5_000;
/** A server that moves is away for so many tries before anybody is told. */
const quietAttempts = 4;
const cursorsMax = 1_000;
const typingEveryMs = 3_000;

export class Session {
  readonly store: StoreApi<State>;
  readonly loader: RoomLoader;
  readonly sender: Sender;
  readonly changer: Changer;
  readonly marker: ReadMarker;
  readonly rooms: Rooms;
  readonly care: RoomCare;
  readonly people: People;
  readonly preferences: Preferences;
  /** What is asked as nobody yet. */
  readonly rest: Rest;
  readonly desk: Desk;
  readonly #ports: Ports;
  readonly #incoming: Incoming;
  readonly #who: Who;
  /** A guest is becoming an account: what happens to the guest's connection meanwhile means nothing. */
  #isBecoming = false;
  #isHeld = false;
  #attempt = 0;
  #isQuiet = false;
  #movingAtMs = 0;
  #typedAtMs = new Map<string, number>();
  #heard = (_room: string, _events: readonly LiveEvent[]) => {};
  #cancelRetry = () => {};
  #cancelWelcome = () => {};

  constructor(ports: Ports) {
    this.#ports = ports;
    this.rest = ports.rest;
    this.desk = ports.desk;
    this.store = createStore<State>(() => initialState);
    this.loader = new RoomLoader(this.store, this);
    this.sender = new Sender(this.store, this, ports);
    this.changer = new Changer(this.store, this, ports.clock);
    this.marker = new ReadMarker(this.store, this, ports.clock);
    this.rooms = new Rooms(this.store, this, this.loader);
    this.care = new RoomCare(this);
    this.people = new People(this.store, this);
    this.preferences = new Preferences(this.store, this);
    this.#who = new Who(ports.keep, ports.tabKeep);
    this.#incoming = new Incoming(this, ports.clock, {
      welcomed: (welcome) => this.#welcomed(welcome),
      moving: (delayMs, spreadMs) => this.#moving(delayMs + this.#ports.random() * spreadMs),
      signedOut: (reason) => this.#signedOut(reason),
      profile: (profile) => this.profileTold(profile),
      heard: (room, events) => this.#heard(room, events),
    });
  }

  /** Goes on as the person this tab or this browser was, if it was one. */
  start(): void {
    if (!this.#who.restore()) return;
    this.change((state) => ({ ...state, connection: { state: "joining" }, entry: "kept" }));
    this.#open();
  }

  join(nickname: string): void {
    this.#who.guest(nickname);
    this.change((state) => ({ ...state, connection: { state: "joining" }, entry: "form" }));
    this.#open();
  }

  /**
   * Goes on as an account: from the join screen, or as the same person who was a guest until now. Their rooms, what
   * they write and what waits to be sent stay as they are.
   */
  enter({ token, me }: SignedIn, keep: boolean): void {
    const { nickname, user, role } = me;
    this.#who.enter({ token, nickname, user, isAccount: isAccount(role) }, keep);
    this.openLink(null);
    if (this.store.getState().known) this.#openQuietly();
    else {
      this.change((state) => ({ ...state, connection: { state: "joining" }, entry: "form" }));
      this.#open();
    }
  }

  /** While `work` makes the guest an account, the end of the guest's own session is no surprise. */
  async becoming<T>(work: () => Promise<T>): Promise<T> {
    this.#isBecoming = true;
    try {
      return await work();
    } finally {
      this.#isBecoming = false;
      if (this.#isHeld) this.#open();
    }
  }

  signOut(): void {
    // Whether it comes there or not, this browser does not know the token any more.
    if (this.#who.isAccount) void this.askRest("POST", "logout", parseNothing);
    this.#who.forget();
    this.#toJoinScreen(null);
  }

  /** Another tab gave this person up. */
  signedOutElsewhere(): void {
    if (this.store.getState().connection.state === "signed_out") return;
    if (this.#who.isOfTab || this.#isBecoming) return;
    // The news may be older than what is kept now.
    if (this.#who.isKept()) return;
    this.#toJoinScreen(this.#problem("signed_out_elsewhere", []));
  }

  /** Another tab made this person an account, or has another token for them. */
  identityElsewhere(): void {
    const { connection } = this.store.getState();
    if (connection.state !== "signed_out") {
      if (!this.#who.isOfTab) this.#foundNewIdentity();
    } else if (connection.problem?.code === "became_account" && this.#who.isKept()) this.start();
  }

  /** An address brought an invite or the owner's key; null: it is used, or nobody wants it. */
  openLink(link: EntryLink | null): void {
    if (link === null) forgetLink(this.#ports.tabKeep);
    this.change((state) => (state.link === link ? state : { ...state, link }));
  }

  /** An address brought the token of a link into a room; null: it is used, or nobody wants it. */
  openInvitation(token: string | null): void {
    if (token === null) forgetRoomLink(this.#ports.tabKeep);
    this.change((state) => ({ ...state, invitation: token }));
  }

  /** Somebody at the join screen goes another way: what was wrong with the first one is over. */
  problemSeen(): void {
    this.change((state) =>
      state.connection.state === "signed_out"
        ? { ...state, connection: { state: "signed_out", problem: null } }
        : state,
    );
  }

  profileTold(profile: Profile): void {
    this.people.changed(profile);
    const { user, nickname, role } = profile;
    if (user !== this.#who.user || this.#who.token === null) return;
    // Of a guest who became an account this tab's token is over, and another tab is about to keep the account's.
    // What a tab reads of what others keep may be a moment old, so nothing is written over it.
    if (isAccount(role) === this.#who.isAccount) this.#who.renamed(nickname);
  }

  /** "Try now", the network is back, or the tab is looked at again. */
  tryNow(): void {
    if (this.store.getState().connection.state === "waiting") this.#open();
  }

  /** Someone writes in this room. */
  typing(room: string): void {
    const now = this.#ports.clock.nowMs();
    if (now - (this.#typedAtMs.get(room) ?? Number.NEGATIVE_INFINITY) < typingEveryMs) return;
    this.#typedAtMs.set(room, now);
    if (this.isOnline()) this.#ports.wire.tell("typing", { room });
  }

  stoppedTyping(room: string): void {
    this.#typedAtMs.delete(room);
  }

  isOnline(): boolean {
    return this.store.getState().connection.state === "online";
  }

  nowMs(): number {
    return this.#ports.clock.nowMs();
  }

  after(delayMs: number, call: () => void): () => void {
    return this.#ports.clock.after(delayMs, call);
  }

  /** Brings a message into view, wherever in its room's log it is. */
  show(room: string, seq: number): void {
    this.change((state) => changes.jumping(state, { room, seq }));
    this.loader.ensureShown(room, seq);
  }

  /** Tells of events as they happen, before they are part of the state; never of those of the past. */
  onHeard(call: (room: string, events: readonly LiveEvent[]) => void): void {
    this.#heard = call;
  }

  /** What has come, but waits for the next picture, happens now. */
  flush(): void {
    this.#incoming.flush();
  }

  change(change: (state: State) => State): void {
    const before = this.store.getState();
    const after = change(before);
    if (after !== before) this.store.setState(after, true);
  }

  /** Asks the server. Null: no answer came, and whether it was done is unknown. */
  async ask<T extends { ok: true }>(
    event: string,
    payload: object,
    parser: Parser<T>,
  ): Promise<T | Failure | null> {
    if (!this.isOnline()) return null;
    try {
      return parseAnswer(parser, await this.#ports.wire.ask(event, payload));
    } catch {
      return null;
    }
  }

  /** A file that the server makes of what this person may take away. */
  askFile(path: string): Promise<Outcome<Blob>> {
    return this.#ask({ method: "GET", path, isFile: true }, parseFile);
  }

  /** Asks over REST, as the person of this session where there is one. */
  askRest<T>(
    method: RestRequest["method"],
    path: string,
    parser: Parser<T>,
    body?: object,
  ): Promise<Outcome<T>> {
    return this.#ask({ method, path, ...(body === undefined ? {} : { body }) }, parser);
  }

  #ask<T>(request: RestRequest, parser: Parser<T>): Promise<Outcome<T>> {
    const { token } = this.#who;
    return askRest(this.rest, token === null ? request : { ...request, token }, parser);
  }

  #openQuietly(): void {
    this.#isQuiet = true;
    this.#incoming.flush();
    this.change(changes.disconnected);
    this.#open();
  }

  #open(): void {
    this.#isHeld = false;
    this.#cancelRetry();
    this.#cancelWelcome();
    this.#attempt += 1;
    const { known, entry } = this.store.getState();
    if (known || (entry === "kept" && this.#attempt > 1)) {
      const attempt = this.#attempt;
      const quiet = this.#isQuiet;
      this.change((state) => ({ ...state, connection: { state: "reconnecting", attempt, quiet } }));
    }
    this.#ports.wire.open(() => this.#auth(), {
      connected: () => {
        this.#cancelWelcome = this.#ports.clock.after(welcomeWithinMs, () => this.#lost());
      },
      refused: (error) => this.#refused(error),
      disconnected: () => this.#lost(),
      received: (event, payload) => this.#incoming.receive(event, payload),
    });
  }

  #auth(): object {
    const { token, nickname, isAccount } = this.#who;
    const cursors: Record<string, number> = {};
    for (const { room, log } of [...this.store.getState().rooms.values()].slice(0, cursorsMax)) {
      if (log?.following) cursors[room] = log.last;
    }
    return {
      ...(token === null ? {} : { token }),
      // Beside an account's token a name would ask to be a guest by it, should the token be good no more.
      ...(nickname === "" || isAccount ? {} : { nickname }),
      cursors,
    };
  }

  #lost(): void {
    this.#ports.wire.close();
    this.#cancelWelcome();
    this.#incoming.flush();
    this.change(changes.disconnected);
    if (this.#isBecoming) {
      this.#hold();
      return;
    }
    const untilMoveMs = this.#movingAtMs - this.#ports.clock.nowMs();
    this.#retryIn(Math.max(untilMoveMs, this.#backoffMs()));
  }

  /** Away until the answer comes that says who this is. */
  #hold(): void {
    this.#isHeld = true;
    this.#cancelRetry();
    const attempt = this.#attempt;
    this.change((state) => ({
      ...state,
      connection: { state: "reconnecting", attempt, quiet: true },
    }));
  }

  #backoffMs(): number {
    const full = Math.min(retryDelayMaxMs, retryDelayMinMs * 2 ** Math.min(this.#attempt, 10));
    // Everybody comes back after a restart: half of the delay is chance, so that they do not all come at once.
    return full * (0.5 + this.#ports.random() * 0.5);
  }

  #retryIn(delayMs: number): void {
    const retryAtMs = this.#ports.clock.nowMs() + delayMs;
    const attempt = this.#attempt;
    const quiet = this.#isQuiet && attempt < quietAttempts;
    this.change((state) => ({
      ...state,
      connection: { state: "waiting", retryAtMs, attempt, quiet },
    }));
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(delayMs, () => this.#open());
  }

  #refused(error: unknown): void {
    const refusal = readRefusal(error);
    this.#cancelWelcome();
    if (refusal === null) {
      const { known, entry } = this.store.getState();
      if (!known && entry === "form") this.#toJoinScreen(this.#problem("unreachable", []));
      else this.#lost();
      return;
    }
    if (this.#isBecoming) {
      this.#ports.wire.close();
      this.#hold();
      return;
    }
    const { code, suggestions = [], retry_after_ms: retryAfterMs = 0 } = refusal.data;
    const { until, reason } = refusal.data;
    switch (code) {
      case "rate_limited":
      case "server_full":
      case "unavailable":
        if (!this.store.getState().known && this.store.getState().entry === "form") {
          this.#toJoinScreen(this.#problem(code, []));
        } else {
          this.#ports.wire.close();
          this.#retryIn(Math.max(retryAfterMs, this.#backoffMs()));
        }
        return;
      case "auth_invalid":
      case "nickname_invalid":
      case "nickname_taken":
      case "token_expired":
      case "suspended":
        if (!this.#foundNewIdentity())
          this.#giveUp({ ...this.#problem(code, suggestions), until, reason });
        return;
      case "account_needed":
      case "address_banned":
        this.#keptOut({ ...this.#problem(code, []), until, reason });
    }
  }

  /**
   * Not let in, though nothing is wrong with who this is. A guest stays who they are, for their next try or for the
   * account they become; an account stays kept, and goes on by `start` or a sign-in.
   */
  #keptOut(problem: JoinProblem): void {
    const wasGuest = this.#who.token !== null && !this.#who.isAccount;
    this.#toJoinScreen(problem);
    if (wasGuest) this.#who.restore();
  }

  /** The server ended this sign-in. */
  #signedOut(reason: SignedOut["reason"]): void {
    if (this.#isBecoming) {
      this.#lost();
      return;
    }
    if (this.#foundNewIdentity()) return;
    if (reason !== "became_account") {
      const problem = this.#problem(reason, []);
      if (reason === "address_banned") this.#keptOut(problem);
      else this.#giveUp(problem);
      return;
    }
    // The tab in which it happened keeps the new token in a moment, over the old one.
    this.#ports.wire.close();
    this.change(changes.disconnected);
    this.#hold();
    this.#cancelRetry = this.#ports.clock.after(newTokenWithinMs, () =>
      this.#toJoinScreen({ ...this.#problem(reason, []), isAccount: true }),
    );
  }

  /** Another tab may have a new token for this person already. */
  #foundNewIdentity(): boolean {
    if (!this.#who.takeNewToken()) return false;
    this.#openQuietly();
    return true;
  }

  #giveUp(problem: JoinProblem): void {
    this.#who.forgetOwn();
    this.#toJoinScreen(problem);
  }

  #problem(code: JoinProblem["code"], suggestions: readonly string[]): JoinProblem {
    const { nickname, isAccount } = this.#who;
    return { code, nickname, suggestions, isAccount };
  }

  #toJoinScreen(problem: JoinProblem | null): void {
    this.#ports.wire.close();
    this.#cancelRetry();
    this.#cancelWelcome();
    this.#incoming.clear();
    this.people.clear();
    this.#who.leave();
    this.#isHeld = false;
    this.#attempt = 0;
    this.#isQuiet = false;
    this.change((state) => ({
      ...initialState,
      active: state.active,
      jump: state.jump,
      link: state.link,
      invitation: state.invitation,
      connection: { state: "signed_out", problem },
    }));
  }

  #welcomed(welcome: Welcome): void {
    this.#cancelWelcome();
    this.#attempt = 0;
    this.#isQuiet = false;
    this.#movingAtMs = 0;
    const { token, nickname, user, role } = welcome.me;
    this.#who.told({ token, nickname, user, isAccount: isAccount(role) });
    this.change((state) => changes.welcomed(state, welcome));
    this.people.welcomed();
    this.sender.setServerTime(welcome.server.time);
    this.sender.adoptKept();
    this.sender.flush();
    this.changer.flush();
    this.loader.welcomed();
    this.marker.schedule();
  }

  /** The server goes away soon: be elsewhere by then, not all at once, and say nothing about it. */
  #moving(delayMs: number): void {
    this.#isQuiet = true;
    this.#movingAtMs = this.#ports.clock.nowMs() + delayMs;
    this.#cancelRetry();
    this.#cancelRetry = this.#ports.clock.after(delayMs, () => {
      this.change(changes.disconnected);
      this.#open();
    });
  }
}

function readRefusal(error: unknown): ConnectRefusal | null {
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  const { message } = error;
  const data = "data" in error ? error.data : undefined;
  try {
    return parseConnectRefusal({ message, data });
  } catch {
    return null;
  }
}
