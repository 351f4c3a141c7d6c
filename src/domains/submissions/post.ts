import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';

/** The post of whoever acts, also in a capacity that was lent; null without one. */
export async function postOf(ctx: ViewerContext): Promise<string | null> {
  const { federationId, capacityId } = ctx.viewer;
  const { rows } = await sql<{ title: string }>`
    select p.title from appointment a join post p on p.federation_id = a.federation_id and p.id = a.post_id
     where a.federation_id = ${federationId}
       and a.id = coalesce((select l.appointment_id from delegation l where l.federation_id = ${federationId} and l.id = ${capacityId}), ${capacityId})`.execute(
    ctx.db,
  );
  return rows[0]?.title ?? null;
}
