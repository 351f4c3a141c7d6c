import { readAmount } from './amount.ts';
import { readDate } from './date.ts';
import { normalize } from './numerals.ts';
import { type PhraseContext, PhraseFault, type Reading, type UndatedReading } from './reading.ts';

/**
 * What a phrase of a notice means: `5月28日前` (until the end of that day, C-20), `3月底`, `6月中旬`, `8月份`
 * `适时`, `不少于4张`, `10个左右` (a fifth more or less, X-10).
 *
 * @throws PhraseFault PHRASE_EMPTY, INVALID_DATE, RANGE_REVERSED, PHRASE_VAGUE, PHRASE_RECURRING, PHRASE_WITHOUT_END,
 *   PHRASE_UNREADABLE; Refusal CALENDAR_UNKNOWN_YEAR
 */
export function readPhrase(phrase: string, context: PhraseContext): Reading {
  const text = normalize(phrase);
  if (!text) throw new PhraseFault('PHRASE_EMPTY', '没有填写期限或数量');
  const undated = readUndated(text);
  if (undated) return undated;
  const reading = readDate(text, context) ?? readAmount(text);
  if (reading) return reading;
  throw new PhraseFault('PHRASE_UNREADABLE', `看不懂“${phrase.trim()}”，请写成“5月28日前”“3月底前”“6月中旬”“8月份”“适时”等`);
}

/** Left to whoever does it: there is no date and none is missed. */
const ON_PURPOSE = new Set([
  '适时',
  '择期',
  '择机',
  '另行通知',
  '时间另行通知',
  '待定',
  '长期',
  '长期坚持',
  '常年',
  '不限',
  '不限期',
  '无期限',
]);
/** Sounds like a due and is none. */
const URGENT = new Set([
  '及时',
  '尽快',
  '尽早',
  '按时',
  '按期',
  '随时',
  '立即',
  '即时',
  '抓紧',
  '近期',
  '第一时间',
  '按要求',
  '按要求及时',
]);

function readUndated(text: string): UndatedReading | undefined {
  if (ON_PURPOSE.has(text)) return { kind: 'UNDATED', ambiguous: false, note: null };
  if (URGENT.has(text)) return { kind: 'UNDATED', ambiguous: true, note: `“${text}”没有日期，请填写期限，或注明不设期限` };
  return undefined;
}
