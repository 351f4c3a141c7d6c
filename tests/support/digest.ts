import pg from 'pg';
import { inject } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { inDatabase, testDatabase } from './database.ts';

/** The cluster's administrator in the worker's database, whom no wall stops. */
export async function asAdministrator<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const { application } = await testDatabase();
  const { admin } = inject('cluster');
  const database = 'clientUrl' in application ? new URL(application.clientUrl).pathname.slice(1) : application.dbName;
  return withClient(inDatabase(admin, database), work);
}

/** Rows of one federation, by the column that leads to it; what belongs to no federation is the operator's. */
const OURS = {
  federation_id: 'federation_id = $1 or federation_id is null',
  account_id: 'account_id in (select id from app.account where federation_id = $1 or federation_id is null)',
  id: 'id = $1',
} as const;

interface Table {
  readonly name: string;
  readonly tenant: keyof typeof OURS;
}

let known: Promise<readonly Table[]> | undefined;

/**
 * One value for every table, over the rows of a federation and what the control plane knows of it, behind no wall: two of
 * them are equal when nothing was written in between, wherever it might have been.
 */
export function digestOf(federationId: string): Promise<Readonly<Record<string, string>>> {
  return asAdministrator(async (client) => {
    const tables = await (known ??= readTables(client));
    const parts = tables.map(
      ({ name, tenant }) => `select ${pg.escapeLiteral(name)} as name,
        count(*) || ' ' || coalesce(md5(string_agg(md5(r::text), '' order by md5(r::text))), '') as digest from ${name} r where ${OURS[tenant]}`,
    );
    const { rows } = await client.query<{ name: string; digest: string }>(parts.join(' union all '), [federationId]);
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });
}

async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select n.nspname || '.' || c.relname as name,
            (select a.attname from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.attname = any ($1)
              order by array_position($1, a.attname::text) limit 1) as tenant
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration' order by 1`,
    [Object.keys(OURS)],
  );
  const lost = rows.filter(({ tenant }) => tenant === null);
  if (lost.length) throw new Error(`Nothing says whose these are: ${lost.map(({ name }) => name).join(', ')}`);
  return rows;
}
