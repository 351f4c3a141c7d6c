import type { ViewerContext } from '../../context.ts';
import { Refusal, type UserError } from '../../kit/errors.ts';
import { readingLabel } from '../../kit/phrase/label.ts';
import { readPhrase } from '../../kit/phrase/phrase.ts';
import { type PhraseContext, PhraseFault, type Reading } from '../../kit/phrase/reading.ts';
import { dayOf, isDay } from '../../kit/time.ts';
import { calendarOf } from '../federation/calendar.ts';

/** What a phrase means, or why it cannot be read. */
export type PhraseReadingRow = { readonly phrase: string } & (
  | { readonly reading: Reading; readonly label: string; readonly error: null }
  | { readonly reading: null; readonly label: null; readonly error: UserError }
);

/** Reads a phrase and answers faults as data, for whoever is just typing. */
export function readingOf(phrase: string, context: PhraseContext, path: readonly string[] = ['phrase']): PhraseReadingRow {
  try {
    const reading = readPhrase(phrase, context);
    return { phrase, reading, label: readingLabel(reading, context.referenceDay), error: null };
  } catch (error) {
    if (error instanceof PhraseFault) return failed(phrase, { code: error.code, message: error.message, path: [...path] });
    if (error instanceof Refusal) return failed(phrase, { ...error.errors[0]!, path: [...path] });
    throw error;
  }
}

/**
 * What a phrase means in the year in which a due lies that was read out of it: that of its last day, or the one before, where
 * it reaches over the new year (12月25日至1月10日).
 */
export function readingNear(phrase: string, due: Date, context: PhraseContext): PhraseReadingRow & { readonly year: number } {
  const last = Number(dayOf(new Date(due.getTime() - 1)).slice(0, 4));
  const [same, before] = [last, last - 1].map((year) => Object.assign(readingOf(phrase, { ...context, year }), { year })) as [
    PhraseReadingRow & { year: number },
    PhraseReadingRow & { year: number },
  ];
  const { reading } = before;
  return (reading?.kind === 'BY' || reading?.kind === 'WITHIN') && reading.end.getTime() === due.getTime() ? before : same;
}

const failed = (phrase: string, error: UserError): PhraseReadingRow => ({ phrase, reading: null, label: null, error });

const YEARS = { from: 1992, to: 2100 } as const;

/** The same for a query, from the year and the day that the caller names; today when none. */
export async function resolvePhrase(
  ctx: ViewerContext,
  phrase: string,
  year: number | null,
  referenceDay: string | null,
): Promise<PhraseReadingRow> {
  if (year !== null && (year < YEARS.from || year > YEARS.to)) {
    return failed(phrase, { code: 'INVALID_DATE', message: `年份应在 ${YEARS.from} 到 ${YEARS.to} 之间`, path: ['year'] });
  }
  if (referenceDay !== null && !isDay(referenceDay))
    return failed(phrase, { code: 'INVALID_DATE', message: '日期不存在', path: ['referenceDay'] });
  const calendar = await calendarOf(ctx);
  return readingOf(phrase, { ...(year !== null && { year }), referenceDay: referenceDay ?? dayOf(ctx.now), calendar });
}

/** From which day a notice's phrases are read: its printed date, or today. */
export async function phraseContextOf(ctx: ViewerContext, { issued_on }: { readonly issued_on: string | null }): Promise<PhraseContext> {
  return { referenceDay: issued_on ?? dayOf(ctx.now), calendar: await calendarOf(ctx) };
}
