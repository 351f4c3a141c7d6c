import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale } from '../../kit/errors.ts';
import { endOfDay } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { withRollup } from '../submissions/rollup.ts';
import { findObligation, obligationToChange } from './find-obligation.ts';
import type { ReopenObligation, WaiveObligation } from './obligation.input.ts';
import { reopenGate, waiveGate } from './obligation.gates.ts';
import type { ObligationRow } from './obligation.rows.ts';
import { obligationStates } from './obligation.states.ts';

const SUBJECT = ['input', 'obligationId'];

/**
 * Lets one unit off: from now on it is not expected. Only the body that asked first, with a reason (C-05).
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_ASKER, WRONG_STATE
 */
export function waiveObligation(ctx: ViewerContext, input: WaiveObligation): Promise<ObligationRow> {
  return decide(ctx, input, 'waiveObligation', async (obligation) => {
    assertGate(waiveGate(ctx, obligation), SUBJECT);
    await ctx.db
      .updateTable('obligation')
      .set({ state: obligationStates.next(obligation.state, 'waive', SUBJECT), version: obligation.version + 1 })
      .where('federation_id', '=', obligation.federation_id)
      .where('id', '=', obligation.id)
      .execute();
    await append(ctx, obligation, 'WAIVED', input.reason, null);
  });
}

/**
 * Opens the door again for one unit, until the end of a day. What comes then keeps its mark of being late (C-05).
 * @throws Refusal NOT_FOUND, STALE_VERSION, NOT_ASKER, ORGANISE_ONLY, WRONG_STATE, DUE_IN_PAST
 */
export function reopenObligation(ctx: ViewerContext, input: ReopenObligation): Promise<ObligationRow> {
  const until = endOfDay(input.due);
  return decide(ctx, input, 'reopenObligation', async (obligation) => {
    assertGate(reopenGate(ctx, obligation), SUBJECT);
    if (until <= ctx.now) throw new Refusal('DUE_IN_PAST', '新的截止日期已过', ['input', 'due']);
    await ctx.db
      .updateTable('obligation')
      .set({ state: await stateAfterReopening(ctx, obligation), reopened_until: until, version: obligation.version + 1 })
      .where('federation_id', '=', obligation.federation_id)
      .where('id', '=', obligation.id)
      .execute();
    await append(ctx, obligation, 'REOPENED', input.reason, until);
  });
}

/** Holds the obligation, lets `act` judge and change it, and says so in the audit. */
async function decide(
  ctx: ViewerContext,
  { obligationId, version, reason }: WaiveObligation,
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

async function append(
  ctx: ViewerContext,
  of: ObligationRow,
  kind: 'WAIVED' | 'REOPENED',
  reason: string,
  newDueAt: Date | null,
): Promise<void> {
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
      new_due_at: newDueAt,
      happened_at: ctx.now,
    })
    .execute();
}

/** What lay with the unit to be mended, or with a body on the way when the time ran out, lies there again. */
async function stateAfterReopening(ctx: ViewerContext, obligation: ObligationRow): Promise<ObligationRow['state']> {
  const { state, federation_id, id } = obligation;
  if (state !== 'FORFEITED') return obligationStates.next(state, 'reopen', SUBJECT);
  const { rows } = await sql<{ state: string }>`
    update submission s
       set holder_id = coalesce(s.holder_id, (
             select e.held_by_id from obligation_event e
              where e.federation_id = s.federation_id and e.obligation_id = s.obligation_id and e.kind = 'FORFEITED'
              order by e.happened_at desc, e.id desc limit 1))
     where s.federation_id = ${federation_id} and s.obligation_id = ${id} and s.state in ('SUBMITTED', 'RETURNED') returning s.state`.execute(
    ctx.db,
  );
  const submitted = rows[0]?.state;
  if (!submitted) return obligationStates.next(state, 'reopen', SUBJECT);
  return obligationStates.next(state, submitted === 'SUBMITTED' ? 'reopenSubmitted' : 'reopenReturned', SUBJECT);
}
