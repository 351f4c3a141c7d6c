import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type SubmissionRow = Selectable<Tables['submission']> & { readonly __typename: 'Submission' };
export type ConsolidationRow = Selectable<Tables['consolidation']> & { readonly __typename: 'Consolidation' };
export type DraftRow = Selectable<Tables['submission_draft']>;
export type VersionRow = Selectable<Tables['submission_version']>;
export type EntryRow = Selectable<Tables['submission_entry']>;
export type PartRow = Selectable<Tables['submission_part']>;
export type StepRow = Selectable<Tables['submission_step']>;
export type SlipRow = Selectable<Tables['return_slip']>;
export type ReviewRow = Selectable<Tables['review']>;

export const asSubmission = (row: Selectable<Tables['submission']>): SubmissionRow => ({ ...row, __typename: 'Submission' });
export const asConsolidation = (row: Selectable<Tables['consolidation']>): ConsolidationRow => ({ ...row, __typename: 'Consolidation' });
