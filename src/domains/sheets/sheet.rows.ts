import type { Selectable } from 'kysely';
import type { Tables } from '../../orm.ts';

export type TemplateRow = Selectable<Tables['score_sheet_template']> & { readonly __typename: 'ScoreSheetTemplate' };

export const asTemplate = (row: Selectable<Tables['score_sheet_template']>): TemplateRow => ({ ...row, __typename: 'ScoreSheetTemplate' });
