/**
 * Legal time is Beijing time (X-13). China has kept +08:00 all year since 1991, so a day is found
 * by arithmetic; days before 1992 are refused rather than computed wrongly.
 */
const OFFSET = 8 * 3_600_000;
const DAY = 24 * 3_600_000;
const FIRST_YEAR = 1992;

/** Where the present comes from; passed in, so that tests and the walkthrough can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class AdjustableClock implements Clock {
  #now: number;

  constructor(start: Date | string) {
    this.#now = instantOf(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Puts the clock at an instant; an ISO string must name its offset. */
  set(instant: Date | string): void {
    this.#now = instantOf(instant);
  }

  /** Moves the clock on, in milliseconds. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}

function instantOf(instant: Date | string): number {
  const time = new Date(instant).getTime();
  if (Number.isNaN(time)) throw new RangeError(`Not an instant: ${String(instant)}`);
  return time;
}

/** Whether the text is a day that exists, as `2021-05-28`, from 1992 on. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match || Number(match[1]) < FIRST_YEAR) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/**
 * The first instant of a day in Shanghai.
 *
 * @throws RangeError when the day does not exist
 */
export function startOfDay(day: string): Date {
  if (!isDay(day)) throw new RangeError(`Not a day: ${day}`);
  return new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET);
}

/**
 * The instant at which a day in Shanghai is over: the exclusive end of what is due "by" that day
 * (C-20). `endOfDay('2021-05-28')` is 2021-05-29T00:00+08:00.
 */
export const endOfDay = (day: string): Date => new Date(startOfDay(day).getTime() + DAY);

/** The day in Shanghai that an instant falls on, as `2021-05-28`. */
export const dayOf = (instant: Date): string => new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10);

/** The day so many days later, or earlier when negative. */
export const addDays = (day: string, days: number): string => dayOf(new Date(startOfDay(day).getTime() + days * DAY));

/** The same day of the calendar so many years before; February 28th where that year has no 29th. */
export function yearsBefore(day: string, years: number): string {
  const earlier = `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
  return earlier.endsWith('-02-29') && !isDay(earlier) ? `${earlier.slice(0, 8)}28` : earlier;
}

/** How many days from one day to another; 0 for the same day. */
export const daysBetween = (from: string, to: string): number => Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY);

/** `2021-05-29T00:00:00.000+08:00` */
export const isoOf = (instant: Date): string => new Date(instant.getTime() + OFFSET).toISOString().replace('Z', '+08:00');

/**
 * An exclusive end as people read it: `5月28日24:00止（含当日）` for the end of a day (S0-08),
 * `5月28日17:30止` within one.
 *
 * @param options.year writes the year in front, for ends that may lie in another one
 */
export function dueLabel(end: Date, options: { readonly year?: boolean } = {}): string {
  const atMidnight = (end.getTime() + OFFSET) % DAY === 0;
  const last = isoOf(atMidnight ? new Date(end.getTime() - 1) : end);
  const [year, month, day] = last.slice(0, 10).split('-').map(Number);
  const clock = atMidnight ? '24:00止（含当日）' : `${last.slice(11, 16)}止`;
  return `${options.year ? `${year}年` : ''}${month}月${day}日${clock}`;
}
