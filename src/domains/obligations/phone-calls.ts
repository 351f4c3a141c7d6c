import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { callGate } from './chase.ts';
import { findObligation } from './find-obligation.ts';
import type { ObligationRow } from './obligation.rows.ts';
import type { RecordPhoneCall } from './reminder.input.ts';

export type PhoneCallRow = Selectable<Tables['phone_call']>;

/**
 * Notes that the caller has rung a unit about what it owes (B2); only their own body sees it.
 * @throws Refusal NOT_FOUND, NOT_ASKER
 */
export async function recordPhoneCall(ctx: ViewerContext, { obligationId, outcome, note }: RecordPhoneCall): Promise<ObligationRow> {
  const path = ['input', 'obligationId'];
  const obligation = await findObligation(ctx, obligationId);
  if (!obligation) throw notFound(path);
  assertGate(callGate(ctx, obligation), path);
  await ctx.db
    .insertInto('phone_call')
    .values({
      federation_id: ctx.viewer.federationId,
      id: uuid7(),
      organization_id: ctx.viewer.organizationId,
      obligation_id: obligationId,
      caller_id: ctx.viewer.personId,
      outcome,
      note: note ?? null,
      called_at: ctx.now,
    })
    .execute();
  await record(ctx, { operation: 'recordPhoneCall', subjectType: 'Obligation', subjectId: obligationId, detail: { outcome } });
  return obligation;
}

/** When the caller's body rang about it, first calls first; gathered over a request. */
export const phoneCallsOf = (ctx: ViewerContext, { id }: ObligationRow): Promise<readonly PhoneCallRow[]> =>
  ctx.loaders.many('phone_call', 'obligation_id', id, { column: 'called_at' });
