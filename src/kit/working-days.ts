import { Refusal } from './errors.ts';
import { HOLIDAY_YEARS } from './holidays.data.ts';
import { addDays } from './time.ts';

/** One day that is not what its weekday says. */
export interface SpecialDay {
  /** As 2021-05-08. */
  readonly day: string;
  readonly working: boolean;
  /** Why, such as 劳动节. */
  readonly name: string;
}

/** Days of a body of one's own, beside the State Council's. */
export interface OwnDays {
  readonly days: readonly SpecialDay[];
  /** Years whose arrangement these days complete, although it is not in the data yet. */
  readonly years: readonly number[];
}

const SATURDAY = 6;
const WEEKDAYS = '日一二三四五六';
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
const yearOf = (day: string): number => Number(day.slice(0, 4));

/**
 * Which days are worked: Monday to Friday, but for holidays and the Saturdays and Sundays that make up for them (C-52).
 *
 * What it says of a year whose arrangement is not known is an estimate by the weekday alone, good enough for a lamp; whoever
 * needs to be right asks `knows` or `assertKnown` first.
 */
export class WorkingCalendar {
  readonly #special: ReadonlyMap<string, SpecialDay>;
  readonly #years: ReadonlySet<number>;

  /** @param own days that outrank the national ones */
  constructor(own: OwnDays = { days: [], years: [] }) {
    this.#special = new Map([...NATIONAL, ...own.days].map((day) => [day.day, day]));
    this.#years = new Set([...HOLIDAY_YEARS.map(({ year }) => year), ...own.years]);
  }

  /** All days that are not what their weekday says, in no order. */
  get specialDays(): readonly SpecialDay[] {
    return [...this.#special.values()];
  }

  /** Whether the arrangement of every year from one day to another is known. */
  knows(from: string, to: string = from): boolean {
    for (let year = yearOf(from); year <= yearOf(to); year++) if (!this.#years.has(year)) return false;
    return true;
  }

  /** @throws Refusal CALENDAR_UNKNOWN_YEAR rather than guess */
  assertKnown(from: string, to: string, path: readonly string[]): void {
    for (let year = yearOf(from); year <= yearOf(to); year++) if (!this.#years.has(year)) throw unknownYear(year, path);
  }

  isWorking(day: string): boolean {
    return this.#special.get(day)?.working ?? ![0, SATURDAY].includes(weekdayOf(day));
  }

  /** What a day off is called, such as 国庆节 or 周六; null for a working day. */
  nameOf(day: string): string | null {
    if (this.isWorking(day)) return null;
    return this.#special.get(day)?.name ?? `周${WEEKDAYS[weekdayOf(day)]}`;
  }

  /** How many working days lie after one day, up to and including another; 0 when that is not later. */
  between(from: string, to: string): number {
    let count = 0;
    for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (this.isWorking(day)) count++;
    return count;
  }

  /** The so-and-so-manieth working day after a day. */
  after(from: string, count: number): string {
    return this.#walk(from, count, 1);
  }

  /** The so-and-so-manieth working day before a day. */
  before(from: string, count: number): string {
    return this.#walk(from, count, -1);
  }

  /** The day itself when it is worked, else the next one that is. */
  onOrAfter(day: string): string {
    return this.isWorking(day) ? day : this.after(day, 1);
  }

  #walk(from: string, count: number, step: 1 | -1): string {
    let day = from;
    for (let left = count; left > 0;) {
      day = addDays(day, step);
      if (this.isWorking(day)) left--;
    }
    return day;
  }
}

/** The instant and what is worked around it: what dues and lamps are told by. */
export interface Today {
  readonly now: Date;
  readonly calendar: WorkingCalendar;
}

export const unknownYear = (year: number, path: readonly string[] = []): Refusal =>
  new Refusal('CALENDAR_UNKNOWN_YEAR', `${year}年的放假调休安排尚未录入，不能推算工作日`, path);

const NATIONAL: readonly SpecialDay[] = HOLIDAY_YEARS.flatMap(({ holidays, workdays }) => {
  const off = holidays.flatMap(([name, from, to]) => daysFrom(from, to).map((day) => ({ day, working: false, name })));
  return off.concat(workdays.map((day) => ({ day, working: true, name: '调休上班' })));
});

function daysFrom(from: string, to: string): string[] {
  return from > to ? [] : [from, ...daysFrom(addDays(from, 1), to)];
}

/** The State Council's days and no others. */
export const nationalCalendar = new WorkingCalendar();
