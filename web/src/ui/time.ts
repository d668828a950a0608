// Times as people here write them, in the language of the page.
import { perLocale } from "../locales/words.ts";

const formatOf = (options: Intl.DateTimeFormatOptions) =>
  perLocale((locale) => new Intl.DateTimeFormat(locale, options));

const clockFormat = formatOf({ hour: "2-digit", minute: "2-digit" });
const fullFormat = formatOf({ dateStyle: "full", timeStyle: "medium" });
const shortFormat = formatOf({ dateStyle: "medium", timeStyle: "short" });
const dayFormat = formatOf({ weekday: "long", day: "numeric", month: "long" });
const dayYearFormat = formatOf({ dateStyle: "full" });

const dayMs = 86_400_000;

export function clockTime(timeMs: number): string {
  return clockFormat().format(timeMs);
}

export function fullTime(timeMs: number): string {
  return fullFormat().format(timeMs);
}

/** Day and minute, in few letters. */
export function shortTime(timeMs: number): string {
  return shortFormat().format(timeMs);
}

/** Local days, numbered. */
export function dayOf(timeMs: number): number {
  const date = new Date(timeMs);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMs);
}

export function dayName(timeMs: number, nowMs: number): string {
  const isThisYear = new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear();
  return (isThisYear ? dayFormat : dayYearFormat)().format(timeMs);
}
