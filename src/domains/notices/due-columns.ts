import { type RawBuilder, sql } from 'kysely';
import type { PhraseContext } from '../../kit/phrase/reading.ts';
import { dayOf, daysBetween, endOfDay, startOfDay } from '../../kit/time.ts';
import type { DueContent } from './content.input.ts';
import type { DeliverableRow } from './notice.rows.ts';
import { readingOf } from './read-phrase.ts';

/** What a deliverable keeps of its due: the phrase as worded, the instants, and how they came about. */
export type DueColumns = Pick<DeliverableRow, 'due_phrase' | 'due_at' | 'due_starts_at' | 'due_confirmed' | 'no_due' | 'due_shifted_from'>;

const COLUMNS = [
  'due_phrase',
  'due_at',
  'due_starts_at',
  'due_confirmed',
  'no_due',
  'due_shifted_from',
] as const satisfies readonly (keyof DueColumns)[];

/** The columns as a list of a statement. */
export const dueList = (table?: string): RawBuilder<unknown> =>
  sql.join(COLUMNS.map((column) => sql.ref(table ? `${table}.${column}` : column)));

/** Takes them over from another row. */
export const dueFrom = (table: string): RawBuilder<unknown> =>
  sql.join(COLUMNS.map((column) => sql`${sql.ref(column)} = ${sql.ref(`${table}.${column}`)}`));

/** Their types, to read them out of JSON. */
export const DUE_TYPES = sql`due_phrase text, due_at timestamptz, due_starts_at timestamptz, due_confirmed boolean, no_due boolean, due_shifted_from date`;

const DAY = 24 * 3_600_000;

/**
 * The due of a deliverable as it is written. A day that is typed is what it says. A phrase alone is read, and what is read
 * out of it waits to be confirmed; once confirmed it stays so as long as phrase and instants are the same. 适时 says itself
 * that there is no due (X-07). With `nextWorkingDay` a due on a day off moves to the end of the next working day (C-52).
 *
 * @param before the same of the draft as it was
 * @throws Refusal CALENDAR_UNKNOWN_YEAR where a shift would have to be guessed
 */
export function dueColumns(given: DueContent, context: PhraseContext, before: DueColumns | undefined, path: readonly string[]): DueColumns {
  const typed = given.due === null ? null : given.dueExclusive ? startOfDay(given.due) : endOfDay(given.due);
  const reading = given.duePhrase === null ? null : readingOf(given.duePhrase, context).reading;
  const dated = reading?.kind === 'BY' || reading?.kind === 'WITHIN' ? reading : null;
  const named = typed ?? (given.noDue ? null : (dated?.end ?? null));
  const shifted = named && given.nextWorkingDay ? shift(named, context, path) : named;
  const columns = {
    due_phrase: given.duePhrase,
    due_at: shifted,
    due_starts_at: named && dated?.end.getTime() === named.getTime() ? dated.start : null,
    no_due: shifted === null && (given.noDue || (reading?.kind === 'UNDATED' && !reading.ambiguous)),
    due_shifted_from: shifted?.getTime() === named?.getTime() ? null : lastDay(named!),
  };
  const confirmed = typed !== null || shifted === null || given.dueConfirmed || (before?.due_confirmed === true && isSame(before, columns));
  return { ...columns, due_confirmed: confirmed };
}

/** A day that was proposed and says itself what it is. */
export const onDay = (day: string): DueColumns => ({
  due_phrase: null,
  due_at: endOfDay(day),
  due_starts_at: null,
  due_confirmed: true,
  no_due: false,
  due_shifted_from: null,
});

const lastDay = (end: Date): string => dayOf(new Date(end.getTime() - 1));

function shift(end: Date, { calendar }: PhraseContext, path: readonly string[]): Date {
  const day = lastDay(end);
  const next = calendar.onOrAfter(day);
  calendar.assertKnown(day, next, [...path, 'nextWorkingDay']);
  return new Date(end.getTime() + daysBetween(day, next) * DAY);
}

const isSame = (before: DueColumns, { due_phrase, due_at }: Pick<DueColumns, 'due_phrase' | 'due_at'>): boolean =>
  before.due_phrase === due_phrase && before.due_at?.getTime() === due_at?.getTime();
