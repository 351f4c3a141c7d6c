import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../orm.ts';
import { COUNTER_COLUMNS, counterColumns, counterSums, countersAtLevel, inHandAt, numberIn } from './rollup.sql.ts';

/** A node whose figures are not what its obligations and submissions say. */
export interface Discrepancy {
  readonly root_id: string;
  readonly filed_path: string;
  /** A counter's column, or `deliverable field` of a number answer. */
  readonly figure: string;
  readonly kept: string;
  readonly recounted: string;
}

/**
 * Counts everything again from obligations and submissions and names what differs from the figures kept, at every node:
 * nothing, always. One statement, so that both sides are of the same moment.
 *
 * @param db behind the walls of the whole federation
 * @param rootId one root deliverable; without it all of them
 */
export async function recount(db: Kysely<Tables>, federationId: string, rootId?: string): Promise<Discrepancy[]> {
  const mine = (table: string) =>
    sql`${sql.ref(`${table}.federation_id`)} = ${federationId} ${rootId ? sql`and ${sql.ref(`${table}.root_id`)} = ${rootId}` : sql``}`;
  const each = sql.join(COUNTER_COLUMNS.map((column) => sql`(${sql.lit(column)}, ${sql.ref(column)}::numeric)`));
  const spread = (table: 'rollup_delta' | 'figure_delta', values: unknown) => sql`
    select d.root_id, left(d.filed_path, 5 * level) as filed_path, ${values}
      from ${sql.table(table)} d cross join generate_series(d.top_level, d.bottom_level) level where ${mine('d')}`;
  const { rows } = await sql<Discrepancy>`
    with standing as (
      select o.federation_id, o.root_id, o.filed_path, o.hops, level, s.id as submission_id, s.number,
             ${countersAtLevel(sql`level`)},
             ${inHandAt(sql`level`)} and o.state not in ('WAIVED', 'CANCELLED') as in_hand
        from obligation o left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id
       cross join generate_series(o.counts_from, length(o.filed_path) / 5 - 1) level
       where o.kind <> 'ORGANISE' and ${mine('o')}),
    answered as (
      select t.root_id, left(t.filed_path, 5 * t.level) as filed_path, p.deliverable_id, f->>'key' as field,
             ${numberIn(sql`p.answers->(f->>'key')`, sql`f->>'type'`)}
        from standing t
        join submission_part p on p.federation_id = t.federation_id and p.submission_id = t.submission_id and p.number = t.number
        join deliverable d on d.federation_id = p.federation_id and d.id = p.deliverable_id
       cross join jsonb_array_elements(d.fields) f
       where t.in_hand and f->>'type' in ('NUMBER', 'RATE')
         and exists (select 1 from jsonb_each(t.hops) h where h.key::int <= t.level and (h.value->>'deliverableId')::uuid = d.id)),
    kept as (
      select root_id, filed_path, figure, sum(value) as value from (
        select root_id, filed_path, e.* from (
          select root_id, filed_path, ${counterColumns()} from rollup_total t where ${mine('t')}
          union all ${spread('rollup_delta', counterColumns('d'))}) x cross join lateral (values ${each}) e (figure, value)
        union all
        select root_id, filed_path, deliverable_id || ' ' || field || e.part, e.value from (
          select root_id, filed_path, deliverable_id, field, amount, base, answers from figure_total t where ${mine('t')}
          union all ${spread('figure_delta', sql`d.deliverable_id, d.field, d.amount, d.base, d.answers`)}) x
         cross join lateral (values ('', amount), (' base', base), (' answers', answers::numeric)) e (part, value)) y group by 1, 2, 3),
    counted as (
      select root_id, filed_path, e.* from (
        select root_id, left(filed_path, 5 * level) as filed_path, ${counterSums('standing')} from standing group by 1, 2) x
       cross join lateral (values ${each}) e (figure, value)
      union all
      select root_id, filed_path, deliverable_id || ' ' || field || e.part, e.value from (
        select root_id, filed_path, deliverable_id, field, sum(amount) as amount, sum(base) as base, count(*)::numeric as answers
          from answered where amount is not null and base is not null group by 1, 2, 3, 4) x
       cross join lateral (values ('', amount), (' base', base), (' answers', answers)) e (part, value))
    select coalesce(k.root_id, c.root_id) as root_id, coalesce(k.filed_path, c.filed_path) as filed_path, coalesce(k.figure, c.figure) as figure,
           coalesce(k.value, 0)::text as kept, coalesce(c.value, 0)::text as recounted
      from kept k full join counted c on c.root_id = k.root_id and c.filed_path = k.filed_path and c.figure = k.figure
     where coalesce(k.value, 0) <> coalesce(c.value, 0) order by 1, 2, 3`.execute(db);
  return rows;
}
