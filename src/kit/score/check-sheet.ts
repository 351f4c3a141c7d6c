import { compare, isMultiple } from '../decimal.ts';
import type { Finding, Severity } from '../finding.ts';
import { isDay } from '../time.ts';
import { earns, isAnswered, isThreshold } from './losses.ts';
import {
  hasNoData,
  isDeclared,
  isPlaced,
  isRate,
  isRecord,
  isWithin,
  linesOf,
  MOST_CLAIMS,
  rangeOf,
  readClaim,
  type ReadLine,
  readLine,
} from './read-line.ts';
import { claimKey, scoreSheet } from './score-sheet.ts';
import type { Sheet, SheetItem, SheetRule } from './sheet.ts';

/** What is wrong with the files that a line or a claim names. */
export type CheckNamedFiles = (files: unknown, at: readonly string[]) => Finding[];

const MOST_NOTE = 2000;
const MOST_NAME = 200;

/**
 * Judges a filled sheet. A path goes on with the item's code, then the part of the line. Every item is to be answered, evidence
 * given where it is asked, every veto answered and that declared (C-41); what rules the unit out, or leaves it below the
 * threshold, is said with the rule.
 */
export function checkSheet(
  sheet: Sheet,
  answer: unknown,
  at: readonly string[],
  referenceDay: string,
  checkFiles: CheckNamedFiles,
): Finding[] {
  const lines = linesOf(answer);
  const found = sheet.groups.flatMap(({ items }) => items.flatMap((item) => checkItem(sheet, item, lines.get(item.code), at, checkFiles)));
  const bonuses = sheet.bonuses.flatMap((item) => checkBonus(item, lines.get(item.code), [...at, item.code], checkFiles));
  const vetoes = sheet.vetoes.flatMap((item) => checkVeto(item, lines.get(item.code), [...at, item.code], checkFiles));
  return [
    ...found,
    ...bonuses,
    ...repeatedClaims(sheet, lines, at),
    ...vetoes,
    ...sameFacts(sheet, lines, at),
    ...verdict(sheet, answer, at, referenceDay),
  ];
}

function checkItem(sheet: Sheet, item: SheetItem, line: unknown, under: readonly string[], checkFiles: CheckNamedFiles): Finding[] {
  const at = [...under, item.code];
  const read = readLine(item, line);
  if (!read || !isRecord(line)) return [missing(item, at)];
  const found = [
    ...checkTicks(item, line, read, at),
    ...item.rules.flatMap((rule) => checkAmounts(sheet, item, rule, line, read, at)),
    ...checkFiles(line['files'], [...at, 'files']),
    ...checkNote(line, at),
  ];
  if (item.evidence === 'REQUIRED' && read.files.length === 0)
    found.push(block('EVIDENCE_MISSING', `${item.code}“${item.title}”须附佐证材料`, [...at, 'files']));
  const isExplained = found.some(({ severity }) => severity === 'BLOCK');
  return isExplained || isAnswered(item, read) ? found : [...found, missing(item, at)];
}

const missing = ({ code, title }: SheetItem, at: readonly string[]): Finding =>
  block('SHEET_ITEM_MISSING', `${code}“${title}”还没有填写`, at);

function checkTicks(item: SheetItem, line: Readonly<Record<string, unknown>>, read: ReadLine, at: readonly string[]): Finding[] {
  const given: unknown = line['ticks'] ?? [];
  if (!Array.isArray(given) || given.length !== read.ticks.size)
    return [block('UNKNOWN_TICK', `${item.code}只能勾选表中所列各项`, [...at, 'ticks'])];
  const parts = item.rules.filter((rule) => !earns(rule)).flatMap((rule) => rule.parts);
  return parts
    .filter(({ key }) => read.ticks.has(key))
    .flatMap(({ text, suggests }) =>
      parts.filter(({ key }) => suggests.includes(key) && !read.ticks.has(key)).map((other) => [text, other] as const),
    )
    .map(([text, other]) => warn('TICK_SUGGESTED', `已勾选“${text}”，请核对是否也应勾选“${other.text}”`, [...at, 'ticks']));
}

