import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type RoundRow = Selectable<Tables['judging_round']> & { readonly __typename: 'JudgingRound' };
export type JudgeRow = Selectable<Tables['judge']>;
export type EntryRow = Selectable<Tables['judging_entry']>;
export type ResultRow = Selectable<Tables['judging_result']>;

/** An assignment with the terms of its round, as the judge sees it. */
export type AssignmentRow = Selectable<Tables['judge_assignment']> &
  Pick<JudgeRow, 'round_name' | 'opens_at' | 'closes_at' | 'sheet' | 'opened_at' | 'closed_at'> & {
    /** Where it stands among the judge's own of its round, from 1, and of how many. */
    readonly place: number;
    readonly places: number;

    readonly __typename: 'JudgeAssignment';
  };

export const asRound = (row: Selectable<Tables['judging_round']>): RoundRow => ({ ...row, __typename: 'JudgingRound' });
export const asAssignment = (row: Omit<AssignmentRow, '__typename'>): AssignmentRow => ({ ...row, __typename: 'JudgeAssignment' });

/** By the clock and by what was done. */
export const ROUND_STATES = ['DRAFTING', 'SCHEDULED', 'OPEN', 'ENDED', 'CLOSED'] as const;
export type RoundState = (typeof ROUND_STATES)[number];

export const roundStateLabels: Readonly<Record<RoundState, string>> = {
  DRAFTING: '筹备中',
  SCHEDULED: '待评审',
  OPEN: '评审中',
  ENDED: '评审截止',
  CLOSED: '已结束',
};

type Timed = Pick<RoundRow, 'opens_at' | 'closes_at' | 'opened_at' | 'closed_at'>;

export function roundState({ opens_at, closes_at, opened_at, closed_at }: Timed, now: Date): RoundState {
  if (closed_at) return 'CLOSED';
  if (!opened_at) return 'DRAFTING';
  if (now < opens_at) return 'SCHEDULED';
  return now < closes_at ? 'OPEN' : 'ENDED';
}
