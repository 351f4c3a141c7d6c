import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

export type AwardListRow = Selectable<Tables['award_list']> & { readonly __typename: 'AwardList' };
export type AwardDecisionRow = Selectable<Tables['award_decision']> & { readonly __typename: 'AwardDecision' };
export type ObjectionRow = Selectable<Tables['award_objection']>;

/** A line with where it stands among those of the body that recommended it. */
export interface AwardLineRow extends Selectable<Tables['award_line']> {
  readonly recommender_id: string | null;
  readonly recommender_rank: number;
}

export const asAwardList = (row: Selectable<Tables['award_list']>): AwardListRow => ({ ...row, __typename: 'AwardList' });
export const asDecision = (row: Selectable<Tables['award_decision']>): AwardDecisionRow => ({ ...row, __typename: 'AwardDecision' });
