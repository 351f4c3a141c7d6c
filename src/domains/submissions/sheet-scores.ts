import type { Answers, FormField } from '../../kit/form.ts';
import { scoreSheet, type SheetResult } from '../../kit/score/score-sheet.ts';
import { dayOf } from '../../kit/time.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import type { SheetResults } from './submission.shapes.ts';

type Ask = Pick<DeliverableRow, 'fields' | 'due_at'>;

/** The day from which vetoes look back (C-22): the last one of the asker's due; without a due, the present one. */
export const referenceDayOf = ({ due_at }: Pick<Ask, 'due_at'>, now: Date): string => dayOf(due_at ? new Date(due_at.getTime() - 1) : now);

/** What the score sheets of a form come to; a sheet that nobody has begun is not there. */
export function sheetScores(
  { fields, due_at }: Ask,
  answers: Answers,
  now: Date,
): { readonly field: FormField; readonly score: SheetResult }[] {
  const referenceDay = referenceDayOf({ due_at }, now);
  return fields.flatMap((field) => {
    const answer = answers[field.key];
    return field.type === 'SHEET' && field.sheet && answer ? [{ field, score: scoreSheet(field.sheet, answer, referenceDay) }] : [];
  });
}

/** The same as they are kept beside the answers, by field key; null where no sheet was filled. */
export function resultsOf(ask: Ask, answers: Answers, now: Date): SheetResults | null {
  const scores = sheetScores(ask, answers, now);
  return scores.length > 0 ? Object.fromEntries(scores.map(({ field, score }) => [field.key, score])) : null;
}
