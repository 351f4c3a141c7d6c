import pg from 'pg';
import { inject } from 'vitest';
import { withClient } from '../../src/database/connection.ts';
import { inDatabase, testDatabase } from './database.ts';

/** Rows of other federations are left out, where a table says whose they are; the operator's are nobody's. */
const OURS = 'where federation_id = $1 or federation_id is null';

interface Table {
  readonly name: string;
  readonly tenant: boolean;
}

let known: Promise<readonly Table[]> | undefined;

/**
 * One value over every row of a federation and of the control plane, read by the cluster's administrator, behind no wall:
 * two of them are equal when nothing was written in between, wherever it might have been.
 */
export async function digestOf(federationId: string): Promise<Readonly<Record<string, string>>> {
  const { application } = await testDatabase();
  const { admin } = inject('cluster');
  const database = 'clientUrl' in application ? new URL(application.clientUrl).pathname.slice(1) : application.dbName;
  return withClient(inDatabase(admin, database), async (client) => {
    const tables = await (known ??= readTables(client));
    const parts = tables.map(
      ({ name, tenant }) => `select ${pg.escapeLiteral(name)} as name,
      count(*) || ' ' || coalesce(md5(string_agg(md5(r::text), '' order by md5(r::text))), '') as digest from ${name} r ${tenant ? OURS : ''}`,
    );
    const { rows } = await client.query<{ name: string; digest: string }>(parts.join(' union all '), [federationId]);
    return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
  });
}

async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname || '.' || c.relname as name,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'federation_id' and not a.attisdropped) as tenant
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration' order by 1`);
  return rows;
}
