import { addDays, endOfDay, isDay, startOfDay } from '../time.ts';
import { PhraseFault } from './reading.ts';

/** A stretch of days that a phrase names, or an instant within its last day. */
export interface Span {
  readonly first: string;
  readonly last: string;
  /** The instant, where a time of the day is named; the exclusive end. */
  readonly instant: Date | null;
  /** `END`: only its end is meant, as in 3月底. */
  readonly unit: 'DAY' | 'PART' | 'END';
}

/** What a span leaves unsaid. */
export interface Unsaid {
  readonly year: number;
  /** Year and month of the reference day, for 本月 and 今年. */
  readonly today: { readonly year: number; readonly month: number };
  /** For the second half of 6月7日—13日. */
  readonly month?: number | undefined;
}

const YEAR = String.raw`(?:(?<year>\d{4})年度?|(?<thisYear>今年|本年度?|当年)|(?<nextYear>明年|次年|来年|翌年))?`;
const MONTH = String.raw`(?:(?<month>\d{1,2})月(?:份)?|(?<thisMonth>本月|当月|这个月)|(?<nextMonth>下个?月))`;
const TIME = String.raw`(?:(?<half>上午|下午|晚上|晚|中午|早上|早|凌晨)?(?<hour>\d{1,2})(?::(?<minute>\d{2})|[时点](?:(?<minutes>\d{1,2})分?|(?<thirty>半)|整)?))?`;
const pattern = (rest: string) => new RegExp(`^${YEAR}${rest}$`, 'u');

const DAY = pattern(String.raw`(?:${MONTH})?(?<day>\d{1,2})[日号](?:当日|当天)?${TIME}`);
const TEN_DAYS = pattern(String.raw`${MONTH}(?<ten>[上中下])旬`);
const MONTH_END = pattern(String.raw`(?:${MONTH}(?:月?[底末]|最后1?[日天])|(?<monthEnd>月[底末]))`);
const WHOLE_MONTH = pattern(MONTH);
const QUARTER = pattern(String.raw`(?:第?(?<quarter>\d)季度|(?<thisQuarter>本季度))(?<end>[末底])?`);
const HALF_YEAR = pattern(String.raw`(?<part>[上下])半年(?<end>[末底])?`);
const YEAR_END = pattern(String.raw`(?:(?<!^)[底末]|年[底末]|年终)`);
const WHOLE_YEAR = pattern('');
const VAGUE = /月初|年初|季初|月中(?!旬)|年中|[上中下]旬|[初底]前?$|节前|节后/u;

type Groups = Readonly<Record<string, string | undefined>>;

/** Whether a phrase names its year itself, be it as 今年 or 本月. */
export const namesYear = (text: string): boolean =>
  /\d{4}年|今年|本年|当年|明年|次年|来年|翌年|本月|当月|这个月|下个?月|本季度|^月[底末]/u.test(text);

/**
 * The days that a normalized text names.
 * @returns undefined when it names none
 * @throws PhraseFault INVALID_DATE for days, months and quarters that do not exist
 */
