import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { withRollup } from '../submissions/rollup.ts';
import { findObligation, obligationToChange } from './find-obligation.ts';
import type { ObligationEventRow, ObligationRow } from './obligation.rows.ts';

/** Which obligation, as it was read, and why. */
export interface Decision {
  readonly obligationId: string;
  readonly version: number;
  readonly reason: string;
}

/**
 * A decision about one obligation: holds it, lets `act` judge and change it, and says so in the audit.
 *
 * @param act is given the obligation as it is once held
 * @returns the obligation afterwards
 * @throws Refusal NOT_FOUND, STALE_VERSION
 */
export async function decide(
  ctx: ViewerContext,
  { obligationId, version, reason }: Decision,
  operation: string,
  act: (obligation: ObligationRow) => Promise<void>,
): Promise<ObligationRow> {
  await withRollup(ctx, [obligationId], async () => {
    const obligation = await obligationToChange(ctx, obligationId);
    if (obligation.version !== version) throw stale(['input', 'version'], { obligation });
    await act(obligation);
  });
  await record(ctx, { operation, subjectType: 'Obligation', subjectId: obligationId, detail: { reason } });
  return (await findObligation(ctx, obligationId))!;
}

interface NewEvent {
  readonly kind: ObligationEventRow['kind'];
  readonly reason: string;
  readonly newDueAt?: Date;
  readonly heldById?: string;
}

/** The line that proves it: appended, never overwritten. */
export async function appendEvent(ctx: ViewerContext, of: ObligationRow, { kind, reason, newDueAt, heldById }: NewEvent): Promise<void> {
  await ctx.db
    .insertInto('obligation_event')
    .values({
      federation_id: of.federation_id,
      id: uuid7(),
      obligation_id: of.id,
      path: of.path,
      asker_path: of.asker_path,
      kind,
      reason,
      actor_organization_id: ctx.viewer.organizationId,
      new_due_at: newDueAt ?? null,
      held_by_id: heldById ?? null,
      happened_at: ctx.now,
    })
    .execute();
}

/** No later due is waiting to be decided on. */
export const NOTHING_ASKED = { extension_holder_id: null, extension_due: null } as const;
