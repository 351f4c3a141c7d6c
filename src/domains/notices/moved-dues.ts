import type { PhraseContext } from '../../kit/phrase/reading.ts';
import { dayOf, daysBetween, startOfDay } from '../../kit/time.ts';
import { type DueColumns, dueColumns } from './due-columns.ts';
import { moveDay } from './move-years.ts';
import type { DeliverableRow } from './notice.rows.ts';
import { readingNear, readingOf } from './read-phrase.ts';

const DAY = 24 * 3_600_000;

/** An exclusive end some years later by the calendar: its last day moves, the time of the day stays. */
export function moveEnd(end: Date, years: number): Date {
  const last = dayOf(new Date(end.getTime() - 1));
  const within = end.getTime() - startOfDay(last).getTime();
  return new Date(startOfDay(moveDay(last, years)).getTime() + within);
}

/**
 * The due of a deliverable some years later. A phrase is read anew, in the year that it was read in and so many more, and what
 * is read waits to be confirmed; one that has no reading then (2月29日前, 春节前) leaves the due open, and lint says so. Without
 * a phrase the calendar decides. A shift to a working day is not repeated: whether the day is worked is found anew.
 *
 * @param phrase as it reads then
 * @param before how it was read at the time
 * @param context how it is read now, but for the year
 */
export function movedDue(
  row: DeliverableRow,
  phrase: string | null,
  years: number,
  before: PhraseContext,
  context: PhraseContext,
): DueColumns {
  const named = row.due_at && unshifted(row.due_at, row.due_shifted_from);
  const isUndated = phrase !== null && readingOf(phrase, context).reading?.kind === 'UNDATED';
  if (named && (phrase === null || isUndated)) {
    return { ...OPEN, due_phrase: phrase, due_at: moveEnd(named, years) };
  }
  const year = named && row.due_phrase !== null ? readingNear(row.due_phrase, named, before).year + years : undefined;
  const given = { due: null, dueExclusive: false, duePhrase: phrase, dueConfirmed: false, noDue: row.no_due, nextWorkingDay: false };
  return dueColumns(given, { ...context, year }, undefined, []);
}

/** A close that does not follow from the due; one that does follows the new one. */
export const movedClose = ({ closes_at, due_at, late_policy }: DeliverableRow, years: number): Date | null =>
  closes_at === null || late_policy === 'GRACE' || closes_at.getTime() === due_at?.getTime() ? null : moveEnd(closes_at, years);

const OPEN: DueColumns = {
  due_phrase: null,
  due_at: null,
  due_starts_at: null,
  due_confirmed: true,
  no_due: false,
  due_shifted_from: null,
};

/** The due as it was worded, before it moved to a working day. */
function unshifted(due: Date, worded: string | null): Date {
  if (worded === null) return due;
  return new Date(due.getTime() - daysBetween(worded, dayOf(new Date(due.getTime() - 1))) * DAY);
}
