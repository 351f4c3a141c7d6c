import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelHome } from '../../src/demo/sheets/model-home.data.ts';
import { smallHome } from '../../src/demo/sheets/small-home.data.ts';
import { add, compare, subtract, sum, trimmed } from '../../src/kit/decimal.ts';
import { compareSheets } from '../../src/kit/score/compare-sheets.ts';
import { lintSheet } from '../../src/kit/score/lint-sheet.ts';
import { scoreSheet } from '../../src/kit/score/score-sheet.ts';
import { sheetSchema } from '../../src/kit/score/sheet.input.ts';
import { itemsOf, type Sheet, type SheetItem } from '../../src/kit/score/sheet.ts';
import { yearsBefore } from '../../src/kit/time.ts';

const HOME: Sheet = sheetSchema.parse(modelHome);
const SMALL: Sheet = sheetSchema.parse(smallHome);
const DAY = '2023-10-31';

const listed = (sheet: Sheet, code: string) =>
  lintSheet(sheet)
    .filter((finding) => finding.code === code)
    .flatMap(({ items }) => items);

describe('the two sheets of 2023', () => {
  test('sheet 1: 34 items make 100 points in groups of 30, 15, 24, 6, 13 and 12, with 7 bonuses; the lint names what is odd', () => {
    expect(itemsOf(HOME).length).toBe(34);
    expect(HOME.groups.map(({ points }) => points)).toEqual(['30', '15', '24', '6', '13', '12']);
    expect(sum(itemsOf(HOME).map(({ points }) => points!))).toBe('100');
    expect(HOME.bonuses.length).toBe(7);
    expect(listed(HOME, 'ABOVE_ITEM')).toEqual(['A2.3', 'A5.6', 'A6.3']);
    expect(listed(HOME, 'NO_DEDUCTION_RULE')).toEqual(['A5.1', 'A5.3']);
    expect(lintSheet(HOME).filter(({ severity }) => severity === 'BLOCK')).toEqual([]);
  });

  test('C-32: the same fact in A1.3, A3.4 and A3.5 is named', () => {
    expect(listed(HOME, 'SAME_FACT')).toEqual(['A1.3', 'A3.4', 'A3.5']);
  });

  test('sheet 2: 22 items of 50 sub-points make 100 points in groups of 30, 13, 17 and 40, each set its item', () => {
    const subPoints = itemsOf(SMALL).flatMap(({ rules }) =>
      rules.flatMap((rule) => (rule.earns ? [rule.key] : rule.parts.map(({ key }) => key))),
    );
    expect([itemsOf(SMALL).length, subPoints.length]).toEqual([22, 50]);
    expect(SMALL.groups.map(({ points }) => points)).toEqual(['30', '13', '17', '40']);
    expect(sum(itemsOf(SMALL).map(({ points }) => points!))).toBe('100');
    expect([SMALL.bonuses, lintSheet(SMALL)]).toEqual([[], []]);
  });

  test('what does not add up is named', () => {
    const [first, ...others] = SMALL.groups;
    const [item, ...items] = first!.items;
    const wrong = { ...SMALL, groups: [{ ...first!, items: [{ ...item!, points: '6' }, ...items] }, ...others] };
    expect(lintSheet(wrong).map(({ code, items: codes }) => [code, codes.join()])).toEqual([
      ['GROUP_SUM', 'B1'],
      ['SUB_POINTS', 'B1.1'],
    ]);
    const short = { ...SMALL, groups: others };
    expect(lintSheet(short).map(({ code, message }) => [code, message])).toContainEqual(['TOTAL', '各部分合计 70 分，应为 100 分']);
  });

  test('a negative step and negative points are no sheet', () => {
    const faults = (change: object) => {
      const rule = { key: 'a', shape: 'THRESHOLD_STEP', text: '率', ...change };
      const item = { code: 'X1', title: '项', points: '3', rules: [rule] };
      const read = sheetSchema.safeParse({ groups: [{ code: 'X', title: '组', points: '3', items: [item] }] });
      return read.error?.issues.map((issue) => (issue.code === 'custom' ? issue.params?.['code'] : issue.code) as string) ?? [];
    };
    expect(faults({ step: '-5' })).toEqual(['STEP_NOT_POSITIVE']);
    expect(faults({ step: '0' })).toEqual(['STEP_NOT_POSITIVE']);
    expect(faults({ first: '-1' })).toEqual(['POINTS_NEGATIVE']);
    expect(faults({ threshold: '101' })).toEqual(['PERCENT_INVALID']);
    expect(faults({ step: '5', first: '1' })).toEqual([]);
  });
});

