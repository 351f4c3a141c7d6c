import { addDays, endOfDay, isDay, startOfDay } from '../time.ts';
import { type DatedReading, type PhraseContext, PhraseFault } from './reading.ts';
import { endOf, namesYear, readSpan, type Span, type Unsaid } from './span.ts';

const RELATIVE =
  /^(?:自|从)?(?:(?:收到|接到|收文|接文|印发|发文)?(?:本)?(?:通知|文件)?(?:之日|后|之后)?起?)?(?<count>\d{1,3})(?<unit>个?工作日|日|天|周|个?星期)(?:之内|以内|内)$/u;
const OPENING = /^(?:务必|务|请|须|应)?(?:于|在)?/u;
/** The day named is the last, and counts. */
const UP_TO = /^(?:截至|截止到|截止至|截止|不迟于|不晚于|最迟|最晚|到|至)(?:于|在)?/u;
const BEFORE = /(?:之前|以前|前)$/u;
const CLOSING = /(?:之内|以内|内|期间|截止|为止|止)$/u;
/** What is to be done by then: 3月底前完成. */
const VERB = /(?:报送|上报|完成|反馈|提交|办结)$/u;

/**
 * From when to when a normalized phrase reaches. A day that is named before 前 counts (C-20); a month or ten days before
 * 前 does not, and is ambiguous.
 * @returns undefined when it is no date
 */
export function readDate(given: string, context: PhraseContext): DatedReading | undefined {
  const text = given.replace(VERB, '');
  if (text.startsWith('每')) throw new PhraseFault('PHRASE_RECURRING', '“每……”是周期性任务，请逐期填写截止日期');
  const relative = RELATIVE.exec(text);
  if (relative) return afterDays(relative.groups as { count: string; unit: string }, context);
  if (text.endsWith('起')) throw new PhraseFault('PHRASE_WITHOUT_END', '只有开始时间，没有截止时间');
  if (/^\d{1,2}[日号]/u.test(text)) throw new PhraseFault('PHRASE_VAGUE', '没有写明月份');
  const explicit = context.year !== undefined || namesYear(text);
  const today = { year: Number(context.referenceDay.slice(0, 4)), month: Number(context.referenceDay.slice(5, 7)) };
  const read = (year: number) => readIn(text, { year, today }, context.referenceDay);
  const yearAssumed = !namesYear(text);
  const next = (): DatedReading => {
    const note = `${today.year}年的这一日期已过，按${today.year + 1}年理解`;
    return { ...read(today.year + 1)!, yearAssumed, ambiguous: true, note };
  };
  // 29 February of a year that has none, once February is over, is meant for the next year.
  if (!explicit && /2月29[日号]/u.test(text) && context.referenceDay >= `${today.year}-03-01`) return next();
  const reading = read(context.year ?? today.year);
  if (!reading) return undefined;
  // What names no year and would be over by now is meant for the next one, or is a slip.
  return explicit || reading.end > startOfDay(context.referenceDay) ? { ...reading, yearAssumed } : next();
}

type Timed = Omit<DatedReading, 'yearAssumed'>;

function readIn(given: string, unsaid: Unsaid, referenceDay: string): Timed | undefined {
  const isExclusive = given.includes('(不含');
  const text = given.replace(/\(不含[^)]*\)/u, '').replace(OPENING, '');
  const from = /^(?:自|从)?(?:即日|今日|今天|现在|印发之日|发文之日)(?:起)?—/u.exec(text);
  if (from) {
    const last = spanOf(text.slice(from[0].length).replace(BEFORE, '').replace(CLOSING, ''), unsaid);
    return last && between(startOfDay(referenceDay), isExclusive ? startOfDay(last.first) : endOf(last));
  }
  const [left, right, ...more] = text.replace(/^(?:自|从)/u, '').split('—');
  if (more.length) return undefined;
  if (right !== undefined) return rangeOf(left!.replace(/起$/u, ''), right.replace(BEFORE, '').replace(CLOSING, ''), unsaid);
  const isLast = UP_TO.test(text);
  const bare = text.replace(UP_TO, '');
  const isBefore = BEFORE.test(bare);
  const span = spanOf(isBefore ? bare.replace(BEFORE, '') : bare.replace(CLOSING, ''), unsaid);
  if (!span) return undefined;
  if (isExclusive) return until(startOfDay(span.last));
  if (isBefore && span.unit === 'PART') {
    const note = `按“${labelOf(span.first)}开始之前”理解；如指该时段结束之前，请写明日期`;
    return { ...until(startOfDay(span.first)), ambiguous: true, note };
  }
  const endOnly = isBefore || isLast || span.unit === 'END' || span.instant !== null || /[截为]?止$/u.test(bare);
  return endOnly ? until(endOf(span)) : between(startOfDay(span.first), endOf(span));
}

const spanOf = (text: string, unsaid: Unsaid): Span | undefined => (text ? readSpan(text, unsaid) : undefined);

/** 4月20日—5月28日, 6月7日—13日, 3月—5月; what ends before it begins without naming a year ends in the next. */
function rangeOf(left: string, right: string, unsaid: Unsaid): Timed | undefined {
  const first = spanOf(/^\d{1,2}$/u.test(left) && right.includes('月') ? `${left}月` : left, unsaid);
  if (!first) return undefined;
  const year = Number(first.first.slice(0, 4));
  const month = Number(first.first.slice(5, 7));
  const last = spanOf(right, { ...unsaid, year, month });
  if (!last) return undefined;
  const begins = first.instant ?? startOfDay(first.first);
  if (endOf(last) > begins) return between(begins, endOf(last));
  const rolls = right.includes('月') && !namesYear(right) && !/\d{4}年/u.test(left);
  const later = !rolls ? undefined : spanOf(right, { ...unsaid, year: year + 1, month });
  if (!later || endOf(later) <= begins) throw new PhraseFault('RANGE_REVERSED', '结束时间早于开始时间');
  return { ...between(begins, endOf(later)), ambiguous: true, note: '结束日期早于开始日期，按跨年理解' };
}

function afterDays({ count, unit }: { count: string; unit: string }, { referenceDay, calendar }: PhraseContext): DatedReading {
  const number = Number(count);
  if (number === 0) throw new PhraseFault('INVALID_DATE', '天数不能为 0');
  let last: string;
  if (unit.endsWith('工作日')) {
    last = calendar.after(referenceDay, number);
    calendar.assertKnown(referenceDay, last, []);
  } else last = addDays(referenceDay, /周|星期/u.test(unit) ? number * 7 : number);
  if (!isDay(last)) throw new PhraseFault('INVALID_DATE', '日期不存在');
  return { ...until(endOfDay(last)), yearAssumed: false, note: `自${labelOf(referenceDay)}次日起算` };
}

const until = (end: Date): Timed => ({ kind: 'BY', start: null, end, ambiguous: false, note: null });
const between = (start: Date, end: Date): Timed => ({ kind: 'WITHIN', start, end, ambiguous: false, note: null });
const labelOf = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
