import { type Kysely, type RawBuilder, sql } from 'kysely';
import { endOf, levelOf } from '../../kit/tree.ts';
import type { Tables } from '../../orm.ts';
import { counterColumns, counterSums, countersAtLevel } from './rollup.sql.ts';
import { loadStandings, sumsAt } from './rollup.standing.ts';

/** Counters of what stands below a node, as columns name them. */
export interface CounterRow {
  readonly expected: number;
  readonly received: number;
  readonly received_on_time: number;
  readonly submitted: number;
  readonly returned: number;
  readonly accepted: number;
  readonly forfeited: number;
  readonly waived: number;
  readonly cancelled: number;
  readonly nil: number;
  readonly late: number;
  readonly eligible: number;
  readonly entered: number;
}

/** A place in the filed tree: where a body stood at some time. A body that has moved has several. */
export type Place = string;

/** A change counts for the place when the place is above what it is about, within the levels that the change names. */
const tailOf = (place: Place) => sql`filed_path >= ${place} and filed_path < ${endOf(place)}
  and top_level <= ${levelOf(place)} and bottom_level >= ${levelOf(place)}`;

const anyOf = (places: readonly Place[], condition: (place: Place) => RawBuilder<unknown>) =>
  sql`(${sql.join(
    places.map((place) => sql`(${condition(place)})`),
    sql` or `,
  )})`;

/**
 * The figures of one body: totals and the changes not yet folded, in one statement, so that nothing is counted twice or
 * missed between them.
 *
 * @param places where the body stood at any time; at least one
 */
export async function readCounters(
  db: Kysely<Tables>,
  federationId: string,
  rootId: string,
  places: readonly Place[],
): Promise<CounterRow> {
  const of = sql`federation_id = ${federationId} and root_id = ${rootId}`;
  const { rows } = await sql<CounterRow>`
    select ${counterSums('x')} from (
      select ${counterColumns()} from rollup_total where ${of} and filed_path = any (${places}::text[])
      union all
      select ${counterColumns()} from rollup_delta where ${of} and ${anyOf(places, tailOf)}) x`.execute(db);
  return rows[0]!;
}

/** A line of a board: a body directly below, by its place in the filed tree. */
export type ChildCounterRow = CounterRow & { readonly place: Place };

/**
 * The figures of the bodies directly below a node, each with what it owes itself counted as the node sees it: a query of
 * `place` and the counters, one row per body that has any figure of this root.
 *
 * Own obligations are found by leaping from one body to the next in the index, never by reading a subtree; each is looked
 * up by itself (`limit 1`), because the planner takes a wall for one row and would rather read all that it lets through.
 */
export function childCounters(federationId: string, rootId: string, places: readonly Place[]): RawBuilder<ChildCounterRow> {
  const parts = places.map((place) => {
    const [level, width] = [sql`${levelOf(place)}::int`, sql`${place.length + 5}::int`];
    const of = sql`federation_id = ${federationId} and root_id = ${rootId}`;
    const from = sql`select filed_path from obligation where ${of} and filed_path < ${endOf(place)}`;
    return sql`
      select filed_path as place, ${counterColumns()} from rollup_total
       where ${of} and level = ${levelOf(place) + 1} and filed_path > ${place} and filed_path < ${endOf(place)}
      union all
      select left(filed_path, ${width}), ${counterColumns()} from rollup_delta
       where ${of} and filed_path > ${place} and filed_path < ${endOf(place)} and top_level <= ${levelOf(place) + 1} and bottom_level >= ${levelOf(place) + 1}
      union all
      (with recursive child (place) as (
         (select left(filed_path, ${width}) from (${from} and filed_path > ${place} order by filed_path limit 1) first)
         union all
         select left((${from} and filed_path >= rtrim(child.place, '.') || '/' order by filed_path limit 1), ${width}) from child where child.place is not null)
       select o.filed_path, ${countersAtLevel(level)}
         from child
        cross join lateral (
          select * from obligation where ${of} and filed_path = child.place and kind <> 'ORGANISE' and counts_from <= ${level} limit 1) o
         left join submission s on s.federation_id = o.federation_id and s.obligation_id = o.id)`;
  });
  return sql<ChildCounterRow>`select place, ${counterSums('x')} from (${sql.join(parts, sql` union all `)}) x group by place`;
}