test('S2-22 C-22: calendar years back, both ends included; without a February 29th it is the 28th', () => {
  expect(yearsBefore('2023-10-31', 1)).toBe('2022-10-31');
  expect(yearsBefore('2024-02-29', 1)).toBe('2023-02-28');
  expect(yearsBefore('2024-02-29', 4)).toBe('2020-02-29');
  const hit = (dates: object) => scoreSheet(HOME, { lines: { V2: { dates } } }, DAY).vetoes.map(({ part }) => part);
  expect(hit({ accident: ['2022-10-31'] })).toEqual(['accident']);
  expect(hit({ accident: ['2022-10-30'] })).toEqual([]);
  expect(hit({ majorAccident: ['2020-10-31'] })).toEqual(['majorAccident']);
  expect(hit({ majorAccident: ['2020-10-30'], accident: ['2021-01-01'] })).toEqual([]);
});

test('C-40: five points or more, or a changed veto, are to be looked at between two answers', () => {
  const answer = (lines: object) => ({ lines: { 'A1.1': { ticks: [] }, 'A1.3': { ticks: [] }, V1: {}, ...lines } });
  const differ = (lines: object) => compareSheets(HOME, answer({}), answer(lines), DAY);
  const less = differ({ 'A1.1': { ticks: ['audit', 'women'] }, 'A1.3': { ticks: ['term'] } });
  expect([less.base, less.isRemarkable, less.items.map(({ code, before, after }) => `${code} ${before} ${after}`)]).toEqual([
    '-4',
    false,
    ['A1.1 5 3', 'A1.3 8 6'],
  ]);
  expect(differ({ 'A1.1': { ticks: ['audit', 'women', 'union'] }, 'A1.3': { ticks: ['term'] } })).toMatchObject({
    base: '-5',
    isRemarkable: true,
  });
  expect(differ({ V1: { ticks: ['wages'] } })).toMatchObject({ base: '0', vetoes: ['V1'], isRemarkable: true });
  expect(differ({ 'A1.1': { ticks: [], note: '已补建' } })).toMatchObject({
    base: '0',
    isRemarkable: false,
    items: [{ code: 'A1.1', before: '5', after: '5' }],
  });
});

