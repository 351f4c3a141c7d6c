import { add, compare, least, multiply, subtract, times, trimmed } from '../decimal.ts';
import type { RateAnswer } from '../form.ts';
import { hasNoData, type ReadLine, rangeOf } from './read-line.ts';
import type { SheetItem, SheetPart, SheetRule } from './sheet.ts';

/** What one rule takes off, before the item's points bound it. */
export interface Deduction {
  readonly rule: string;
  /** What was ticked, or left unticked where ticking earns. */
  readonly part: string | null;
  readonly amount: string;
  /** What it is for, as people read it. */
  readonly text: string;
}

/** A point that an item lost, with why. */
export interface Loss {
  readonly item: string;
  readonly rule: string;
  readonly part: string | null;
  readonly text: string;
  /** What the rule takes off. */
  readonly stated: string;
  /** What that costs: no item loses more than its points (C-26). */
  readonly amount: string;
  /** Files that the line names. */
  readonly files: readonly string[];
  readonly note: string | null;
  /** Where the notice says so. */
  readonly reference: string | null;
}

export interface ItemScore {
  readonly code: string;
  readonly points: string;
  /** `points − min(points, Σ deductions)`; 0 while it is not answered. */
  readonly score: string;
  readonly answered: boolean;
}

/** The score of an item and what it lost. Never negative, never above its points. */
export function scoreItem(item: SheetItem, line: ReadLine | undefined): { readonly score: ItemScore; readonly losses: readonly Loss[] } {
  const { code, reference } = item;
  const points = item.points ?? '0';
  if (!line || !isAnswered(item, line)) return { score: { code, points, score: '0', answered: false }, losses: [] };
  let left = points;
  const losses: Loss[] = [];
  for (const { rule, part, amount: stated, text } of deductionsOf(item, line)) {
    const amount = least(left, stated);
    left = subtract(left, amount);
    if (compare(amount, '0') === 0) continue;
    const { files, note } = line;
    losses.push({ item: code, rule, part, text, stated: trimmed(stated), amount: trimmed(amount), files, note, reference });
  }
  return { score: { code, points, score: trimmed(left), answered: true }, losses };
}

/** Whether every rule has what it needs: rates that are data, amounts that are to be given. */
export function isAnswered(item: SheetItem, line: ReadLine): boolean {
  return item.rules.every((rule) => {
    const rate = line.rates.get(rule.key);
    if (isThreshold(rule)) return rate !== undefined && (!hasNoData(rate) || rule.withoutData !== null);
    if (rule.shape === 'FREE_SCORE') return line.points.has(rule.key);
    // Beside other rules nothing is taken off at discretion unless said; alone, that is the whole question.
    return rule.shape !== 'DISCRETIONARY' || item.rules.length > 1 || line.points.has(rule.key);
  });
}

export const isThreshold = ({ shape }: SheetRule): boolean => shape === 'THRESHOLD_STEP' || shape === 'BINARY_THRESHOLD';

/** Shapes in which a tick earns instead of costing. */
export const earns = ({ shape, earns: byRate }: SheetRule): boolean =>
  shape === 'ADDITIVE_SUB_POINTS' || shape === 'EACH_SUB_POINT' || (shape === 'BINARY_THRESHOLD' && byRate);

/** What a part takes or gives. */
export const pointsOf = (rule: SheetRule, part: SheetPart): string => part.points ?? rule.each ?? '0';

const deductionsOf = (item: SheetItem, line: ReadLine): Deduction[] => item.rules.flatMap((rule) => byShape(item, rule, line));

function byShape(item: SheetItem, rule: SheetRule, line: ReadLine): Deduction[] {
  switch (rule.shape) {
    case 'PER_MISSING':
    case 'VIOLATIONS':
      return dearestOfGroups(
        rule,
        rule.parts.filter(({ key }) => line.ticks.has(key)),
      );
    case 'ADDITIVE_SUB_POINTS':
    case 'EACH_SUB_POINT':
      return rule.parts.filter(({ key }) => !line.ticks.has(key)).map((part) => ofPart(rule, part));
    case 'THRESHOLD_STEP':
    case 'BINARY_THRESHOLD':
      return byRate(rule, line.rates.get(rule.key));
    case 'DISCRETIONARY':
      return off(rule, line.points.get(rule.key) ?? '0', rule.text);
    case 'FREE_SCORE':
      return off(rule, subtract(rangeOf(rule, item).max, line.points.get(rule.key) ?? '0'), rule.text);
    case 'FLAT_BONUS':
    case 'PER_UNIT_BONUS':
    case 'PASS_FAIL':
      return [];
  }
}

const ofPart = (rule: SheetRule, part: SheetPart): Deduction => ({
  rule: rule.key,
  part: part.key,
  amount: pointsOf(rule, part),
  text: rule.shape === 'VIOLATIONS' ? part.text : `${earns(rule) ? '未得分' : rule.text}：${part.text}`,
});

/** Independent ticks, summed; of those that exclude each other, the dearest (C-27). */
function dearestOfGroups(rule: SheetRule, ticked: readonly SheetPart[]): Deduction[] {
  const isBeaten = (part: SheetPart, index: number) =>
    part.exclusiveGroup !== null &&
    ticked.some((other, place) => {
      if (place === index || other.exclusiveGroup !== part.exclusiveGroup) return false;
      const order = compare(pointsOf(rule, other), pointsOf(rule, part));
      return order > 0 || (order === 0 && place < index);
    });
  return ticked.filter((part, index) => !isBeaten(part, index)).map((part) => ofPart(rule, part));
}

const off = (rule: SheetRule, amount: string, text: string): Deduction[] =>
  compare(amount, '0') > 0 ? [{ rule: rule.key, part: null, amount, text }] : [];

/** Below the threshold, in percentage points and whole steps (C-28): 85.01 % is one deduction, 85 % one and a step. */
function byRate(rule: SheetRule, rate: RateAnswer | undefined): Deduction[] {
  if (!rate) return [];
  const threshold = rule.threshold ?? '0';
  if (hasNoData(rate)) return off(rule, rule.withoutData ?? '0', `${rule.text}：没有数据`);
  const [part, whole] = [multiply(rate.numerator, '100'), multiply(threshold, rate.denominator)];
  const order = compare(part, whole);
  if (order > 0 || (order === 0 && rule.comparator === 'AT_LEAST')) return [];
  const reached = `${rule.text}：${rate.numerator}/${rate.denominator}，未达到 ${threshold}%`;
  if (rule.shape === 'BINARY_THRESHOLD') return off(rule, rule.points ?? '0', reached);
  const step = multiply(rule.step ?? '1', rate.denominator);
  const steps = times(subtract(whole, part), step, rule.rounding === 'CEIL');
  return off(rule, add(rule.first ?? '0', multiply(rule.perStep ?? '0', steps)), reached);
}
