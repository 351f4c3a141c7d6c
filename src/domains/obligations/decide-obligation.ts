import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { endOfDay } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { announce } from '../notifications/announce.ts';
import { appendEvent, decide, NOTHING_ASKED } from './decide.ts';
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
    await appendEvent(ctx, obligation, { kind: 'WAIVED', reason: input.reason });
    await tellUnit(ctx, obligation, 'OBLIGATION_WAIVED');
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
      .set({ state: await stateAfterReopening(ctx, obligation), reopened_until: until, ...NOTHING_ASKED, version: obligation.version + 1 })
      .where('federation_id', '=', obligation.federation_id)
      .where('id', '=', obligation.id)
      .execute();
    await appendEvent(ctx, obligation, { kind: 'REOPENED', reason: input.reason, newDueAt: until });
    await tellUnit(ctx, obligation, 'OBLIGATION_REOPENED');
  });
}

const tellUnit = (ctx: ViewerContext, { id, organization_id }: ObligationRow, event: 'OBLIGATION_WAIVED' | 'OBLIGATION_REOPENED') =>
  announce(ctx, { event, subjectType: 'Obligation', subjectId: id, audience: { organizationIds: [organization_id] } });

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