function checkAmounts(
  sheet: Sheet,
  item: SheetItem,
  rule: SheetRule,
  line: Readonly<Record<string, unknown>>,
  read: ReadLine,
  at: readonly string[],
): Finding[] {
  if (isThreshold(rule)) return checkRate(rule, valueOf(line, 'rates', rule.key), [...at, 'rates', rule.key]);
  if (rule.shape !== 'DISCRETIONARY' && rule.shape !== 'FREE_SCORE') return [];
  const value = valueOf(line, 'points', rule.key);
  const path = [...at, 'points', rule.key];
  if (value === undefined || value === null) return [];
  const { min, max } = rangeOf(rule, item);
  if (!isWithin(rule, item, value)) return [block('POINTS_OUT_OF_RANGE', `应在 ${min}～${max} 分之间`, path)];
  if (rule.shape === 'FREE_SCORE') return [];
  if (!isMultiple(value as string, sheet.granularity)) return [block('GRANULARITY', `分值以 ${sheet.granularity} 分为单位`, path)];
  return compare(value as string, '0') > 0 && read.note === null
    ? [block('REASON_MISSING', `“${rule.text}”扣分须说明理由`, [...at, 'note'])]
    : [];
}

/** X-12: two counts; a denominator of 0 is no data, never 0 %. */
function checkRate({ text, withoutData }: SheetRule, value: unknown, at: readonly string[]): Finding[] {
  if (value === undefined || value === null) return [block('RATE_MISSING', `请填写“${text}”的分子和分母`, at)];
  if (!isRate(value)) return [block('RATE_INVALID', '分子、分母应为不小于 0 的数字，分母为 0 时分子也应为 0', at)];
  if (hasNoData(value)) {
    if (withoutData === null) return [block('NO_DATA', `“${text}”没有数据，请核对分母`, at)];
    return [warn('NO_DATA', `“${text}”没有数据，按扣 ${withoutData} 分计`, at)];
  }
  return compare(value.numerator, value.denominator) > 0 ? [warn('RATE_ABOVE_WHOLE', '分子大于分母，请核对', at)] : [];
}

const valueOf = (line: Readonly<Record<string, unknown>>, name: string, key: string): unknown => {
  const values = line[name];
  return isRecord(values) && Object.hasOwn(values, key) ? values[key] : undefined;
};

function checkNote(line: Readonly<Record<string, unknown>>, at: readonly string[]): Finding[] {
  const note = line['note'] ?? '';
  return typeof note === 'string' && note.length <= MOST_NOTE
    ? []
    : [block('NOTE_TOO_LONG', `说明最多 ${MOST_NOTE} 个字`, [...at, 'note'])];
}

/** C-25: every claim needs evidence and a name by which it counts once. Nothing need be claimed. */
function checkBonus(item: SheetItem, line: unknown, at: readonly string[], checkFiles: CheckNamedFiles): Finding[] {
  if (!isRecord(line)) return [];
  const [rule] = item.rules;
  const claims: unknown = line['claims'] ?? [];
  const most = rule?.shape === 'FLAT_BONUS' ? 1 : (rule?.maxUnits ?? MOST_CLAIMS);
  if (!rule || !Array.isArray(claims)) return [block('WRONG_KIND', '答案的格式不正确', [...at, 'claims'])];
  if (claims.length > most) return [block('TOO_MANY_CLAIMS', `${item.code}最多填 ${most} 项`, [...at, 'claims'])];
  return claims.flatMap((given: unknown, index) => {
    const path = [...at, 'claims', String(index)];
    const claim = readClaim(given);
    if (!claim || claim.achievement.length > MOST_NAME)
      return [block('ACHIEVEMENT_MISSING', `请写明成果或文章的名称，最多 ${MOST_NAME} 个字`, path)];
    const found = checkFiles(isRecord(given) ? given['files'] : [], [...path, 'files']);
    if (!isPlaced(rule, claim)) found.push(block('OUTLET_MISSING', `请选择刊发的媒体：${rule.outlets.join('、')}`, [...path, 'outlet']));
    if (item.evidence === 'REQUIRED' && claim.files.length === 0)
      found.push(block('EVIDENCE_MISSING', `加分项“${claim.achievement}”须附佐证材料`, [...path, 'files']));
    return found;
  });
}

