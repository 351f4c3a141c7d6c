import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { dayOf } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { postOfViewer } from '../federation/post-of-viewer.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { findObligation } from '../obligations/find-obligation.ts';
import type { ObligationRow } from '../obligations/obligation.rows.ts';
import type { AcceptanceInput } from './approval.input.ts';
import { approvalsOf, placeGates } from './approvals.ts';

const PATH = ['input', 'obligationId'];

/**
 * Writes down what the body found when it inspected the unit (S2-60, C-36); said again, the last one counts and the earlier
 * ones are kept.
 *
 * @throws Refusal NOT_FOUND, NO_APPROVALS, NOT_YOUR_STEP, NOT_SUBMITTED, DATE_IN_FUTURE, and what the gate of reviewing says
 */
export async function recordLevelAcceptance(ctx: ViewerContext, input: AcceptanceInput): Promise<ObligationRow> {
  await holdTree(ctx, 'share');
  const obligation = await findObligation(ctx, input.obligationId);
  if (!obligation) throw notFound(PATH);
  const row = await approvalsOf(ctx, obligation);
  if (!row) throw new Refusal('NO_APPROVALS', '这项任务没有审批程序', PATH);
  const { organizationId, federationId, personId, onBehalfOfId } = ctx.viewer;
  const place = row.standing.places.find(({ bodyId, step }) => bodyId === organizationId && step.acceptanceRequired);
  if (!place) throw new Refusal('NOT_YOUR_STEP', '审批程序没有要求本单位验收', PATH);
  assertGate((await placeGates(ctx, row, place)).recordAcceptance, PATH);
  if (input.inspectedOn > dayOf(ctx.now)) throw new Refusal('DATE_IN_FUTURE', '日期不能晚于今天', ['input', 'inspectedOn']);
  const { passed, inspectedOn } = input;
  await sql`
    insert into level_acceptance (federation_id, id, obligation_id, path, asker_path, hop_id, body_id, passed, inspected_on, text, recorded_by_id,
                                  on_behalf_of_id, post, recorded_at)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${obligation.id}::uuid, ${obligation.path}, ${obligation.asker_path}, ${place.hopId}::uuid,
           ${organizationId}::uuid, ${passed}, ${inspectedOn}::date, ${input.text}, ${personId}::uuid, ${onBehalfOfId}::uuid, who.title,
           ${ctx.now}::timestamptz
      from (select 1) one left join ${postOfViewer(ctx)} who on true`.execute(ctx.db);
  const detail = { passed, inspectedOn };
  await record(ctx, { operation: 'recordLevelAcceptance', subjectType: 'Obligation', subjectId: obligation.id, detail });
  ctx.loaders.clear();
  return obligation;
}
