// Times as people here write them.
const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const fullFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
const dayFormat = new Intl.DateTimeFormat(undefined, {
  weekday: "long",
  day: "numeric",
  month: "long",
});
const dayYearFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

const dayMs = 86_400_000;

export function clockTime(timeMs: number): string {
  return clockFormat.format(timeMs);
}

export function fullTime(timeMs: number): string {
  return fullFormat.format(timeMs);
}

/** Local days, numbered. */
export function dayOf(timeMs: number): number {
  const date = new Date(timeMs);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / dayMs);
}

export function dayName(timeMs: number, nowMs: number): string {
  const isThisYear = new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear();
  return (isThisYear ? dayFormat : dayYearFormat).format(timeMs);
}
