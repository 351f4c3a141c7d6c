import { addDays, dayOf, startOfDay } from '../../kit/time.ts';
import type { Today } from '../../kit/working-days.ts';
import type { Policy } from './policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Messages ring from 08:00 until 21:00, on days on which people work (journeys, section 5). */
const [OPENS, CLOSES] = [8 * HOUR, 21 * HOUR];
/** What is due so soon rings at any hour. */
const URGENT = 12 * HOUR;

/** An hour of a day in Shanghai, as `at('2021-05-28', '09:00')`. */
export const at = (day: string, hour: string): Date => new Date(startOfDay(day).getTime() + msOf(hour));

const msOf = (hour: string): number => Number(hour.slice(0, 2)) * HOUR + Number(hour.slice(3)) * MINUTE;

/** How far into its day an instant lies, in milliseconds. */
const into = (instant: Date): number => instant.getTime() - startOfDay(dayOf(instant)).getTime();

/** The next of some hours of the day, on this day or the next one; never the instant itself. */
export function nextSlot(now: Date, hours: readonly string[]): Date {
  const today = dayOf(now);
  const slots = [today, addDays(today, 1)].flatMap((day) => hours.map((hour) => at(day, hour)));
  return slots.find((slot) => slot > now)!;
}

/** The last time at which it was this hour of the day, at the latest now. */
export function lastSlot(now: Date, hour: string): Date {
  const today = at(dayOf(now), hour);
  return today <= now ? today : at(addDays(dayOf(now), -1), hour);
}

/** Whether nothing rings now. */
export const isQuiet = ({ now, calendar }: Today): boolean => !calendar.isWorking(dayOf(now)) || into(now) < OPENS || into(now) >= CLOSES;

/** From when on something may ring: now, or the next 08:00 of a working day. */
export function opening(today: Today): Date {
  const { now, calendar } = today;
  if (!isQuiet(today)) return now;
  const day = into(now) < OPENS ? dayOf(now) : addDays(dayOf(now), 1);
  return new Date(startOfDay(calendar.onOrAfter(day)).getTime() + OPENS);
}

/** The first 08:00 of a working day after today. */
export const nextMorning = ({ now, calendar }: Today): Date => opening({ now: startOfDay(addDays(dayOf(now), 1)), calendar });

/** Whether a message may ring at any hour: about security, or of what is due within twelve hours. */
export const ringsAnyHour = ({ security }: Policy, now: Date, due: Date | null): boolean =>
  security === true || (due !== null && due > now && due.getTime() - now.getTime() <= URGENT);

/** When the message outside of an event goes out. */
export function sendAt(policy: Policy, { now, calendar }: Today, due: Date | null): Date {
  const at = new Date(now.getTime() + (policy.mergeMinutes ?? 0) * MINUTE);
  return policy.outside !== 'PUSH' || ringsAnyHour(policy, now, due) ? at : opening({ now: at, calendar });
}

/**
 * The latest instant that lies so many working days back: what happened up to then has been waiting that long. What
 * happens on a day off counts from the beginning of the next working day.
 */
export function workingDaysAgo({ now, calendar }: Today, count: number): Date {
  const today = dayOf(now);
  if (calendar.isWorking(today)) return new Date(startOfDay(calendar.before(today, count)).getTime() + into(now));
  // The whole of the last working day has passed.
  const passed = calendar.before(calendar.before(today, 1), count);
  return new Date(startOfDay(addDays(passed, 1)).getTime() - 1);
}
