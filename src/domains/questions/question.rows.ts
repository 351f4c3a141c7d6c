import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';
import type { QUESTION_STATES } from './question.entity.ts';

export type QuestionState = (typeof QUESTION_STATES)[number];
export type AnswerRow = Selectable<Tables['question_answer']>;

/** A question as the caller may see it. */
export interface QuestionRow {
  readonly __typename: 'Question';
  readonly id: string;
  /** The notice under which it is, or is to be, answered. */
  readonly held_notice_id: string;
  readonly holder_id: string;
  /** Null when the asker is not to be named to the caller. */
  readonly asker_id: string | null;
  readonly anonymous: boolean;
  readonly text: string;
  readonly state: QuestionState;
  readonly asked_at: Date;
  /** 0 for those who only read it. */
  readonly version: number;
  readonly passed_by_ids: readonly string[];
}

export const asQuestion = (row: Omit<QuestionRow, '__typename'>): QuestionRow => ({ ...row, __typename: 'Question' });
