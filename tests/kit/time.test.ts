import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, AdjustableClock, dayOf, daysBetween, dueLabel, endOfDay, isDay, isoOf, startOfDay } from '../../src/kit/time.ts';

const days = fc
  .date({ min: new Date('1992-01-02T00:00:00Z'), max: new Date('2199-12-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a day in Shanghai', () => {
  it('X-13: ends at the instant at which the next one begins', () => {
    expect(endOfDay('2021-05-28').toISOString()).toBe('2021-05-28T16:00:00.000Z');
    expect(isoOf(endOfDay('2021-05-28'))).toBe('2021-05-29T00:00:00.000+08:00');
    fc.assert(fc.property(days, (day) => endOfDay(day).getTime() === startOfDay(addDays(day, 1)).getTime()));
  });

  it('holds its first instant and not its end', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(dayOf(startOfDay(day))).toBe(day);
        expect(dayOf(new Date(endOfDay(day).getTime() - 1))).toBe(day);
        expect(dayOf(endOfDay(day))).toBe(addDays(day, 1));
      }),
    );
  });

  it('counts days and goes back by them', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -3000, max: 3000 }), (day, count) => {
        fc.pre(isDay(day) && day > '2001-01-01');
        expect(daysBetween(day, addDays(day, count))).toBe(count);
        expect(addDays(addDays(day, count), -count)).toBe(day);
      }),
    );
  });

  it.each(['2021-02-29', '2021-13-01', '2021-5-28', '20210528', '2021-05-28T00:00', '1991-12-31', ''])('is not: %s', (text) => {
    expect(isDay(text)).toBe(false);
    expect(() => startOfDay(text)).toThrow(RangeError);
  });
});

describe('a due as people read it', () => {
  it('S0-08: 5月28日前 is printed with its last minute', () => {
    expect(dueLabel(endOfDay('2021-05-28'))).toBe('5月28日24:00止（含当日）');
  });

  it('is written with its year where asked, and with the time within a day', () => {
    expect(dueLabel(endOfDay('2021-12-31'), { year: true })).toBe('2021年12月31日24:00止（含当日）');
    expect(dueLabel(new Date('2021-05-28T17:30:00+08:00'))).toBe('5月28日17:30止');
    expect(dueLabel(new Date('2021-05-29T00:00:00.001+08:00'))).toBe('5月29日00:00止');
  });
});

describe('a clock for tests', () => {
  it('stands still until it is moved', () => {
    const clock = new AdjustableClock('2026-01-05T09:00:00+08:00');
    expect(clock.now()).toEqual(clock.now());
    clock.advance(1500);
    expect(clock.now().toISOString()).toBe('2026-01-05T01:00:01.500Z');
    clock.set(endOfDay('2026-01-05'));
    expect(dayOf(clock.now())).toBe('2026-01-06');
    expect(() => clock.set('tomorrow')).toThrow(RangeError);
  });
});
