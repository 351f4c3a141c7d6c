import { compare, sum, trimmed } from '../../kit/decimal.ts';
import type { SheetFinding } from '../../kit/score/lint-sheet.ts';
import { scoreSheet } from '../../kit/score/score-sheet.ts';
import type { Sheet } from '../../kit/score/sheet.ts';
import type { WorkedExample } from './sheet.shapes.ts';

/** What the examples of a sheet come to otherwise than was worked out, and that there is at least one. */
export function checkExamples(sheet: Sheet, examples: readonly WorkedExample[]): SheetFinding[] {
  if (examples.length === 0)
    return [{ code: 'EXAMPLES_MISSING', severity: 'BLOCK', items: [], message: '至少附一个算好的样例，发布时核对' }];
  return examples.flatMap((example) =>
    differences(sheet, example).map(({ items, text }): SheetFinding => ({
      code: 'EXAMPLE_DIFFERS',
      severity: 'BLOCK',
      items,
      message: `样例“${example.title}”${text}`,
    })),
  );
}

interface Difference {
  readonly items: readonly string[];
  readonly text: string;
}

function differences(sheet: Sheet, example: WorkedExample): Difference[] {
  const result = scoreSheet(sheet, example.answer, example.referenceDay);
  const found: Difference[] = [];
  const differ = (items: readonly string[], what: string, worked: string, computed: string) =>
    void found.push({ items, text: `${what}应为 ${worked}，算得 ${computed}` });
  if (compare(result.base, example.base) !== 0) differ([], '基础分', example.base, result.base);
  if (compare(result.bonus, example.bonus) !== 0) differ([], '加分', example.bonus, result.bonus);
  if (example.lost !== null) {
    const worked = new Map(example.lost.map(({ item, amount }) => [item, amount]));
    for (const code of new Set([...result.lost.map(({ item }) => item), ...worked.keys()])) {
      const lost = trimmed(sum(result.lost.filter(({ item }) => item === code).map(({ amount }) => amount)));
      const expected = worked.get(code) ?? '0';
      if (compare(lost, expected) !== 0) differ([code], `${code} 扣分`, expected, lost);
    }
  }
  const [hit, told] = [new Set(result.vetoes.map(({ item }) => item)), new Set(example.vetoes)];
  const others = [...new Set([...hit, ...told])].filter((code) => !hit.has(code) || !told.has(code));
  if (others.length > 0) differ(others, '不得参与的情形', [...told].join('、') || '无', [...hit].join('、') || '无');
  return found;
}
