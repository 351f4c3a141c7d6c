import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { record } from '../audit/record.ts';
import { acknowledgeGate } from './notice.gates.ts';
import { asDelivery, type DeliveryRow } from './notice.rows.ts';
import { deliveryHere } from './read-notices.ts';

/**
 * Signs for a notice (签收), once per body, by whoever opens it first.
 * @throws Refusal NOT_FOUND when it was not delivered here, ALREADY_ACKNOWLEDGED
 */
export async function acknowledgeDelivery(ctx: ViewerContext, noticeId: string): Promise<DeliveryRow> {
  await holdTree(ctx, 'share');
  const delivery = await deliveryHere(ctx, noticeId);
  if (!delivery) throw notFound(['input', 'noticeId']);
  assertGate(acknowledgeGate(ctx, delivery), ['input', 'noticeId']);
  const signed = await ctx.db
    .updateTable('delivery')
    .set({ acknowledged_at: ctx.now, acknowledged_by_id: ctx.viewer.personId })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', delivery.id)
    .where('acknowledged_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  // A colleague signed between the two statements.
  if (!signed) assertGate(acknowledgeGate(ctx, { ...delivery, acknowledged_at: ctx.now }), ['input', 'noticeId']);
  await record(ctx, { operation: 'acknowledgeDelivery', subjectType: 'Notice', subjectId: noticeId, detail: {} });
  return asDelivery(signed!);
}
