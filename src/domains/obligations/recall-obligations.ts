import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { standing } from '../notices/edition-rows.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { withRollup } from '../submissions/rollup.ts';
import { cancelObligationsOf } from './correct-obligations.ts';
import { refreshDues } from './dues.ts';

const uuids = (ids: readonly string[]): RawBuilder<string[]> => sql`${[...ids]}::uuid[]`;

/** What is taken back, as ids. */
export interface Recalled {
  readonly notices: readonly string[];
  /** Everything that these notices ask for, in whatever edition, and the roots of it. */
  readonly asked: readonly string[];
  readonly roots: readonly string[];
  /** By what the caller's body was asked to hand a superior's corrections on: there is nothing any more by which to do so. */
  readonly passOns: readonly string[];
}

/** What a notice that stands asks of the same body for the same root: by this the superior's demand still reaches it. */
const otherWay = ({ notices }: Recalled) => sql`
  select v.id, v.notice_id from delivery d
    join deliverable v on v.federation_id = d.federation_id and v.notice_id = d.notice_id
   where d.federation_id = o.federation_id and d.organization_id = o.organization_id and d.recalled_at is null
     and d.notice_id <> all (${uuids(notices)}) and v.root_id = o.root_id and ${standing('v')}`;

const touched = (ctx: ViewerContext, { roots, asked }: Recalled) =>
  sql`o.federation_id = ${ctx.viewer.federationId} and o.root_id = any (${uuids(roots)}) and o.asks && ${uuids(asked)}`;

const passesOn = ({ viewer }: ViewerContext, { passOns }: Recalled) =>
  sql`(o.organization_id = ${viewer.organizationId} and o.root_id = any (${uuids(passOns)}))`;

/** Holds everything that a recall touches, in the order in which all others hold theirs. */
export async function holdRecalled(ctx: ViewerContext, recalled: Recalled): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select o.id from obligation o
     where o.federation_id = ${ctx.viewer.federationId} and (${touched(ctx, recalled)} or ${passesOn(ctx, recalled)})
     order by o.id for update of o`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/**
 * What a recall makes of obligations: those that a recalled notice began are cancelled, and those that reach a body by no
 * other way; what a superior asks and reaches it otherwise goes on, without the recalled body's part and its due. Behind the
 * walls of the whole federation, inside `withRollup`.
 */
export async function recallObligations(ctx: ViewerContext, recalled: Recalled, reason: string): Promise<void> {
  const asked = uuids(recalled.asked);
  const goesOn = sql`(o.root_id <> all (${asked}) and exists (${otherWay(recalled)}))`;
  await cancelObligationsOf(ctx, sql`(${touched(ctx, recalled)} and not ${goesOn} or ${passesOn(ctx, recalled)})`, reason);
  await sql`
    update obligation o
       set asks = rest.asks, deliverable_id = rest.deliverable_id, notice_id = rest.notice_id, hops = rest.hops, asker_path = rest.asker_path,
           version = o.version + 1
      from (
        select o.id, way.id as deliverable_id, way.notice_id, remaining.asks,
               coalesce((select jsonb_object_agg(h.key, h.value) from jsonb_each(o.hops) h
                          where (h.value ->> 'deliverableId')::uuid = any (remaining.asks)), '{}') as hops,
               coalesce((select c.path from deliverable c where c.federation_id = o.federation_id and c.id = any (remaining.asks)
                            and not starts_with(o.path, c.path) order by c.id desc limit 1), r.path) as asker_path
          from obligation o
          join deliverable r on r.federation_id = o.federation_id and r.id = o.root_id
         cross join lateral (select array(select ask from unnest(o.asks) ask where ask <> all (${asked})) as asks) remaining
         cross join lateral (${otherWay(recalled)} order by v.id = o.deliverable_id desc, v.id limit 1) way
         where ${touched(ctx, recalled)} and o.root_id <> all (${asked}) and o.state <> 'CANCELLED') rest
     where o.federation_id = ${ctx.viewer.federationId} and o.id = rest.id`.execute(ctx.db);
  const kept = sql`o.root_id = any (${uuids(recalled.roots)}) and o.root_id <> all (${asked}) and o.state in ('OPEN', 'WAIVED')`;
  await refreshDues(ctx.db, ctx.viewer.federationId, kept, { actorId: ctx.viewer.organizationId, reason, at: ctx.now });
}

/**
 * Asks anew for what a recall had cancelled, where a notice is handed on once more: an open task as on the first day. What
 * was handed in before stays readable, and the page as it was filled in stays. Before the notice's own demands are written.
 */
export async function renewRecalled(ctx: ViewerContext, { id, edition, forwards_id }: NoticeRow): Promise<void> {
  if (!forwards_id) return;
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<{ id: string; deliverable_id: string }>`
    select o.id, v.id as deliverable_id from delivery d
      join deliverable v on v.federation_id = d.federation_id and v.notice_id = d.notice_id and ${standing('v')}
      join obligation o on o.federation_id = d.federation_id and o.organization_id = d.organization_id and o.root_id = v.root_id and o.state = 'CANCELLED'
      join notice n on n.federation_id = o.federation_id and n.id = o.notice_id and n.recalled_at is not null
     where d.federation_id = ${federationId} and d.notice_id = ${id} and (d.edition = ${edition} or v.since = ${edition})`.execute(ctx.db);
  if (rows.length === 0) return;
  const ids = rows.map((row) => row.id);
  await withRollup(ctx, ids, async () => {
    await sql`
      with renewed as (
        update obligation o
           set state = 'OPEN', deliverable_id = v.id, notice_id = v.notice_id, asks = '{}', hops = '{}', due_at = null, asker_due_at = r.due_at,
               closes_at = v.closes_at, route = v.route, late_policy = v.late_policy, granted = '{}', reopened_until = null, resubmit_due = null,
               submitted_at = null, nil = false, late = false, created_at = ${ctx.now}, version = o.version + 1
          from unnest(${uuids(ids)}, ${uuids(rows.map((row) => row.deliverable_id))}) w (id, deliverable_id)
          join deliverable v on v.federation_id = ${federationId} and v.id = w.deliverable_id
          join deliverable r on r.federation_id = v.federation_id and r.id = v.root_id
         where o.federation_id = v.federation_id and o.id = w.id returning o.*),
      taken_back as (
        update submission s set state = 'WITHDRAWN', holder_id = null, cleared_at = null, version = s.version + 1
          from renewed o where s.federation_id = o.federation_id and s.obligation_id = o.id)
      insert into obligation_event (federation_id, id, obligation_id, path, asker_path, kind, actor_organization_id, reason, happened_at)
      select federation_id, app.uuid7(), id, path, asker_path, 'RENEWED', ${organizationId}::uuid, '重新转发', ${ctx.now}::timestamptz from renewed`.execute(
      ctx.db,
    );
  });
}