export function readSpan(text: string, unsaid: Unsaid): Span | undefined {
  const match = (expression: RegExp) => expression.exec(text)?.groups as Groups | undefined;
  const day = match(DAY);
  if (day) return daySpan(day, unsaid);
  const ten = match(TEN_DAYS);
  if (ten) {
    const { year, month } = monthOf(ten, unsaid);
    const [first, last] = { 上: [1, 10], 中: [11, 20], 下: [21, lastDay(year, month)] }[ten['ten'] as '上' | '中' | '下'] as [
      number,
      number,
    ];
    return part(dayText(year, month, first), dayText(year, month, last));
  }
  const end = match(MONTH_END);
  const whole = end ?? match(WHOLE_MONTH);
  if (whole) {
    const { year, month } = monthOf(whole, unsaid);
    return months(year, month, month, end !== undefined);
  }
  const quarter = match(QUARTER);
  if (quarter) {
    const number = quarter['quarter'] ? Number(quarter['quarter']) : Math.ceil(unsaid.today.month / 3);
    if (number < 1 || number > 4) throw invalid(`没有第${number}季度`);
    return months(yearOf(quarter, unsaid), 3 * number - 2, 3 * number, Boolean(quarter['end']));
  }
  const half = match(HALF_YEAR);
  if (half)
    return half['part'] === '上'
      ? months(yearOf(half, unsaid), 1, 6, Boolean(half['end']))
      : months(yearOf(half, unsaid), 7, 12, Boolean(half['end']));
  const yearEnd = match(YEAR_END);
  if (yearEnd) return months(yearOf(yearEnd, unsaid), 1, 12, true);
  const year = text && match(WHOLE_YEAR);
  if (year) return months(yearOf(year, unsaid), 1, 12, false);
  if (VAGUE.test(text)) throw new PhraseFault('PHRASE_VAGUE', `“${text}”没有明确的日期，请写明几月几日`);
  return undefined;
}

/** The exclusive end of a span. */
export const endOf = ({ last, instant }: Span): Date => instant ?? endOfDay(last);

function daySpan(groups: Groups, unsaid: Unsaid): Span | undefined {
  const hasMonth = groups['month'] ?? groups['thisMonth'] ?? groups['nextMonth'];
  if (hasMonth === undefined && unsaid.month === undefined) return undefined;
  const { year, month } = hasMonth === undefined ? { year: yearOf(groups, unsaid), month: unsaid.month! } : monthOf(groups, unsaid);
  const day = dayText(year, month, Number(groups['day']));
  if (!isDay(day)) throw invalid(`${year}年${month}月没有${Number(groups['day'])}日`);
  return { first: day, last: day, instant: groups['hour'] === undefined ? null : instantOf(day, groups), unit: 'DAY' };
}

const AFTERNOON = new Set(['下午', '晚上', '晚', '中午']);

function instantOf(day: string, groups: Groups): Date {
  const named = Number(groups['hour']);
  const hour = AFTERNOON.has(groups['half'] ?? '') && named < 12 && !(groups['half'] === '中午' && named === 11) ? named + 12 : named;
  const minute = groups['thirty'] ? 30 : Number(groups['minute'] ?? groups['minutes'] ?? 0);
  if (hour > 24 || minute > 59 || (hour === 24 && minute > 0)) throw invalid('时刻不存在');
  return new Date(startOfDay(day).getTime() + (hour * 60 + minute) * 60_000);
}

function monthOf(groups: Groups, unsaid: Unsaid): { year: number; month: number } {
  const { year, month } = unsaid.today;
  if (groups['thisMonth'] ?? groups['monthEnd']) return { year, month };
  if (groups['nextMonth']) return month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  const named = Number(groups['month']);
  if (named < 1 || named > 12) throw invalid(`没有${named}月`);
  return { year: yearOf(groups, unsaid), month: named };
}

function yearOf(groups: Groups, { year, today }: Unsaid): number {
  if (groups['year']) return Number(groups['year']);
  if (groups['thisYear'] || groups['thisQuarter']) return today.year;
  return groups['nextYear'] ? today.year + 1 : year;
}

const part = (first: string, last: string): Span => ({ first, last, instant: null, unit: 'PART' });
const months = (year: number, from: number, to: number, endOnly: boolean): Span => ({
  ...part(dayText(year, from, 1), dayText(year, to, lastDay(year, to))),
  unit: endOnly ? 'END' : 'PART',
});
const invalid = (message: string): PhraseFault => new PhraseFault('INVALID_DATE', message);
const dayText = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

function lastDay(year: number, month: number): number {
  const next = month === 12 ? dayText(year + 1, 1, 1) : dayText(year, month + 1, 1);
  if (!isDay(next)) throw invalid(`不能使用${year}年`);
  return Number(addDays(next, -1).slice(8));
}
