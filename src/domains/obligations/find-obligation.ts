import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import { asDeliverable, type DeliverableRow } from '../notices/notice.rows.ts';
import { asObligation, type ObligationRow } from './obligation.rows.ts';

/** One obligation, if it is in reach: the unit's, those above it, and a second superior that asked. */
export async function findObligation(ctx: ViewerContext, id: string): Promise<ObligationRow | undefined> {
  const row = await ctx.db
    .selectFrom('obligation')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && asObligation(row);
}

/**
 * The same, held for the change to come.
 * @throws Refusal NOT_FOUND
 */
export async function obligationToChange(ctx: ViewerContext, id: string): Promise<ObligationRow> {
  const row = await ctx.db
    .selectFrom('obligation')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound(['input', 'obligationId']);
  return asObligation(row);
}

/** What every body asks that asks, the highest first; of a superior out of sight nothing. */
export async function demandsOf(ctx: ViewerContext, { asks }: ObligationRow): Promise<DeliverableRow[]> {
  const found = await Promise.all(asks.map((id) => ctx.loaders.one('deliverable', id)));
  return found.flatMap((row) => (row ? [asDeliverable(row)] : []));
}

/** When the body signed for the notice that brought the obligation; gathered over a request. */
export function acknowledgedAt(ctx: ViewerContext, { notice_id, organization_id }: ObligationRow): Promise<Date | null | undefined> {
  return ctx.loaders.batched('delivery signed', `${notice_id} ${organization_id}`, async (keys) => {
    const [notices, organizations] = [keys.map((key) => key.slice(0, 36)), keys.map((key) => key.slice(37))];
    const { rows } = await sql<{ notice_id: string; organization_id: string; acknowledged_at: Date | null }>`
      select d.notice_id, d.organization_id, d.acknowledged_at
        from unnest(${notices}::uuid[], ${organizations}::uuid[]) k (notice_id, organization_id)
        join delivery d on d.federation_id = ${ctx.viewer.federationId} and d.notice_id = k.notice_id and d.organization_id = k.organization_id`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [`${row.notice_id} ${row.organization_id}`, row.acknowledged_at]));
  });
}
