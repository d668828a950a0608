// The pinned messages of a room, as they were told and as events leave them.
//
// Invariant:  the last pinned first; each message once, as it stands by now.
import type { RoomEvent } from "../protocol/parse.ts";
import type { LoggedMessage, LoggedPinChange, Pin, PinsAck } from "../protocol/types.ts";
import { fold, isChange } from "./folding.ts";
import { idle, type Loading } from "./model.ts";

export interface PinsState {
  /** Null: not known yet. */
  readonly pins: readonly Pin[] | null;
  /** There are further ones, pinned before, that one answer did not hold. */
  readonly more: boolean;
  readonly loading: Loading;
  /** Something is pinned whose message is not at hand: the list is asked for again. */
  readonly isStale: boolean;
}

export const unknownPins: PinsState = { pins: null, more: false, loading: idle, isStale: false };

export function pinsTold({ pins, more }: PinsAck): PinsState {
  return { pins, more: more === true, loading: idle, isStale: false };
}

/**
 * The list after these events, which may be in it already.
 *
 * messageAt  the message of that seq, where it is loaded
 */
export function pinsHeard(
  state: PinsState,
  events: readonly RoomEvent[],
  messageAt: (seq: number) => LoggedMessage | null,
): PinsState {
  return events.reduce((before, event) => heard(before, event, messageAt), state);
}

function heard(
  state: PinsState,
  event: RoomEvent,
  messageAt: (seq: number) => LoggedMessage | null,
): PinsState {
  const { pins } = state;
  if (pins === null) return state;
  if (event.type === "pinned" && event.on) return pinned(state, pins, event, messageAt);
  if (event.type === "pinned" || event.type === "deleted")
    return gone(state, pins, (seq) => seq === event.target);
  if (event.type === "expired") return gone(state, pins, (seq) => seq <= event.up_to);
  if (!isChange(event) || !pins.some(({ message }) => message.seq === event.target)) return state;
  const changed = pins.map((pin) =>
    pin.message.seq === event.target ? { ...pin, message: fold(pin.message, event) } : pin,
  );
  return { ...state, pins: changed };
}

function pinned(
  state: PinsState,
  pins: readonly Pin[],
  { target, user, nickname, time }: LoggedPinChange,
  messageAt: (seq: number) => LoggedMessage | null,
): PinsState {
  const known = pins.find(({ message }) => message.seq === target);
  if (known !== undefined && known.time >= time) return state;
  const message = known?.message ?? messageAt(target);
  if (message === null) return { ...state, isStale: true };
  if (message.deleted === true) return state;
  const others = pins.filter((pin) => pin !== known);
  return { ...state, pins: [{ message, by: { user, nickname }, time }, ...others] };
}

function gone(state: PinsState, pins: readonly Pin[], isGone: (seq: number) => boolean): PinsState {
  const left = pins.filter(({ message }) => !isGone(message.seq));
  if (left.length < pins.length) return { ...state, pins: left, isStale: state.more };
  return state;
}

/** The messages that are pinned; the same set where nothing changed. */
export function pinnedSeqs(before: ReadonlySet<number>, { pins }: PinsState): ReadonlySet<number> {
  const seqs = new Set(pins?.map(({ message }) => message.seq));
  return seqs.size === before.size && [...seqs].every((seq) => before.has(seq)) ? before : seqs;
}
