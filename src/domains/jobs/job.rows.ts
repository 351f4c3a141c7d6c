import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type JobRow = Selectable<Tables['job']> & { readonly __typename: 'Job' };
export type JobFailureRow = Selectable<Tables['job_failure']>;

export const asJob = (row: Selectable<Tables['job']>): JobRow => ({ ...row, __typename: 'Job' });