export interface FigureRow {
  readonly deliverable_id: string;
  readonly field: string;
  /** Exact decimals, as text. */
  readonly amount: string;
  readonly base: string;
  readonly answers: number;
}

/** Figures of several roots at one body, by root, in one statement. */
export async function readCountersByRoot(
  db: Kysely<Tables>,
  federationId: string,
  rootIds: readonly string[],
  places: readonly Place[],
): Promise<Map<string, CounterRow>> {
  const of = sql`federation_id = ${federationId} and root_id = any (${rootIds}::uuid[])`;
  const { rows } = await sql<CounterRow & { root_id: string }>`
    select root_id, ${counterSums('x')} from (
      select root_id, ${counterColumns()} from rollup_total where ${of} and filed_path = any (${places}::text[])
      union all
      select root_id, ${counterColumns()} from rollup_delta where ${of} and ${anyOf(places, tailOf)}) x group by root_id`.execute(db);
  return new Map(rows.map((row) => [row.root_id, row]));
}

const figureSums = sql`trim_scale(sum(amount))::text as amount, trim_scale(sum(base))::text as base, sum(answers)::int as answers`;

/** Sums of the number answers that reached one body, by question, in one statement. */
export async function readFigures(
  db: Kysely<Tables>,
  federationId: string,
  rootId: string,
  places: readonly Place[],
): Promise<FigureRow[]> {
  const of = sql`federation_id = ${federationId} and root_id = ${rootId}`;
  const columns = sql`deliverable_id, field, amount, base, answers`;
  const { rows } = await sql<FigureRow>`
    select deliverable_id, field, ${figureSums} from (
      select ${columns} from figure_total where ${of} and filed_path = any (${places}::text[])
      union all
      select ${columns} from figure_delta where ${of} and ${anyOf(places, tailOf)}) x
     group by deliverable_id, field having sum(answers) <> 0`.execute(db);
  return rows;
}

/** The same for several bodies, without what they answered themselves. */
export async function readFiguresAt(
  db: Kysely<Tables>,
  federationId: string,
  rootId: string,
  places: readonly Place[],
): Promise<(FigureRow & { place: Place })[]> {
  const of = sql`federation_id = ${federationId} and root_id = ${rootId}`;
  const level = sql`length(c.place) / 5`;
  const { rows } = await sql<FigureRow & { place: Place }>`
    select place, deliverable_id, field, ${figureSums} from (
      select filed_path as place, deliverable_id, field, amount, base, answers from figure_total where ${of} and filed_path = any (${places}::text[])
      union all
      select c.place, d.deliverable_id, d.field, d.amount, d.base, d.answers
        from unnest(${places}::text[]) c (place)
       cross join lateral (
         select * from figure_delta where ${of} and filed_path >= c.place collate "C" and filed_path < rtrim(c.place, '.') || '/' collate "C"
            and top_level <= ${level} and bottom_level >= ${level}) d) x
     group by place, deliverable_id, field having sum(answers) <> 0`.execute(db);
  return rows;
}

/** What the bodies at these places answered themselves, as it has come to the body above each. */
export async function readOwnFigures(
  db: Kysely<Tables>,
  federationId: string,
  rootId: string,
  places: readonly Place[],
): Promise<(FigureRow & { place: Place })[]> {
  const { rows } = await sql<{ id: string }>`
    select id from obligation where federation_id = ${federationId} and root_id = ${rootId} and filed_path = any (${places}::text[]) and kind <> 'ORGANISE'
  `.execute(db);
  const ids = rows.map(({ id }) => id);
  const standings = await loadStandings(db, federationId, ids);
  return [...standings.values()].flatMap((standing) => {
    const level = levelOf(standing.filedPath) - 1;
    if (standing.countsFrom > level) return [];
    return [...sumsAt(standing, level)].map(([key, sums]) =>
      Object.assign({ place: standing.filedPath, deliverable_id: key.slice(0, 36), field: key.slice(37) }, sums),
    );
  });
}
