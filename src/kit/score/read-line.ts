import { compare, isDecimal } from '../decimal.ts';
import type { FileAnswer, RateAnswer } from '../form.ts';
import { isDay } from '../time.ts';
import type { SheetClaim, SheetItem, SheetRule } from './sheet.ts';

/** The parts of a line that its item knows, as far as they are right: what is scored. */
export interface ReadLine {
  readonly ticks: ReadonlySet<string>;
  readonly rates: ReadonlyMap<string, RateAnswer>;
  readonly points: ReadonlyMap<string, string>;
  readonly claims: readonly SheetClaim[];
  readonly dates: ReadonlyMap<string, readonly string[]>;
  readonly files: readonly string[];
  readonly note: string | null;
}

/** Most articles that one line names, where the sheet sets no limit. */
export const MOST_CLAIMS = 50;
/** Most digits before the point of a count. */
const MOST_DIGITS = 15;

/** The lines of an answer, by code of the item, as they were sent. */
export function linesOf(answer: unknown): ReadonlyMap<string, unknown> {
  const lines = isRecord(answer) ? answer['lines'] : undefined;
  return new Map(isRecord(lines) ? Object.entries(lines) : []);
}

/** Whether the truth of the vetoes was declared (C-41). */
export const isDeclared = (answer: unknown): boolean => isRecord(answer) && answer['declared'] === true;

/** Whether no item was answered. */
export const isBlankSheet = (answer: unknown): boolean => ![...linesOf(answer).values()].some(isRecord);

/** A line as it can be scored, whatever was sent; undefined when the item was not looked at. */
export function readLine(item: SheetItem, line: unknown): ReadLine | undefined {
  if (!isRecord(line)) return undefined;
  const parts = new Set(item.rules.flatMap((rule) => rule.parts.map(({ key }) => key)));
  const rules = new Map(item.rules.map((rule) => [rule.key, rule]));
  const entries = (name: string) => (isRecord(line[name]) ? Object.entries(line[name]) : []);
  return {
    ticks: new Set(textsOf(line['ticks']).filter((key) => parts.has(key))),
    rates: new Map(entries('rates').flatMap(([key, rate]) => (rules.has(key) && isRate(rate) ? [[key, rate]] : []))),
    points: new Map(
      entries('points').flatMap(([key, points]) => (isWithin(rules.get(key), item, points) ? [[key, points as string]] : [])),
    ),
    claims: item.rules.flatMap((rule) => claimsOf(rule, line['claims'])),
    dates: new Map(entries('dates').flatMap(([key, days]) => (parts.has(key) ? [[key, textsOf(days).filter(isDay)]] : []))),
    files: fileIds(line['files']),
    note: typeof line['note'] === 'string' && line['note'].trim() !== '' ? line['note'] : null,
  };
}

/** Two counts, the part not negative; a part of nothing is no rate. */
export function isRate(value: unknown): value is RateAnswer {
  if (!isRecord(value)) return false;
  const { numerator, denominator } = value;
  return isCount(numerator) && isCount(denominator) && !(isZero(denominator) && !isZero(numerator));
}

const isCount = (value: unknown): value is string =>
  typeof value === 'string' && isDecimal(value) && value.split('.')[0]!.length <= MOST_DIGITS && compare(value, '0') >= 0;

const isZero = (value: string): boolean => compare(value, '0') === 0;

/** Whether there is nothing to share. */
export const hasNoData = ({ denominator }: RateAnswer): boolean => isZero(denominator);

/** The least and the most of a rule whose amount is a person's judgement. */
export function rangeOf(rule: SheetRule, item: SheetItem): { readonly min: string; readonly max: string } {
  return { min: rule.min ?? '0', max: rule.max ?? item.points ?? '0' };
}

/** Whether an amount may be given under a rule that leaves it to judgement. */
export function isWithin(rule: SheetRule | undefined, item: SheetItem, value: unknown): boolean {
  if (!rule || (rule.shape !== 'DISCRETIONARY' && rule.shape !== 'FREE_SCORE') || !isCount(value)) return false;
  const { min, max } = rangeOf(rule, item);
  if (compare(value, min) < 0 || compare(value, max) > 0) return false;
  return rule.shape === 'DISCRETIONARY' || (value.split('.')[1] ?? '').length <= rule.scale;
}

/** What is claimed, as far as it counts: a flat bonus is given once, articles up to the sheet's limit, each with where it appeared. */
function claimsOf(rule: SheetRule, value: unknown): SheetClaim[] {
  if (rule.shape !== 'FLAT_BONUS' && rule.shape !== 'PER_UNIT_BONUS') return [];
  const most = rule.shape === 'FLAT_BONUS' ? 1 : (rule.maxUnits ?? MOST_CLAIMS);
  return (Array.isArray(value) ? value : []).slice(0, most).flatMap((claim: unknown) => {
    const read = readClaim(claim);
    return read && isPlaced(rule, read) ? [read] : [];
  });
}

/** A claim by its name; undefined without one. */
export function readClaim(claim: unknown): SheetClaim | undefined {
  if (!isRecord(claim)) return undefined;
  const { achievement, outlet } = claim;
  if (typeof achievement !== 'string' || achievement.trim() === '') return undefined;
  return {
    achievement,
    outlet: typeof outlet === 'string' ? outlet : null,
    files: fileIds(claim['files']).map((fileId) => ({ fileId })),
  };
}

/** Whether it says where it appeared, where that is asked. */
export const isPlaced = ({ outlets }: SheetRule, { outlet }: SheetClaim): boolean => outlets.length === 0 || outlets.includes(outlet ?? '');

/** The files that lines and claims of an answer name, once each, in order. */
export function sheetFiles(answer: unknown): string[] {
  const named = [...linesOf(answer).values()].filter(isRecord).flatMap((line) => {
    const claims = Array.isArray(line['claims']) ? line['claims'].filter(isRecord) : [];
    return fileIds(line['files']).concat(claims.flatMap((claim) => fileIds(claim['files'])));
  });
  return [...new Set(named)];
}

const fileIds = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).flatMap((item: unknown) =>
    isRecord(item) && typeof item['fileId'] === 'string' ? [(item as unknown as FileAnswer).fileId] : [],
  );

const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).filter((item: unknown): item is string => typeof item === 'string');

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
