import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';
import type { Indicator } from './evaluation.entity.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type EvaluationRow = Selectable<Tables['evaluation']> & { readonly __typename: 'Evaluation' };
export type ResultRow = Selectable<Tables['evaluation_result']> & { readonly __typename: 'EvaluationResult' };
export type ScoreRow = Selectable<Tables['evaluation_score']>;
/** Without the lists of obligations, which may be long: they are read a page at a time. */
export type ContributionRow = Omit<Selectable<Tables['evaluation_contribution']>, 'met_ids' | 'missed_ids' | 'published_at'> & {
  readonly __typename: 'EvaluationContribution';
};

export const asEvaluation = (row: Selectable<Tables['evaluation']>): EvaluationRow => ({ ...row, __typename: 'Evaluation' });
export const asResult = (row: Selectable<Tables['evaluation_result']>): ResultRow => ({ ...row, __typename: 'EvaluationResult' });

export const indicatorLabels: Readonly<Record<Indicator, string>> = {
  REPORTING_RATE: '报送率',
  ON_TIME_RATE: '按时报送率',
  LEDGER_DELIVERED: '台账报送',
};

export const evaluationStateLabels = { DRAFT: '草稿', COMPUTED: '已计算', PUBLISHED: '已公布' } as const;

/** What people read where there is nothing to share; never 0. */
export const NO_DATA = '无数据';
