import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { Tables } from '../../orm.ts';

export type PrintRow = Selectable<Tables['form_print']> & { readonly __typename: 'FormPrint' };

export const asPrint = (row: Selectable<Tables['form_print']>): PrintRow => ({ ...row, __typename: 'FormPrint' });

const prints = (ctx: ViewerContext) =>
  ctx.db
    .selectFrom('form_print')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId);

/** A print of my own organization, for whoever reads its page. */
export async function findPrint(ctx: ViewerContext, id: string): Promise<PrintRow | undefined> {
  if (!ctx.ability.can('readDraft', 'Submission')) return undefined;
  const row = await prints(ctx).where('id', '=', id).executeTakeFirst();
  return row && asPrint(row);
}

/** The same by the code on the paper. */
export async function printByCode(ctx: ViewerContext, code: string): Promise<PrintRow | undefined> {
  const row = await prints(ctx).where('code', '=', code).executeTakeFirst();
  return row && asPrint(row);
}
