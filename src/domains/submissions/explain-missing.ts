import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { hopToSendFrom, type MissingRow, missingBelow } from './batch.ts';
import type { explainMissingUnitInput, Given } from './submission.input.ts';

/**
 * Says why units below have not come up, ahead of the batch that goes without them; the next batch and those of the bodies
 * above carry it on. Said again, the last reason counts and the earlier ones are kept.
 *
 * @throws Refusal NOT_FOUND, NOT_LEVEL_BY_LEVEL, NOBODY_ABOVE, NOT_ABSENT
 */
export async function explainMissingUnit(
  ctx: ViewerContext,
  { deliverableId, organizationIds, reason }: Given<typeof explainMissingUnitInput>,
): Promise<void> {
  await holdTree(ctx, 'share');
  const way = await hopToSendFrom(ctx, deliverableId);
  const { rows } = await sql<MissingRow>`select m.* from ${missingBelow(ctx, way)} m`.execute(ctx.db);
  const missing = new Set(rows.map(({ organization_id }) => organization_id));
  const extra = organizationIds.findIndex((id) => !missing.has(id));
  if (extra >= 0) throw new Refusal('NOT_ABSENT', '这个单位不在缺报之列', ['input', 'organizationIds', String(extra)]);
  const { federationId, organizationId, path, personId } = ctx.viewer;
  const { mine } = way;
  await sql`
    insert into absence (federation_id, id, root_id, organization_id, path, unit_id, reason, batch_number, said_at, said_by_id)
    select ${federationId}::uuid, app.uuid7(), ${mine.root_id}::uuid, ${organizationId}::uuid, ${path}, unit, ${reason},
           1 + (select count(*) from consolidation c
                 where c.federation_id = ${federationId} and c.root_id = ${mine.root_id} and c.organization_id = ${organizationId}),
           ${ctx.now}::timestamptz, ${personId}::uuid
      from unnest(${[...organizationIds]}::uuid[]) unit`.execute(ctx.db);
  await record(ctx, {
    operation: 'explainMissingUnit',
    subjectType: 'Deliverable',
    subjectId: mine.id,
    detail: { organizationIds, reason },
  });
}
