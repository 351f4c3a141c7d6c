import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type ObligationRow = Selectable<Tables['obligation']> & { readonly __typename: 'Obligation' };
export type ObligationEventRow = Selectable<Tables['obligation_event']>;

export const asObligation = (row: Selectable<Tables['obligation']>): ObligationRow => ({ ...row, __typename: 'Obligation' });
