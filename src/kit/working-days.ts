import { addDays } from './time.ts';

/** Monday to Friday; holidays shift nothing by default (C-52). */
const isWorkingDay = (day: string): boolean => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** How many working days lie after one day, up to and including another; 0 when that is not later. */
export function workingDaysBetween(from: string, to: string): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) count++;
  return count;
}

/** The so-and-so-manieth working day after a day. */
export function workingDayAfter(from: string, count: number): string {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}

/** The so-and-so-manieth working day before a day. */
export function workingDayBefore(from: string, count: number): string {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, -1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}
