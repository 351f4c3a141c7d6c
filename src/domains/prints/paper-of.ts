import type { Answers } from '../../kit/form.ts';
import type { Paper } from '../../kit/paper/document.ts';
import { formPaper } from '../../kit/paper/form-paper.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { sheetScores } from '../submissions/sheet-scores.ts';
import { printedAnswers } from '../submissions/stamps.ts';

type Ask = Pick<DeliverableRow, 'title' | 'fields' | 'approvals' | 'due_at'>;

/** One asker's form as filled: its questions in order, the opinions of its approval chain to be written and sealed. */
export const paperOf = (ask: Ask, answers: Answers, filler: string, code: string, now: Date): Paper =>
  formPaper({
    title: ask.title,
    filler,
    fields: ask.fields,
    answers: printedAnswers(ask, answers),
    scores: new Map(sheetScores(ask, answers, now).map(({ field, score }) => [field.key, score])),
    opinions: (ask.approvals?.steps ?? []).map(({ title }) => title),
    code,
  });
