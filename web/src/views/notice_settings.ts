// How this browser tells of messages: kept for all of its tabs.
import { readJson } from "../client/identity.ts";
import type { Keep } from "../client/ports.ts";
import { boolean, object, string } from "../protocol/shape.ts";

export const noticesKey = "notices";

export interface NoticeSettings {
  readonly on: boolean;
  /** What was written is shown, not only who wrote. */
  readonly text: boolean;
  readonly sound: boolean;
  /** Not to be disturbed, each day from one time to the other: "22:00". */
  readonly quiet: boolean;
  readonly from: string;
  readonly to: string;
}

const usual: NoticeSettings = {
  on: false,
  text: true,
  sound: false,
  quiet: false,
  from: "22:00",
  to: "07:00",
};

const time = string({ pattern: /^(?:[01]\d|2[0-3]):[0-5]\d$/ });
const parseSettings = object(
  {},
  { on: boolean, text: boolean, sound: boolean, quiet: boolean, from: time, to: time },
);

export function keptNotices(keep: Keep): NoticeSettings {
  return { ...usual, ...readJson(keep, noticesKey, parseSettings) };
}

export function keepNotices(keep: Keep, settings: NoticeSettings): void {
  keep.set(noticesKey, JSON.stringify(settings));
}

/** The hours may pass midnight; from a time to the same time is the whole day. */
export function isQuietAt({ quiet, from, to }: NoticeSettings, when: Date): boolean {
  if (!quiet) return false;
  const two = (part: number) => String(part).padStart(2, "0");
  const now = `${two(when.getHours())}:${two(when.getMinutes())}`;
  return from < to ? from <= now && now < to : from <= now || now < to;
}
