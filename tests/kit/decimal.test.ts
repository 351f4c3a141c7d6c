import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, divide, isDecimal, multiply, negate, percent, round, subtract, sum } from '../../src/kit/decimal.ts';
import { rateOf } from '../../src/kit/rate.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 6 }))
  .map(([units, scale]) => divide(String(units), String(10n ** BigInt(scale)), scale));

describe('an exact decimal', () => {
  it('is added without a binary fraction', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(sum(Array.from({ length: 10 }, () => '0.1'))).toBe('1.0');
    expect(sum([])).toBe('0');
    expect(subtract('1', '0.05')).toBe('0.95');
    expect(add('-0.05', '0.04')).toBe('-0.01');
    expect(multiply('1.5', '-0.2')).toBe('-0.30');
  });

  it('is rounded half away from zero', () => {
    expect(round('2.345', 2)).toBe('2.35');
    expect(round('-2.345', 2)).toBe('-2.35');
    expect(round('2.3449', 2)).toBe('2.34');
    expect(round('7', 2)).toBe('7.00');
    expect(divide('1', '3', 3)).toBe('0.333');
    expect(divide('2', '3', 0)).toBe('1');
    expect(() => divide('1', '0.00', 2)).toThrow(RangeError);
  });

  it('is compared by value', () => {
    expect(compare('1.0', '1')).toBe(0);
    expect(compare('-1', '-0.99')).toBe(-1);
    expect(['10', '9', '-1', '9.5'].toSorted(compare)).toEqual(['-1', '9', '9.5', '10']);
  });

  it.each(['', '.5', '5.', '1e3', '+1', '1,000', ' 1', 'NaN', '--1'])('is not: "%s"', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(() => add(text, '1')).toThrow(RangeError);
  });

  it('keeps the laws of arithmetic', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        expect(add(a, b)).toBe(add(b, a));
        expect(compare(add(add(a, b), c), add(a, add(b, c)))).toBe(0);
        expect(compare(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0);
        expect(compare(subtract(add(a, b), b), a)).toBe(0);
        expect(compare(negate(negate(a)), a)).toBe(0);
        expect(compare(a, b) + compare(b, a)).toBe(0);
      }),
    );
  });

  it('is never off by more than half a unit after a division', () => {
    fc.assert(
      fc.property(decimals, decimals, fc.integer({ min: 0, max: 4 }), (a, b, digits) => {
        fc.pre(compare(b, '0') !== 0);
        const error = subtract(multiply(divide(a, b, digits), b), a);
        const size = (x: string) => x.replace('-', '');
        const half = multiply(size(b), divide('1', String(2n * 10n ** BigInt(digits)), digits + 1));
        expect(compare(size(error), half)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a rate', () => {
  it('is in percent with two digits', () => {
    expect(rateOf(2, 3)).toEqual({ numerator: 2, denominator: 3, percent: '66.67' });
    expect(rateOf(1, 8).percent).toBe('12.50');
    expect(rateOf(0, 5).percent).toBe('0.00');
    expect(percent('12.5', '50', 1)).toBe('25.0');
  });

  it('X-12: has no percent when there is nothing to share', () => {
    expect(rateOf(0, 0)).toEqual({ numerator: 0, denominator: 0, percent: null });
  });
});
