import { compare, isMultiple, multiply, sum, trimmed } from '../decimal.ts';
import type { Severity } from '../finding.ts';
import { earns, pointsOf } from './losses.ts';
import { allItemsOf, itemsOf, type RuleShape, type Sheet, type SheetItem, type SheetRule } from './sheet.ts';

/** What is remarkable about a sheet itself. BLOCK: it cannot be published so. */
export interface SheetFinding {
  readonly code: string;
  readonly severity: Severity;
  /** Codes of the items or groups that it is about. */
  readonly items: readonly string[];
  /** For people, in Chinese. */
  readonly message: string;
}

/** Looks through a sheet before it is published: sums, parameters, deductions above an item's points, items without a rule. */
export function lintSheet(sheet: Sheet): SheetFinding[] {
  return [
    ...repeatedCodes(sheet),
    ...sums(sheet),
    ...itemsOf(sheet).flatMap((item) => ruleless(item).concat(subPoints(item))),
    ...allItemsOf(sheet).flatMap((item) => parameters(item).concat(granular(sheet, item))),
    ...misplaced(sheet),
    ...thresholdOf(sheet),
    ...aboveItem(sheet),
    ...sameFacts(sheet),
  ];
}

function repeatedCodes(sheet: Sheet): SheetFinding[] {
  const codes = [...allItemsOf(sheet), ...sheet.groups].map(({ code }) => code);
  const found = repeated(codes).map((code) => block('CODE_REPEATED', [code], `编号 ${code} 重复`));
  const keys = allItemsOf(sheet).flatMap(({ code, rules }) => {
    const twice = [...repeated(rules.map(({ key }) => key)), ...repeated(rules.flatMap(({ parts }) => parts.map(({ key }) => key)))];
    return twice.map((key) => block('KEY_REPEATED', [code], `${code}内的代号 ${key} 重复`));
  });
  return [...found, ...keys];
}

const repeated = (values: readonly string[]): string[] => [...new Set(values.filter((value, index) => values.indexOf(value) < index))];

/** Items make their group, groups the whole. */
function sums(sheet: Sheet): SheetFinding[] {
  const found: SheetFinding[] = [];
  for (const { code, title, points, items } of sheet.groups) {
    const added = trimmed(sum(items.map((item) => item.points ?? '0')));
    if (compare(added, points) !== 0)
      found.push(block('GROUP_SUM', [code], `${code}“${title}”各项合计 ${added} 分，应为 ${trimmed(points)} 分`));
  }
  const all = trimmed(sum(sheet.groups.map(({ points }) => points)));
  if (compare(all, sheet.total) !== 0) found.push(block('TOTAL', [], `各部分合计 ${all} 分，应为 ${trimmed(sheet.total)} 分`));
  return found;
}

/** C-29: an item that nothing can be taken off is no item; one whose rule the notice does not state says so. */
function ruleless({ code, title, rules }: SheetItem): SheetFinding[] {
  if (rules.length === 0) return [block('NO_DEDUCTION_RULE', [code], `${code}“${title}”没有扣分规则`)];
  if (rules.some(({ stated }) => stated)) return [];
  return [warn('NO_DEDUCTION_RULE', [code], `${code}“${title}”的文件没有写明扣分规则，规则由制表人选定`)];
}

/** Where ticks earn, everything earned is the item. */
function subPoints({ code, points, rules }: SheetItem): SheetFinding[] {
  const earning = rules.filter(earns);
  if (earning.length === 0 || points === null) return [];
  const added = trimmed(
    sum(
      earning.flatMap((rule) =>
        rule.shape === 'BINARY_THRESHOLD' ? [rule.points ?? '0'] : rule.parts.map((part) => pointsOf(rule, part)),
      ),
    ),
  );
  return compare(added, points) === 0 ? [] : [block('SUB_POINTS', [code], `${code}各小项合计 ${added} 分，应为 ${trimmed(points)} 分`)];
}

type Parameter = 'parts' | 'each' | 'points' | 'threshold' | 'first' | 'step' | 'perStep' | 'max';

const PARAMETERS: Readonly<Record<RuleShape, readonly Parameter[]>> = {
  PER_MISSING: ['parts', 'each'],
  VIOLATIONS: ['parts'],
  THRESHOLD_STEP: ['threshold', 'first', 'step', 'perStep'],
  BINARY_THRESHOLD: ['threshold', 'points'],
  ADDITIVE_SUB_POINTS: ['parts'],
  EACH_SUB_POINT: ['parts', 'each'],
  DISCRETIONARY: [],
  FLAT_BONUS: ['points'],
  PER_UNIT_BONUS: ['each'],
  FREE_SCORE: ['max'],
  PASS_FAIL: ['parts'],
};

