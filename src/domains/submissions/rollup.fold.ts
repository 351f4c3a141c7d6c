import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { asSystem, type SystemContext } from '../../kit/system.ts';
import { COUNTER_COLUMNS, todaysPath } from './rollup.sql.ts';

/** How many changes one fold takes: some 200 ms. */
const BATCH = 10_000;

/**
 * Adds waiting changes to the totals of the bodies they count for, and takes them away, in one transaction. Several may
 * run at once, in several processes: each takes changes that no other holds, whatever order they were committed in.
 *
 * @param em any entity manager; a fork of it is used
 * @returns how many changes it took; less than the batch when none are left
 */
export function fold(em: SqlEntityManager, federationId: string, batch = BATCH): Promise<number> {
  return asSystem(em, federationId, (system) => foldWithin(system, batch));
}

/** The same in a transaction that is open already. */
export async function foldWithin(system: SystemContext, batch = BATCH): Promise<number> {
  // Where a body stands must not change between looking it up and writing it down.
  await sql`select from federation where federation_id = ${system.federationId} for share`.execute(system.db);
  const counters = await foldTable(system, batch, 'rollup_delta', 'rollup_total', ['root_id'], COUNTER_COLUMNS);
  const sums = await foldTable(
    system,
    batch,
    'figure_delta',
    'figure_total',
    ['root_id', 'deliverable_id', 'field'],
    ['amount', 'base', 'answers'],
  );
  return Math.max(counters, sums);
}

async function foldTable(
  { db, federationId }: SystemContext,
  batch: number,
  deltas: 'rollup_delta' | 'figure_delta',
  totals: 'rollup_total' | 'figure_total',
  keys: readonly string[],
  values: readonly string[],
): Promise<number> {
  const list = (columns: readonly string[], of: (column: string) => RawBuilder<unknown> = (column) => sql.ref(column)) =>
    sql.join(columns.map(of));
  const [delta, total] = [sql.table(deltas), sql.table(totals)];
  // As an array the batch is chosen once; as a subquery of `in` it was chosen again for every row.
  const { rows } = await sql<{ taken: number }>`
    with batch as (
      delete from ${delta} where federation_id = ${federationId} and id = any (array(
        select id from ${delta} where federation_id = ${federationId} order by id limit ${batch} for update skip locked)) returning *),
    sums as (
      select federation_id, ${list(keys)}, left(filed_path, 5 * level) as filed_path, ${list(values, (column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`)}
        from batch cross join generate_series(top_level, bottom_level) level group by federation_id, ${list(keys)}, left(filed_path, 5 * level)),
    folded as (
      insert into ${total} as t (federation_id, ${list(keys)}, filed_path, path, ${list(values)})
      select federation_id, ${list(keys)}, filed_path, ${todaysPath(sql`sums.federation_id`, sql`sums.filed_path`)}, ${list(values)}
        from sums order by ${list(keys)}, filed_path -- two folds at once lock the totals in the same order
      on conflict (federation_id, ${list(keys)}, filed_path) do update
         set ${list(values, (column) => sql`${sql.ref(column)} = ${sql.ref(`t.${column}`)} + ${sql.ref(`excluded.${column}`)}`)})
    select count(*)::int as taken from batch`.execute(db);
  return rows[0]!.taken;
}
