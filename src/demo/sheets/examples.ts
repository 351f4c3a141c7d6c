import type { z } from 'zod';
import type { draftScoreSheetInput } from '../../domains/sheets/sheet.input.ts';
import { allItemsOf, type Sheet, type SheetLine } from '../../kit/score/sheet.ts';

type Example = NonNullable<z.input<typeof draftScoreSheetInput>['examples']>[number];

/** Where nothing is lost: every sub-point earned, every rate whole, no veto. */
function flawless(sheet: Sheet): Record<string, SheetLine> {
  return Object.fromEntries(
    allItemsOf(sheet).map(({ code, rules }) => [
      code,
      {
        ticks: rules
          .filter(({ shape }) => shape.endsWith('SUB_POINTS') || shape === 'EACH_SUB_POINT')
          .flatMap(({ parts }) => parts.map(({ key }) => key)),
        rates: Object.fromEntries(
          rules.filter(({ threshold }) => threshold).map(({ key }) => [key, { numerator: '100', denominator: '100' }]),
        ),
        points: Object.fromEntries(rules.filter(({ shape }) => shape === 'DISCRETIONARY').map(({ key }) => [key, '0'])),
      },
    ]),
  );
}

const example = (
  sheet: Sheet,
  title: string,
  lines: Readonly<Record<string, SheetLine>>,
  worked: Omit<Example, 'title' | 'answer' | 'referenceDay'>,
): Example => ({
  title,
  referenceDay: '2023-10-31',
  answer: { lines: { ...flawless(sheet), ...lines }, declared: true },
  ...worked,
});

/** Worked out by hand from the notice. */
export const homeExamples = (sheet: Sheet): Example[] => [
  example(sheet, '无扣分', {}, { base: '100', lost: [] }),
  example(
    sheet,
    '入会率 85%，满意率 84.9%，“安康杯”两项都扣',
    {
      'A1.5': { rates: { joined: { numerator: '850', denominator: '1000' } } },
      'A1.6': { rates: { satisfied: { numerator: '849', denominator: '1000' } } },
      'A2.3': { ticks: ['none', 'accident'] },
      AB2: { claims: [{ achievement: '流动驿站', files: [] }] },
      AB7: { claims: [{ achievement: '驿站见闻', outlet: '市日报', files: [] }] },
    },
    {
      base: '93',
      bonus: '6',
      lost: [
        { item: 'A1.5', amount: '1.5' },
        { item: 'A1.6', amount: '2.5' },
        { item: 'A2.3', amount: '3' },
      ],
    },
  ),
  example(sheet, '十一个月前出过一般事故', { V2: { dates: { accident: ['2022-11-30'] } } }, { base: '100', lost: [], vetoes: ['V2'] }),
];

export const smallHomeExamples = (sheet: Sheet): Example[] => [
  example(sheet, '各项都得分', {}, { base: '100', lost: [] }),
  example(
    sheet,
    '满意率 89%，没有固定场地',
    {
      'B1.5': { ticks: ['plate', 'board'] },
      'B2.3': { ticks: ['powers'], rates: { satisfied: { numerator: '89', denominator: '100' } } },
    },
    {
      base: '95',
      lost: [
        { item: 'B1.5', amount: '3' },
        { item: 'B2.3', amount: '2' },
      ],
    },
  ),
];
