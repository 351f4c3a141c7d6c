import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { withRollup } from '../submissions/rollup.ts';
import type { OrganizationRow } from './organization.rows.ts';

/**
 * Cancels what an ending body still owes and nobody will hand in for it: only what is not yet due. What was due before
 * is a fact of its time, done or not done, and stays as it is, so that no figure of the past changes.
 *
 * @param successor when there is one: only what it owes itself already, or asked for itself, is cancelled; the rest goes on with it
 * @returns how many were cancelled
 */
export async function cancelObligations(
  ctx: ViewerContext,
  ending: OrganizationRow,
  reason: string,
  successor?: OrganizationRow,
): Promise<number> {
  const { federationId, organizationId } = ctx.viewer;
  const doubles = successor
    ? sql`left join obligation own on own.federation_id = o.federation_id and own.organization_id = ${successor.id} and own.root_id = o.root_id`
    : sql`cross join (select null::uuid as id) own`;
  const pointless = successor ? sql`and (own.id is not null or o.asker_id = ${successor.id})` : sql``;
  const { rows } = await sql<{ id: string; replaced_by_id: string | null }>`
    select o.id, own.id as replaced_by_id from obligation o ${doubles}
     where o.federation_id = ${federationId} and o.organization_id = ${ending.id} and o.state in ('OPEN', 'RETURNED')
       and (o.due_at is null or o.due_at > ${ctx.now}::timestamptz) ${pointless}`.execute(ctx.db);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return 0;
  await withRollup(ctx, ids, async () => {
    await sql`
      update obligation set state = 'CANCELLED', version = version + 1
       where federation_id = ${federationId} and id = any (${ids}::uuid[])`.execute(ctx.db);
    await sql`
      insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, replaced_by_id, happened_at)
      select o.federation_id, app.uuid7(), o.id, o.path, o.asker_path, ${successor ? 'MERGED' : 'CANCELLED'}, ${organizationId}::uuid, ${reason},
             r.replaced_by_id, ${ctx.now}::timestamptz
        from unnest(${ids}::uuid[], ${rows.map((row) => row.replaced_by_id)}::uuid[]) r (id, replaced_by_id)
        join obligation o on o.federation_id = ${federationId} and o.id = r.id`.execute(ctx.db);
  });
  return ids.length;
}
