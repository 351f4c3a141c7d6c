import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { endOf, levelOf } from '../../kit/tree.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { asDeliverable } from '../notices/notice.rows.ts';
import { counted, inHandAt } from './rollup.sql.ts';

/** My body's place on the way up: what it asks, and who asks it. */
export interface Hop {
  readonly mine: DeliverableRow;
  /** Null for the body that asked first. */
  readonly above: DeliverableRow | null;
}

/** Where my body stands in the chain of a deliverable, its own or a superior's; undefined when it is out of reach or not in it. */
export async function hopOf(ctx: ViewerContext, deliverableId: string): Promise<Hop | undefined> {
  const named = await ctx.loaders.one('deliverable', deliverableId);
  if (!named) return undefined;
  const row = await ctx.db
    .selectFrom('deliverable')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('root_id', '=', named.root_id)
    .where('issuer_id', '=', ctx.viewer.organizationId)
    .where('published_at', 'is not', null)
    .orderBy('id') // a body that took another's papers over may have two, with the same one above
    .executeTakeFirst();
  if (!row) return undefined;
  const above = row.inherits_id ? await ctx.loaders.one('deliverable', row.inherits_id) : undefined;
  return { mine: asDeliverable(row), above: above ? asDeliverable(above) : null };
}

/**
 * A hop from which something can be sent up, held so that its batches are numbered one after the other.
 * @throws Refusal NOT_FOUND, NOT_LEVEL_BY_LEVEL, NOBODY_ABOVE
 */
export async function hopToSendFrom(ctx: ViewerContext, deliverableId: string): Promise<{ mine: DeliverableRow; above: DeliverableRow }> {
  const path = ['input', 'deliverableId'];
  const hop = await hopOf(ctx, deliverableId);
  if (!hop) throw notFound(path);
  if (hop.mine.route === 'DIRECT') throw new Refusal('NOT_LEVEL_BY_LEVEL', '这项任务由单位直接报送，不逐级上报', path);
  if (!hop.above) throw new Refusal('NOBODY_ABOVE', '本单位是发起单位，不再上报', path);
  await sql`select 1 from deliverable where federation_id = ${hop.mine.federation_id} and id = ${hop.mine.id} for update`.execute(ctx.db);
  return { mine: hop.mine, above: hop.above };
}

/** A unit below me that has not come up to the next body. */
export interface MissingRow {
  readonly obligation_id: string;
  readonly organization_id: string;
  readonly path: string;
  /** Why, as said before: by my body, by one below it, or by the rule. */
  readonly reason: string | null;
  /** Which body said so, and when; null where nobody had to. */
  readonly said_by: string | null;
  readonly said_at: Date | null;
}

/**
 * Units of my subtree that owe the root, have not reached the body above and are not in a batch: a table expression of
 * {@link MissingRow}. Nobody explains the same absence twice: reasons said ahead or with earlier batches, mine before those of
 * bodies below, are carried on, and a forfeit explains itself.
 */
export function missingBelow(
  ctx: ViewerContext,
  { mine, above }: { mine: DeliverableRow; above: DeliverableRow },
  batch: readonly string[] = [],
): RawBuilder<MissingRow> {
  const { federationId, organizationId, path } = ctx.viewer;
  const end = endOf(path);
  return sql<MissingRow>`(
    select o.id as obligation_id, o.organization_id, o.path,
           coalesce(said.reason, case when o.state = 'FORFEITED' and o.late_policy = 'AUTO_FORFEIT' then '逾期视为自动放弃' end) as reason,
           said.said_by, said.said_at
      from obligation o
      left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
      left join (
        select distinct on (a.unit) a.unit, a.reason, a.said_by, a.said_at from (
          select (item->>'organizationId')::uuid as unit, item->>'reason' as reason, length(c.path) as depth, c.organization_id as said_by, c.sent_at as said_at, c.id
            from consolidation c cross join jsonb_array_elements(c.absent) item
           where c.federation_id = ${federationId} and c.root_id = ${mine.root_id} and c.path >= ${path} and c.path < ${end}
          union all
          select unit_id, reason, length(path), organization_id, said_at, id from absence
           where federation_id = ${federationId} and root_id = ${mine.root_id} and path >= ${path} and path < ${end}) a
         order by a.unit, a.depth, a.said_at desc, a.id desc) said on said.unit = o.organization_id
     where o.federation_id = ${federationId} and o.root_id = ${mine.root_id} and o.path >= ${path} and o.path < ${end}
       and o.organization_id <> ${organizationId} and o.kind = 'REPORT' and ${counted}
       and not ${inHandAt(sql`${levelOf(above.path)}::int`)}
       and o.id <> all (${[...batch]}::uuid[]))`;
}