function repeatedClaims(sheet: Sheet, lines: ReadonlyMap<string, unknown>, at: readonly string[]): Finding[] {
  const claims = sheet.bonuses.flatMap((item) =>
    (readLine(item, lines.get(item.code))?.claims ?? []).map((claim) => ({ item: item.code, claim })),
  );
  return claims
    .filter(({ claim }, index) => claims.findIndex((other) => claimKey(other.claim) === claimKey(claim)) < index)
    .map(({ item, claim }) => warn('CLAIM_REPEATED', `同一成果“${claim.achievement}”只按最高的一项加分`, [...at, item, 'claims']));
}

function checkVeto(item: SheetItem, line: unknown, at: readonly string[], checkFiles: CheckNamedFiles): Finding[] {
  const read = readLine(item, line);
  if (!read || !isRecord(line)) return [missing(item, at)];
  const given = line['dates'] ?? {};
  const days = isRecord(given) ? Object.values(given).flat() : [undefined];
  const areDays = days.every((day) => typeof day === 'string' && isDay(day));
  return [
    ...checkTicks(item, line, read, at),
    ...checkFiles(line['files'], [...at, 'files']),
    ...checkNote(line, at),
    ...(areDays ? [] : [block('INVALID_DATE', '日期不存在，应写作 2021-05-28 的形式', [...at, 'dates'])]),
  ];
}

/** C-32: several items may take points off for one fact; whoever fills in sees that they do. */
function sameFacts(sheet: Sheet, lines: ReadonlyMap<string, unknown>, at: readonly string[]): Finding[] {
  const ticked = sheet.groups
    .flatMap(({ items }) => items)
    .flatMap((item) => {
      const read = readLine(item, lines.get(item.code));
      return item.rules
        .flatMap(({ parts }) => parts)
        .flatMap(({ key, fact }) => (fact && read?.ticks.has(key) ? [{ fact, code: item.code }] : []));
    });
  return [...Map.groupBy(ticked, ({ fact }) => fact).values()]
    .filter((same) => same.length > 1)
    .map((same) => warn('SAME_FACT', `同一事实在 ${same.map(({ code }) => code).join('、')} 中都扣了分`, at));
}

function verdict(sheet: Sheet, answer: unknown, at: readonly string[], referenceDay: string): Finding[] {
  const { status, base, total, vetoes } = scoreSheet(sheet, answer, referenceDay);
  const found = vetoes.map(({ item, text, date }) =>
    block('VETOED', `属于不得参与的情形（${item}）：${text}${date === null ? '' : `（${date}）`}`, [...at, item]),
  );
  if (sheet.vetoes.length > 0 && !isDeclared(answer))
    found.push(block('DECLARATION_MISSING', '请声明以上不得参与情形的填写属实', [...at, 'declared']));
  if (status !== 'BELOW_THRESHOLD') return found;
  const { points, withBonus, severity } = sheet.threshold!;
  const message = `${withBonus ? '总分' : '基础分'} ${withBonus ? total : base} 分，达到 ${points} 分才可以推荐`;
  return [...found, { code: 'BELOW_THRESHOLD', severity, message, path: at }];
}

const finding =
  (severity: Severity) =>
  (code: string, message: string, path: readonly string[]): Finding => ({ code, severity, message, path });
const block = finding('BLOCK');
const warn = finding('WARN');
