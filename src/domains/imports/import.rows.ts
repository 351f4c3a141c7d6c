import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Rows as the database hands them out; types behind Node carry their name. */
export type ImportRow = Selectable<Tables['import_batch']> & { readonly __typename: 'Import' };

export const asImport = (row: Selectable<Tables['import_batch']>): ImportRow => ({ ...row, __typename: 'Import' });
