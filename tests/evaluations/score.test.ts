import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Indicator, IndicatorRule } from '../../src/domains/evaluations/evaluation.entity.ts';
import { type Fact, scoresOf } from '../../src/domains/evaluations/score.ts';
import { compare, sum } from '../../src/kit/decimal.ts';

const rules: IndicatorRule[] = [
  { indicator: 'REPORTING_RATE', points: '50', rootIds: ['r'] },
  { indicator: 'ON_TIME_RATE', points: '30', rootIds: ['r'] },
  { indicator: 'LEDGER_DELIVERED', points: '20', rootIds: ['l'] },
];
const subjects = ['a', 'b', 'c', 'd'].map((id) => ({ id, path: `0001.${id}.` }));

const fact = (subjectId: string, indicator: Indicator, numerator: number, denominator: number): Fact => ({
  subjectId,
  indicator,
  title: '报告',
  noticeTitle: '通知',
  predecessorName: null,
  numerator,
  denominator,
});

const pointsOf = (facts: readonly Fact[], subjectId: string) =>
  scoresOf(rules, subjects, facts).find((score) => score.subjectId === subjectId)!;

describe('points', () => {
  test('are the weight times the share, half up at the fourth digit', () => {
    const { lines } = pointsOf(
      [fact('a', 'REPORTING_RATE', 1, 3), fact('a', 'ON_TIME_RATE', 1, 32), fact('a', 'LEDGER_DELIVERED', 1, 1)],
      'a',
    );
    expect(lines.map(({ points }) => points)).toEqual(['16.6667', '0.9375', '20.0000']);
    const exact: IndicatorRule[] = [{ indicator: 'REPORTING_RATE', points: '0.0001', rootIds: [] }];
    const [half] = scoresOf(exact, [subjects[0]!], [fact('a', 'REPORTING_RATE', 1, 2)]);
    expect(half!.total).toBe('0.0001');
  });

  test('add up the deliverables of an indicator before they are shared', () => {
    const { lines } = pointsOf([fact('a', 'REPORTING_RATE', 1, 1), fact('a', 'REPORTING_RATE', 0, 9)], 'a');
    expect(lines[0]).toMatchObject({ numerator: 1, denominator: 10, points: '5.0000', sources: [{ numerator: 1 }, { numerator: 0 }] });
  });

  test('without data are none, and cost no rank (X-12)', () => {
    const scores = scoresOf(rules, subjects, [
      fact('a', 'REPORTING_RATE', 9, 10),
      fact('a', 'ON_TIME_RATE', 9, 10),
      fact('a', 'LEDGER_DELIVERED', 1, 1),
      fact('b', 'REPORTING_RATE', 19, 20),
      fact('c', 'REPORTING_RATE', 0, 5),
    ]);
    expect(scores.map(({ subjectId, total, attainable, rank, ordinal }) => [ordinal, subjectId, total, attainable, rank])).toEqual([
      [1, 'b', '47.5000', '50', 1],
      [2, 'a', '92.0000', '100', 2],
      [3, 'c', '0.0000', '50', 3],
      [4, 'd', null, '0', null],
    ]);
  });

  test('that are equal share a rank, and the next is two further on', () => {
    const scores = scoresOf(rules, subjects, [
      fact('a', 'REPORTING_RATE', 1, 2),
      fact('b', 'REPORTING_RATE', 4, 4),
      fact('c', 'REPORTING_RATE', 3, 6),
      fact('d', 'REPORTING_RATE', 1, 4),
    ]);
    expect(scores.map(({ subjectId, rank }) => [subjectId, rank])).toEqual([
      ['b', 1],
      ['a', 2],
      ['c', 2],
      ['d', 4],
    ]);
  });
});

const share = fc.nat(500).chain((denominator) => fc.tuple(fc.nat(denominator), fc.constant(denominator)));
const facts = fc.array(
  fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(...rules.map(({ indicator }) => indicator)), share)
    .map(([subject, indicator, [numerator, denominator]]) => fact(subject, indicator, numerator, denominator)),
  { maxLength: 30 },
);

describe('whatever was counted', () => {
  test('points lie between nothing and the weight, and the total is their sum', () => {
    fc.assert(
      fc.property(facts, (given) => {
        for (const { lines, total, attainable } of scoresOf(rules, subjects, given)) {
          const known = lines.flatMap(({ points }) => points ?? []);
          for (const { points, weight, denominator } of lines) {
            expect(points === null).toBe(denominator === 0);
            if (points !== null) expect([compare(points, '0') >= 0, compare(points, weight) <= 0]).toEqual([true, true]);
          }
          expect(total).toBe(known.length ? sum(known) : null);
          expect(compare(total ?? '0', attainable)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('ranks are the number of those that did better, plus one', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const scores = scoresOf(rules, subjects, given);
        const share = ({ total, attainable }: { total: string | null; attainable: string }) => Number(total) / Number(attainable);
        for (const score of scores) {
          if (score.total === null) expect(score.rank).toBeNull();
          else expect(score.rank).toBe(1 + scores.filter((other) => other.total !== null && share(other) - share(score) > 1e-12).length);
        }
        expect(scores.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3, 4]);
      }),
    );
  });
});
