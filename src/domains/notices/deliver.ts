import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { widen } from '../../kit/system.ts';
import { renewRecalled } from '../obligations/recall-obligations.ts';
import { rollupDelivered } from '../submissions/rollup.ts';
import { addresseesOf } from './addressees.ts';
import { standing } from './edition-rows.ts';
import type { NoticeRow } from './notice.rows.ts';

/**
 * Delivers a published notice: one delivery per addressee, one obligation per addressee and deliverable, and the
 * figures of what is now expected. Set-based: the same few statements for one unit and for 200,000.
 *
 * An addressee whose kind is in a deliverable's audience (or any, when it names none) reports itself; every other one
 * has the duty to organise it below (S0-06). Where the unit already owes the same root, because a second superior asks
 * too, the ask is added to that one obligation and the stricter due counts. Of a later edition only what it added is
 * delivered: to new addressees everything, to the others what is newly asked for.
 *
 * @param notice at the edition that is delivered
 * @param to whom: a subquery of `(id, path)`, all addressees unless told
 * @returns how many bodies received it
 */
export async function deliver(ctx: ViewerContext, notice: NoticeRow, to = addresseesOf(ctx, notice.addressees)): Promise<number> {
  const { federationId, path } = ctx.viewer;
  const { numAffectedRows } = await sql`
    insert into delivery (federation_id, id, notice_id, organization_id, path, asker_path, delivered_at, edition)
    select ${federationId}::uuid, app.uuid7(), ${notice.id}::uuid, a.id, a.path, ${path}, ${ctx.now}::timestamptz, ${notice.edition}
      from (${to}) a order by a.path
        on conflict (federation_id, notice_id, organization_id) do nothing
  `.execute(ctx.db);
  // Another superior's obligation may stand out of my sight, and must be found all the same.
  await widen(ctx, async () => {
    await renewRecalled(ctx, notice);
    await obligations(ctx, notice);
  });
  await rollupDelivered(ctx, notice);
  return Number(numAffectedRows ?? 0);
}

async function obligations(ctx: ViewerContext, notice: NoticeRow): Promise<void> {
  const { federationId, path } = ctx.viewer;
  await sql`
    with v as materialized (
      select v.*, ${hops(sql``)} as hops from deliverable v where v.federation_id = ${federationId} and v.notice_id = ${notice.id} and ${standing('v')})
    insert into obligation as o (federation_id, id, kind, state, deliverable_id, root_id, notice_id, asks, organization_id, path, filed_path,
        counts_from, hops, asker_id, asker_path, due_at, asker_due_at, closes_at, route, late_policy, created_at)
    select d.federation_id, app.uuid7(),
           case when cardinality(v.audience) > 0 and u.kind <> all (v.audience) then 'ORGANISE'
                when v.participation = 'VOLUNTARY' then 'INVITED' else 'REPORT' end,
           'OPEN', v.id, v.root_id, d.notice_id, v.chain, d.organization_id, d.path, d.path,
           case when starts_with(d.path, r.path) then length(r.path) / 5 else length(d.path) / 5 end,
           case when starts_with(d.path, ${path}) then v.hops else ${hops(sql`and starts_with(d.path, c.path)`)} end,
           r.issuer_id, case when starts_with(d.path, ${path}) then r.path else ${path} end,
           v.due_at, r.due_at, v.closes_at, v.route, v.late_policy, ${ctx.now}::timestamptz
      from delivery d
      join organization u on u.federation_id = d.federation_id and u.id = d.organization_id
      cross join v
      join deliverable r on r.federation_id = v.federation_id and r.id = v.root_id
     where d.federation_id = ${federationId} and d.notice_id = ${notice.id} and (d.edition = ${notice.edition} or v.since = ${notice.edition})
     order by d.path, v.ordinal
    on conflict (federation_id, organization_id, root_id) do update
       set asks = o.asks || array(select ask from unnest(excluded.asks) ask where ask <> all (o.asks)),
           due_at = least(o.due_at, excluded.due_at),
           -- What has been handed in is judged by the dues that stood then.
           hops = case when o.submitted_at is null then excluded.hops else ${undated(sql`excluded.hops`)} end || o.hops,
           asker_path = case when starts_with(o.path, ${path}) then o.asker_path else excluded.asker_path end,
           version = o.version + 1
  `.execute(ctx.db);
}

/** The bodies above the unit that ask, by their level; `v` is the lowest hop's deliverable. */
const hops = (which: RawBuilder<unknown>) => sql`coalesce((
  select jsonb_object_agg((length(c.path) / 5)::text, jsonb_build_object('deliverableId', c.id, 'dueAt', c.due_at)) from deliverable c
   where c.federation_id = v.federation_id and c.id = any (v.chain) ${which}), '{}')`;

const undated = (given: RawBuilder<unknown>) => sql`coalesce((
  select jsonb_object_agg(key, jsonb_set(value, '{dueAt}', 'null')) from jsonb_each(${given})), '{}')`;
