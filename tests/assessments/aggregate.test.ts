import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aggregate, AGGREGATES, spread } from '../../src/domains/assessments/aggregate.ts';
import { balance, type Pair } from '../../src/domains/assessments/balance.ts';
import { add, compare } from '../../src/kit/decimal.ts';

const mark = fc.integer({ min: 0, max: 1000 }).map((tenths) => `${Math.floor(tenths / 10)}.${tenths % 10}`);

describe('what marks come to', () => {
  test('mean, trimmed mean from five marks up, median; exactly, half up; none is not 0', () => {
    expect(aggregate('MEAN', ['80', '85', '91'], 4)).toBe('85.3333');
    expect(aggregate('MEAN', ['0.1', '0.2'], 1)).toBe('0.2');
    const four = ['10', '90', '80', '85'];
    expect(aggregate('TRIMMED_MEAN', four, 2)).toBe('66.25');
    expect(aggregate('TRIMMED_MEAN', [...four, '84'], 2)).toBe('83.00');
    expect(aggregate('TRIMMED_MEAN', [...four, '90'], 2)).toBe('85.00');
    expect(aggregate('MEDIAN', four, 2)).toBe('82.50');
    expect(aggregate('MEDIAN', [...four, '84'], 2)).toBe('84.00');
    for (const method of AGGREGATES) expect(aggregate(method, [], 2)).toBeNull();
    expect(spread(['80.5', '91', '80'])).toBe('11');
    expect(spread([])).toBeNull();
  });

  test('it lies between the lowest and the highest, whatever their order, and never falls when a mark rises', () => {
    fc.assert(
      fc.property(fc.constantFrom(...AGGREGATES), fc.array(mark, { minLength: 1, maxLength: 12 }), fc.nat(), (method, marks, at) => {
        const result = aggregate(method, marks, 6)!;
        const sorted = marks.toSorted(compare);
        expect(compare(result, sorted[0]!)).toBeGreaterThanOrEqual(0);
        expect(compare(result, sorted.at(-1)!)).toBeLessThanOrEqual(0);
        expect(aggregate(method, marks.toReversed(), 6)).toBe(result);
        const raised = marks.with(at % marks.length, add(marks[at % marks.length]!, '0.5'));
        expect(compare(aggregate(method, raised, 6)!, result)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test('everybody gets about the same, nobody what they are barred from, every entry as many as there are', () => {
  const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
  const panel = fc.record({ entries: fc.nat(15), judges: fc.nat(7), marksRequired: fc.integer({ min: 1, max: 5 }) });
  fc.assert(
    fc.property(panel, fc.infiniteStream(fc.boolean()), fc.boolean(), ({ entries, judges, marksRequired }, draw, anyBars) => {
      const [entryIds, judgeIds] = [names('e', entries), names('j', judges)];
      const all = entryIds.flatMap((entryId) => judgeIds.map((judgeId): Pair => ({ entryId, judgeId })));
      const key = ({ entryId, judgeId }: Pair) => `${entryId} ${judgeId}`;
      const bars = new Set(anyBars ? all.filter(() => draw.next().value).map(key) : []);
      const pairs = balance({ entryIds, judgeIds, marksRequired, standing: [], barred: (pair) => bars.has(key(pair)) });
      expect(new Set(pairs.map(key)).size).toBe(pairs.length);
      expect(pairs.filter((pair) => bars.has(key(pair)))).toEqual([]);
      for (const entryId of entryIds) {
        const free = judgeIds.filter((judgeId) => !bars.has(key({ entryId, judgeId }))).length;
        expect(pairs.filter((pair) => pair.entryId === entryId)).toHaveLength(Math.min(free, marksRequired));
      }
      const loads = judgeIds.map((judgeId) => pairs.filter((pair) => pair.judgeId === judgeId).length);
      if (!anyBars && judges > 0) expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    }),
  );
});