function parameters(item: SheetItem): SheetFinding[] {
  return item.rules.flatMap((rule) => {
    const lacking = PARAMETERS[rule.shape].filter((name) => (name === 'parts' ? rule.parts.length === 0 : rule[name] === null));
    const found = lacking.map((name) => block('PARAMETER_MISSING', [item.code], `${item.code}“${rule.text}”缺少参数 ${name}`));
    const keys = new Set(rule.parts.map(({ key }) => key));
    for (const part of rule.parts) {
      if (part.points === null && (rule.shape === 'VIOLATIONS' || rule.shape === 'ADDITIVE_SUB_POINTS'))
        found.push(block('PARAMETER_MISSING', [item.code], `${item.code}“${part.text}”没有分值`));
      if (rule.shape === 'PASS_FAIL' && (part.basis === null || (part.basis === 'INCIDENT' && part.years === null)))
        found.push(block('PARAMETER_MISSING', [item.code], `${item.code}“${part.text}”没有说明依据或追溯年限`));
      if (part.suggests.some((key) => !keys.has(key)))
        found.push(block('KEY_UNKNOWN', [item.code], `${item.code}“${part.text}”提示的项目不在同一规则内`));
    }
    return found;
  });
}

function granular(sheet: Sheet, item: SheetItem): SheetFinding[] {
  const amounts = [item.points, ...item.rules.flatMap(amountsOf)].filter((amount) => amount !== null);
  return amounts.some((amount) => !isMultiple(amount, sheet.granularity))
    ? [block('GRANULARITY', [item.code], `${item.code}的分值应以 ${sheet.granularity} 分为单位`)]
    : [];
}

const amountsOf = (rule: SheetRule): (string | null)[] => [
  rule.each,
  rule.points,
  rule.first,
  rule.perStep,
  rule.withoutData,
  ...rule.parts.map(({ points }) => points),
];

const BONUSES: ReadonlySet<RuleShape> = new Set(['FLAT_BONUS', 'PER_UNIT_BONUS']);

/** Bonuses and vetoes stand beside the items, and nothing else does. */
function misplaced(sheet: Sheet): SheetFinding[] {
  const isMisplaced = (item: SheetItem, fits: (shape: RuleShape) => boolean) => item.rules.some(({ shape }) => !fits(shape));
  const codes = [
    ...itemsOf(sheet).filter((item) => item.points === null || isMisplaced(item, (shape) => !BONUSES.has(shape) && shape !== 'PASS_FAIL')),
    ...sheet.bonuses.filter((item) => item.rules.length !== 1 || isMisplaced(item, (shape) => BONUSES.has(shape))),
    ...sheet.vetoes.filter((item) => item.rules.length === 0 || isMisplaced(item, (shape) => shape === 'PASS_FAIL')),
  ].map(({ code }) => code);
  return codes.map((code) => block('MISPLACED', [code], `${code}的规则与它所在的部分不符`));
}

function thresholdOf({ threshold, total }: Sheet): SheetFinding[] {
  if (!threshold || threshold.withBonus || compare(threshold.points, total) <= 0) return [];
  return [block('THRESHOLD_ABOVE_TOTAL', [], `推荐线 ${threshold.points} 分高于满分 ${total} 分`)];
}

/** C-26: what is listed takes off more than there is; it is capped at the item's points. */
function aboveItem(sheet: Sheet): SheetFinding[] {
  return itemsOf(sheet).flatMap(({ code, points, rules }) => {
    const most = trimmed(sum(rules.map(mostOf)));
    if (points === null || compare(most, points) <= 0) return [];
    return [warn('ABOVE_ITEM', [code], `${code}所列扣分合计 ${most} 分，超过该项的 ${trimmed(points)} 分，按该项分值封顶`)];
  });
}

/** The most that the listed deductions of a rule add up to; steps and judgement have no such sum. */
function mostOf(rule: SheetRule): string {
  if (rule.shape === 'BINARY_THRESHOLD' && !rule.earns) return rule.points ?? '0';
  if (rule.shape === 'PER_MISSING') return multiply(rule.each ?? '0', String(rule.parts.length));
  if (rule.shape !== 'VIOLATIONS') return '0';
  const grouped = Map.groupBy(rule.parts, ({ exclusiveGroup, key }) => exclusiveGroup ?? ` ${key}`);
  const dearest = [...grouped.values()].map((parts) =>
    parts
      .map((part) => pointsOf(rule, part))
      .toSorted(compare)
      .at(-1)!,
  );
  return sum(dearest);
}

/** C-32: allowed, and said. */
function sameFacts(sheet: Sheet): SheetFinding[] {
  const named = itemsOf(sheet).flatMap(({ code, rules }) =>
    rules.flatMap(({ parts }) => parts.flatMap(({ fact }) => (fact ? [{ fact, code }] : []))),
  );
  return [...Map.groupBy(named, ({ fact }) => fact).values()].flatMap((same) => {
    const codes = [...new Set(same.map(({ code }) => code))];
    return codes.length > 1 ? [warn('SAME_FACT', codes, `${codes.join('、')} 会因同一事实重复扣分`)] : [];
  });
}

const finding =
  (severity: Severity) =>
  (code: string, items: readonly string[], message: string): SheetFinding => ({ code, severity, items, message });
const block = finding('BLOCK');
const warn = finding('WARN');