describe('shapes that neither sheet has', () => {
  const single = (rule: object, points = '10', bonus?: object): Sheet =>
    sheetSchema.parse({
      total: points,
      groups: [
        { code: 'G', title: '组', points, items: [{ code: 'I', title: '项', points, rules: [{ key: 'r', text: '规则', ...rule }] }] },
      ],
      ...(bonus && { bonuses: [{ code: 'P', title: '加分', rules: [{ key: 'b', text: '加分', ...bonus }] }] }),
    });
  const of = (sheet: Sheet, line: object, bonus?: object) => scoreSheet(sheet, { lines: { I: line, ...(bonus && { P: bonus }) } }, DAY);

  test('freeScore: a mark within its bounds and digits, and nothing else', () => {
    const sheet = single({ shape: 'FREE_SCORE', min: '2', max: '10', scale: 1 });
    const marked = (points: string) => of(sheet, { points: { r: points } }).items[0]!;
    expect(marked('8.5')).toEqual({ code: 'I', points: '10', score: '8.5', answered: true });
    expect(marked('10').score).toBe('10');
    expect(['1.9', '10.1', '8.55', '-1', '一'].map((mark) => marked(mark).answered)).toEqual([false, false, false, false, false]);
    expect(lintSheet(single({ shape: 'FREE_SCORE' })).map(({ code }) => code)).toEqual(['PARAMETER_MISSING']);
  });

  test('thresholdStep counts started steps, and more than the threshold, where the sheet says so', () => {
    const rule = { shape: 'THRESHOLD_STEP', threshold: '90', first: '1', step: '5', perStep: '0.5' };
    const rated = (more: object, numerator: string) =>
      of(single({ ...rule, ...more }), { rates: { r: { numerator, denominator: '100' } } }).base;
    expect(['90', '89', '85', '84'].map((rate) => rated({}, rate))).toEqual(['10', '9', '8.5', '8.5']);
    expect(['90', '89', '85', '84'].map((rate) => rated({ rounding: 'CEIL' }, rate))).toEqual(['10', '8.5', '8.5', '8']);
    expect(['91', '90'].map((rate) => rated({ comparator: 'MORE_THAN' }, rate))).toEqual(['10', '9']);
  });

  test('perUnitBonus: no more units than the sheet counts', () => {
    const sheet = single({ shape: 'VIOLATIONS', parts: [{ key: 'v', text: '违规', points: '1' }] }, '10', {
      shape: 'PER_UNIT_BONUS',
      each: '2',
      maxUnits: 2,
    });
    const claims = ['甲', '乙', '丙'].map((achievement) => ({ achievement }));
    expect(of(sheet, {}, { claims }).bonus).toBe('4');
  });

  test('a lower rate never scores more', () => {
    const rates = fc.tuple(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 1000 })).filter(([a, b, d]) => a <= b && b <= d);
    fc.assert(
      fc.property(rates, fc.constantFrom('FLOOR', 'CEIL'), ([low, high, denominator], rounding) => {
        const sheet = single({ shape: 'THRESHOLD_STEP', threshold: '90', first: '1', step: '5', perStep: '0.5', rounding }, '3');
        const base = (numerator: number) =>
          of(sheet, { rates: { r: { numerator: String(numerator), denominator: String(denominator) } } }).base;
        expect(compare(base(low), base(high)) <= 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

/** Any answer to an item, right in its parts. */
const lineOf = (item: SheetItem) => {
  const parts = item.rules.flatMap(({ parts: own }) => own.map(({ key }) => key));
  const amount = fc.integer({ min: 0, max: 8 }).map((halves) => `${Math.floor(halves / 2)}.${halves % 2 ? 5 : 0}`);
  const rate = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([a, b]) => ({ numerator: String(Math.min(a, b)), denominator: String(b) }));
  const byRule = <T>(value: fc.Arbitrary<T>) => fc.record(Object.fromEntries(item.rules.map(({ key }) => [key, value])));
  return fc.record({ ticks: fc.subarray(parts), rates: byRule(rate), points: byRule(amount), note: fc.constant('说明') });
};
const claims = fc.array(
  fc.record({
    achievement: fc.constantFrom('甲', '乙', '丙'),
    outlet: fc.constantFrom('工人日报', '市日报', null),
    files: fc.constant([]),
  }),
  { maxLength: 4 },
);
const answerOf = (sheet: Sheet) =>
  fc.record({
    lines: fc
      .tuple(
        fc.record(Object.fromEntries(itemsOf(sheet).map((item) => [item.code, lineOf(item)])), { requiredKeys: [] }),
        fc.record(Object.fromEntries(sheet.bonuses.map(({ code }) => [code, fc.record({ claims })]))),
      )
      .map(([lines, bonuses]) => Object.assign({}, lines, bonuses)),
  });
type Lines = Readonly<Record<string, { ticks?: string[]; claims?: object[] } | undefined>>;

describe.each([
  ['model home', HOME],
  ['small home', SMALL],
])('whatever is answered to the sheet of a %s', (_, sheet) => {
  test('a score stays within its item, groups and base are sums, what is lost is explained, and it is the same again', () => {
    fc.assert(
      fc.property(answerOf(sheet), (answer) => {
        const result = scoreSheet(sheet, answer, DAY);
        for (const { code, points, score, answered } of result.items) {
          expect(compare(score, '0') >= 0 && compare(score, points) <= 0).toBe(true);
          const lost = sum(result.lost.filter(({ item }) => item === code).map(({ amount }) => amount));
          expect(compare(lost, answered ? subtract(points, score) : '0')).toBe(0);
        }
        sheet.groups.forEach(({ items }, index) => {
          const own = result.items.filter(({ code }) => items.some((item) => item.code === code));
          expect(compare(result.groups[index]!.score, sum(own.map(({ score }) => score)))).toBe(0);
        });
        expect(result.base).toBe(trimmed(sum(result.groups.map(({ score }) => score))));
        expect(result.total).toBe(trimmed(add(result.base, result.bonus)));
        expect(scoreSheet(structuredClone(sheet), JSON.parse(JSON.stringify(answer)), DAY)).toEqual(result);
      }),
      { numRuns: 150 },
    );
  });

  test('one more tick never raises where ticks cost and never lowers where they earn; one more claim never lowers', () => {
    const items = itemsOf(sheet).filter(({ rules }) => rules.some(({ parts }) => parts.length > 0));
    fc.assert(
      fc.property(answerOf(sheet), fc.constantFrom(...items), fc.nat(), (answer, item, pick) => {
        const lines: Lines = answer.lines;
        const line = lines[item.code];
        if (!line) return;
        const rules = item.rules.filter(({ parts }) => parts.length > 0);
        const rule = rules[pick % rules.length]!;
        const part = rule.parts[pick % rule.parts.length]!;
        const more = { lines: { ...lines, [item.code]: { ...line, ticks: [...new Set([...line.ticks!, part.key])] } } };
        const [before, after] = [scoreSheet(sheet, answer, DAY).base, scoreSheet(sheet, more, DAY).base];
        expect(
          rule.shape.endsWith('SUB_POINTS') || rule.shape === 'EACH_SUB_POINT' ? compare(after, before) >= 0 : compare(after, before) <= 0,
        ).toBe(true);
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(answerOf(sheet), fc.nat(), claims, (answer, pick, added) => {
        const bonus = sheet.bonuses[pick % Math.max(1, sheet.bonuses.length)];
        if (!bonus) return;
        const lines: Lines = answer.lines;
        const more = { lines: { ...lines, [bonus.code]: { claims: [...lines[bonus.code]!.claims!, ...added] } } };
        expect(compare(scoreSheet(sheet, more, DAY).bonus, scoreSheet(sheet, answer, DAY).bonus) >= 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('nothing that is sent makes it stumble', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (any, line) => {
        scoreSheet(sheet, any, DAY);
        const lines = Object.fromEntries([...itemsOf(sheet), ...sheet.bonuses, ...sheet.vetoes].map(({ code }) => [code, line]));
        const { base } = scoreSheet(sheet, { lines }, DAY);
        expect(compare(base, '0') >= 0 && compare(base, '100') <= 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
