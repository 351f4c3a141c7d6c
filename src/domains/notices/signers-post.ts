import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import type { DeliveryRow } from './notice.rows.ts';

/**
 * The post in which a notice was signed for, as it stood then; with （受托） when the capacity was lent by the holder of
 * the post. Never a name. Gathered over a request.
 */
export async function signersPost(ctx: ViewerContext, delivery: DeliveryRow): Promise<string | null> {
  if (!delivery.acknowledged_by_id) return null;
  const found = await ctx.loaders.batched('post of the signer', delivery.id, async (ids) => {
    const held = sql`a.federation_id = d.federation_id and a.organization_id = d.organization_id
      and a.valid_from <= d.acknowledged_at and (a.valid_to is null or a.valid_to > d.acknowledged_at)`;
    const post = sql`join post p on p.federation_id = a.federation_id and p.id = a.post_id`;
    const { rows } = await sql<{ id: string; title: string }>`
      select d.id, coalesce(own.title, lent.title || '（受托）') as title
        from delivery d
        left join lateral (
          select p.title from appointment a ${post} where ${held} and a.person_id = d.acknowledged_by_id order by a.valid_from, a.id limit 1) own on true
        left join lateral (
          select p.title
            from appointment elsewhere
            join delegation l on l.federation_id = elsewhere.federation_id and l.holder_id = elsewhere.account_id and l.organization_id = d.organization_id
             and l.valid_from <= d.acknowledged_at and l.valid_to > d.acknowledged_at and (l.ended_at is null or l.ended_at > d.acknowledged_at)
            join appointment a on a.federation_id = l.federation_id and a.id = l.appointment_id and ${held}
            ${post}
           where own.title is null and elsewhere.federation_id = d.federation_id and elsewhere.person_id = d.acknowledged_by_id
           order by l.valid_from, l.id limit 1) lent on true
       where d.federation_id = ${ctx.viewer.federationId} and d.id = any (${ids}::uuid[])`.execute(ctx.db);
    return new Map(rows.map(({ id, title }) => [id, title]));
  });
  return found ?? null;
}
