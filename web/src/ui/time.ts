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

const secondsIn = { hour: 3600, minute: 60, second: 1 } as const;
type Unit = keyof typeof secondsIn;
const units = (unit: string) =>
  perLocale(
    (locale) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }),
  );
const unitFormats = { hour: units("hour"), minute: units("minute"), second: units("second") };
const dayFormats = { day: units("day"), year: units("year") };
const daysInYear = 365;

/** "30 seconds", "5 minutes": in the largest unit of which it is a whole number. */
export function duration(seconds: number): string {
  const whole = (Object.keys(secondsIn) as Unit[]).find((unit) => seconds % secondsIn[unit] === 0);
  const unit = whole ?? "second";
  return unitFormats[unit]().format(seconds / secondsIn[unit]);
}

/** "30 days", "1 year". */
export function daysLong(days: number): string {
  return days % daysInYear === 0
    ? dayFormats.year().format(days / daysInYear)
    : dayFormats.day().format(days);
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
