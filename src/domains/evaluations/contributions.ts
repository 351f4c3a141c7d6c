import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOfDay } from '../../kit/time.ts';
import { counted, inTimeAt, receivedAt } from '../submissions/rollup.sql.ts';
import type { Indicator } from './evaluation.entity.ts';
import type { EvaluationRow } from './evaluation.rows.ts';

/** What was counted for one body, without the lists of obligations behind it. */
export interface Counted {
  readonly subject_id: string;
  readonly predecessor_id: string | null;
  readonly indicator: Indicator;
  readonly root_id: string;
  readonly numerator: number;
  readonly denominator: number;
}

/** An address under which figures of a subject were filed. */
interface Place {
  readonly path: string;
  readonly subject_id: string;
  /** The subject, or the predecessor that it carries on for. */
  readonly member_id: string;
  /** Where the subject itself stood on the roster day. */
  readonly is_own: boolean;
}

/**
 * Who is evaluated and under which addresses it was filed: the bodies directly below the evaluator at the end of the
 * roster day, and with each one those that it carries on for, in whose name figures stand on a line of their own. A body
 * that was divided counts for the first successor named.
 */
async function placesOf(ctx: ViewerContext, evaluation: EvaluationRow): Promise<readonly Place[]> {
  const { federationId } = ctx.viewer;
  const rosterEnd = endOfDay(evaluation.roster_day);
  const current = sql`(v.valid_from < ${rosterEnd}::timestamptz and (v.valid_to is null or v.valid_to >= ${rosterEnd}::timestamptz))`;
  const { rows } = await sql<Place>`
    with recursive heir (subject_id, member_id) as (
      select v.organization_id, v.organization_id from organization_version v
       where v.federation_id = ${federationId} and v.parent_id = ${evaluation.organization_id} and v.status = 'ACTIVE'
         and v.kind = any (${evaluation.subject_kinds}) and ${current}
      union
      select h.subject_id, s.predecessor_id
        from heir h
        join organization_succession s on s.federation_id = ${federationId} and s.successor_id = h.member_id
       where s.happened_at < ${rosterEnd}::timestamptz
         and not exists (select 1 from organization_succession other
                          where other.federation_id = s.federation_id and other.predecessor_id = s.predecessor_id
                            and (other.happened_at, other.id) < (s.happened_at, s.id)))
    select distinct on (v.path) v.path, h.subject_id, h.member_id, h.member_id = h.subject_id and ${current} as is_own
      from heir h
      join organization_version v on v.federation_id = ${federationId} and v.organization_id = h.member_id
       and v.parent_id = ${evaluation.organization_id}
     order by v.path, h.member_id = h.subject_id desc, ${current} desc`.execute(ctx.db);
  return rows;
}

/** The evaluator's, when the report was filed. */
const LEVEL = sql`(p.length / 5 - 1)`;

/**
 * Counts and keeps what every deliverable brings every subject in every indicator, with the obligations behind it, from
 * the figures as they were filed: two statements whatever the number of bodies and units. Needs walls as wide as the
 * federation, since a unit may stand elsewhere by now.
 *
 * @returns what was counted, in order of the tree; a subject without figures is there with zeros
 */
export async function countContributions(ctx: ViewerContext, evaluation: EvaluationRow): Promise<readonly Counted[]> {
  const { federationId } = ctx.viewer;
  const pairs = evaluation.indicators.flatMap(({ indicator, rootIds }) => rootIds.map((rootId) => ({ indicator, rootId })));
  // Handed in as a list, so that the planner knows how long it is: with thousands of bodies it must not go through them one by one.
  const places = await placesOf(ctx, evaluation);
  const { rows } = await sql<Counted>`
    with place as (
      select path, length(path) as length, subject_id, member_id, is_own
        from unnest(${places.map(({ path }) => path)}::text[], ${places.map(({ subject_id }) => subject_id)}::uuid[],
                    ${places.map(({ member_id }) => member_id)}::uuid[], ${places.map(({ is_own }) => is_own)}::boolean[])
          as place (path, subject_id, member_id, is_own)),
    rule as (
      select * from unnest(${pairs.map(({ indicator }) => indicator)}::text[], ${pairs.map(({ rootId }) => rootId)}::uuid[])
        with ordinality as rule (indicator, root_id, place)),
    owed as (
      select p.path as place_path, o.id, o.root_id, o.filed_path,
             ${receivedAt(LEVEL)} as received, ${inTimeAt(LEVEL)} as in_time,
             o.filed_path = p.path as is_own, o.state in ('SUBMITTED', 'ACCEPTED') as delivered
        from (select distinct length from place) width
       cross join obligation o
        join place p on p.path = left(o.filed_path, width.length)
        left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
       where o.federation_id = ${federationId} and o.root_id in (select root_id from rule) and o.kind = 'REPORT'
         and ${counted} and o.counts_from <= ${LEVEL}),
    judged as (
      select w.place_path, r.indicator, r.root_id, w.id, w.filed_path,
             case r.indicator when 'REPORTING_RATE' then w.received when 'ON_TIME_RATE' then w.in_time else w.delivered end as met
        from owed w join rule r on r.root_id = w.root_id
       where r.indicator <> 'LEDGER_DELIVERED' or w.is_own),
    counted as (
      select place_path, indicator, root_id,
             coalesce(array_agg(id order by filed_path, id) filter (where met), '{}') as met_ids,
             coalesce(array_agg(id order by filed_path, id) filter (where not met), '{}') as missed_ids
        from judged group by place_path, indicator, root_id),
    kept as (
      insert into evaluation_contribution (federation_id, id, evaluation_id, path, subject_id, predecessor_id, indicator, root_id, filed_path,
                                           numerator, denominator, met_ids, missed_ids)
      select ${federationId}::uuid, app.uuid7(), ${evaluation.id}::uuid, ${evaluation.path}, p.subject_id,
             nullif(p.member_id, p.subject_id), r.indicator, r.root_id, p.path, coalesce(cardinality(c.met_ids), 0),
             coalesce(cardinality(c.met_ids) + cardinality(c.missed_ids), 0), coalesce(c.met_ids, '{}'), coalesce(c.missed_ids, '{}')
        from place p cross join rule r
        left join counted c on c.place_path = p.path and c.indicator = r.indicator and c.root_id = r.root_id
       where p.is_own or c.place_path is not null
      returning subject_id, predecessor_id, indicator, root_id, filed_path, numerator, denominator)
    select k.subject_id, k.predecessor_id, k.indicator, k.root_id, k.numerator, k.denominator
      from kept k join rule r on r.indicator = k.indicator and r.root_id = k.root_id
     order by k.subject_id, r.place, k.filed_path`.execute(ctx.db);
  return rows;
}
