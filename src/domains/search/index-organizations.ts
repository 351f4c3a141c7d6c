import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../../orm.ts';

/**
 * Makes names that are new or changed findable. Pairs of an earlier name stay and lead to nothing.
 *
 * @param which a condition on `o`, the table of organizations; others than those whose name search does not know are left alone
 * @returns how many were written, at most `most`
 */
export async function indexOrganizations(
  db: Kysely<Tables>,
  federationId: string,
  which: RawBuilder<unknown> = sql`true`,
  most = 5000,
): Promise<number> {
  const pair = sql`substr(w.search_name, at, 2)`;
  const { numAffectedRows } = await sql`
    with waiting as materialized (
      select o.id, o.path, o.search_name from organization o
       where o.federation_id = ${federationId} and o.indexed_name is distinct from o.search_name and ${which}
       limit ${most} for update skip locked),
    written as (
      insert into search_organization_term (federation_id, term, path)
      select distinct ${federationId}::uuid, ${pair}, w.path from waiting w cross join generate_series(1, length(w.search_name) - 1) at
       where strpos(${pair}, ' ') = 0
          on conflict do nothing)
    update organization o set indexed_name = w.search_name from waiting w
     where o.federation_id = ${federationId} and o.id = w.id`.execute(db);
  return Number(numAffectedRows ?? 0);
}
