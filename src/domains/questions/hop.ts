import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';

/** Who answers a question about a notice, and under which notice. */
export interface Hop {
  readonly noticeId: string;
  readonly holderId: string;
  readonly holderPath: string;
}

interface Found {
  readonly asked: string;
  readonly notice_id: string;
  readonly holder_id: string;
  readonly holder_path: string;
}

/** The body that stands for a notice `n` today: where it was issued, or above when that body was dissolved. */
const standsFor = sql`lateral (
  select o.id, o.path from organization o
   where o.federation_id = n.federation_id and o.status = 'ACTIVE' and starts_with(n.path, o.path)
   order by o.path desc limit 1) holder on true`;

/**
 * How a notice reached the caller's body: delivered itself, or attached to one that was; of several ways the nearest body
 * of the own line. Whoever sent it so answers, or asks further up. For one that is open to all below, who issued it.
 * Undefined when it did not reach the body. Gathered over a request.
 */
export async function hopTo(ctx: ViewerContext, noticeId: string): Promise<Hop | undefined> {
  const { federationId, organizationId, path } = ctx.viewer;
  const found = await ctx.loaders.batched('hop of a notice', noticeId, async (noticeIds) => {
    const { rows } = await sql<Found>`
      with recursive way (asked, id, depth) as (
        select n.id, n.id, 0 from notice n where n.federation_id = ${federationId} and n.id = any (${noticeIds}::uuid[]) and n.published_at is not null
        union all
        select way.asked, n.id, way.depth + 1 from way
          join notice n on n.federation_id = ${federationId} and n.forwards_id = way.id and n.published_at is not null)
      select distinct on (way.asked) way.asked, n.id as notice_id, holder.id as holder_id, holder.path as holder_path
        from way
        join notice n on n.federation_id = ${federationId} and n.id = way.id
        left join delivery d on d.federation_id = n.federation_id and d.notice_id = n.id and d.organization_id = ${organizationId}
        join ${standsFor}
       where d.id is not null or way.depth = 0 and n.reach = 'OPEN' and starts_with(${path}, n.path)
       order by way.asked, d.id is null, way.depth > 0, not starts_with(${path}, holder.path), way.depth desc`.execute(ctx.db);
    return new Map(rows.map((row) => [row.asked, row]));
  });
  return found && { noticeId: found.notice_id, holderId: found.holder_id, holderPath: found.holder_path };
}

/** The notice that a notice hands on, and who stands for it; undefined when it hands nothing on. */
export async function hopAbove(ctx: ViewerContext, noticeId: string): Promise<Hop | undefined> {
  const { rows } = await sql<Omit<Found, 'asked'>>`
    select n.id as notice_id, holder.id as holder_id, holder.path as holder_path
      from notice below join notice n on n.federation_id = below.federation_id and n.id = below.forwards_id join ${standsFor}
     where below.federation_id = ${ctx.viewer.federationId} and below.id = ${noticeId}`.execute(ctx.db);
  const [found] = rows;
  return found && { noticeId: found.notice_id, holderId: found.holder_id, holderPath: found.holder_path };
}
