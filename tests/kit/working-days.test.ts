import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOLIDAY_YEARS } from '../../src/kit/holidays.data.ts';
import { dueOf } from '../../src/kit/due.ts';
import { addDays, isDay } from '../../src/kit/time.ts';
import { nationalCalendar, WorkingCalendar } from '../../src/kit/working-days.ts';

const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
const isWeekend = (day: string) => [0, 6].includes(weekdayOf(day));

describe('the State Council’s arrangements', () => {
  test('every year from 2019 to 2026 names its documents, and every day of it lies in it', () => {
    expect(HOLIDAY_YEARS.map(({ year }) => year)).toEqual([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    for (const { year, sources, holidays, workdays } of HOLIDAY_YEARS) {
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources) expect(source).toMatch(/^国办发明电〔20\d\d〕\d+号$/);
      for (const [, from, to] of holidays) {
        expect([isDay(from), isDay(to), from <= to]).toEqual([true, true, true]);
        expect([from, to].every((day) => day.startsWith(`${year}-`))).toBe(true);
      }
      // Nobody makes up on a day that was worked anyway, or on one that is off.
      for (const day of workdays) {
        expect([day, isWeekend(day), day.startsWith(`${year}-`)]).toEqual([day, true, true]);
        expect(holidays.some(([, from, to]) => from <= day && day <= to)).toBe(false);
      }
    }
  });

  test.each([
    // days off that fall on Monday to Friday, weekend days worked instead, days worked in the year
    [2019, 17, 6, 250],
    [2020, 19, 6, 249],
    [2021, 18, 7, 250],
    [2022, 18, 7, 249],
    [2023, 18, 7, 249],
    [2024, 19, 8, 251],
    [2025, 18, 5, 248],
    [2026, 19, 6, 248],
  ])('%i: %i weekdays off, %i weekend days worked, %i working days', (year, off, madeUp, worked) => {
    const days = nationalCalendar.specialDays.filter(({ day }) => day.startsWith(`${year}-`));
    expect(days.filter(({ day, working }) => !working && !isWeekend(day))).toHaveLength(off);
    expect(days.filter(({ working }) => working)).toHaveLength(madeUp);
    expect(nationalCalendar.between(`${year - 1}-12-31`, `${year}-12-31`)).toBe(worked);
  });

  test.each([
    ['2021-05-05', false, '劳动节'],
    ['2021-05-08', true, null],
    ['2021-05-09', false, '周日'],
    ['2019-05-05', true, null],
    ['2020-02-01', false, '春节'],
    ['2020-02-03', true, null],
    ['2022-12-31', false, '元旦'],
    ['2023-09-30', false, '中秋节、国庆节'],
    ['2024-02-09', true, null], // New Year's Eve is only recommended as a day off
    ['2026-02-14', true, null],
  ])('%s: worked %s, called %s', (day, worked, name) => {
    expect([nationalCalendar.isWorking(day), nationalCalendar.nameOf(day)]).toEqual([worked, name]);
  });
});

describe('counting working days', () => {
  test('over a holiday and the days that make up for it', () => {
    // Thursday; Friday, Saturday (worked), Monday follow.
    expect([1, 2, 3].map((count) => nationalCalendar.after('2021-05-06', count))).toEqual(['2021-05-07', '2021-05-08', '2021-05-10']);
    expect(nationalCalendar.before('2021-10-08', 1)).toBe('2021-09-30');
    expect(nationalCalendar.between('2021-09-30', '2021-10-09')).toBe(2);
    expect(nationalCalendar.onOrAfter('2023-09-30')).toBe('2023-10-07');
    expect(nationalCalendar.onOrAfter('2023-10-07')).toBe('2023-10-07');
  });

  test('a year that is not known is not guessed where it matters, and estimated where it does not', () => {
    expect(nationalCalendar.knows('2026-12-31')).toBe(true);
    expect(nationalCalendar.knows('2026-12-30', '2027-01-04')).toBe(false);
    const guess = () => nationalCalendar.assertKnown('2026-12-30', '2027-01-04', ['input', 'due']);
    expect(guess).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ code: 'CALENDAR_UNKNOWN_YEAR', path: ['input', 'due'] })] }),
    );
    expect(guess).toThrow('2027年的放假调休安排尚未录入');
    const due = (end: string, now: string) => dueOf(new Date(end), { now: new Date(now), calendar: nationalCalendar })!;
    expect(due('2027-01-05T00:00:00+08:00', '2026-12-30T09:00:00+08:00')).toMatchObject({ workingDaysLeft: 3, calendarKnown: false });
    expect(due('2026-12-31T00:00:00+08:00', '2026-12-28T09:00:00+08:00')).toMatchObject({ workingDaysLeft: 2, calendarKnown: true });
    // What is past leaves nothing to be known; far ahead nothing is counted one by one.
    expect(due('2027-01-05T00:00:00+08:00', '2027-06-01T09:00:00+08:00')).toMatchObject({ workingDaysLeft: 0, calendarKnown: true });
    expect(due('2026-12-31T00:00:00+08:00', '2024-01-02T09:00:00+08:00')).toMatchObject({ calendarKnown: false });
  });

  test('own days outrank the national ones and complete a year', () => {
    const own = new WorkingCalendar({
      days: [
        { day: '2026-10-08', working: false, name: '本省放假' },
        { day: '2027-01-01', working: false, name: '元旦' },
      ],
      years: [2027],
    });
    expect(own.after('2026-09-30', 1)).toBe('2026-10-09');
    expect(own.knows('2026-01-01', '2027-12-31')).toBe(true);
    expect(own.nameOf('2027-01-01')).toBe('元旦');
  });

  test('after and before are the inverse of between', () => {
    const day = fc.integer({ min: 0, max: 7 * 365 }).map((days) => addDays('2019-01-02', days));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const there = nationalCalendar.after(from, count);
        expect(nationalCalendar.isWorking(there)).toBe(true);
        expect(nationalCalendar.between(from, there)).toBe(count);
        expect(nationalCalendar.between(from, addDays(there, -1))).toBe(count - 1);
        const back = nationalCalendar.before(from, count);
        expect(nationalCalendar.between(addDays(back, -1), addDays(from, -1))).toBe(count);
      }),
    );
  });
});
