import path from 'node:path';
import { withClient } from '../src/database/connection.ts';
import { decodeId } from '../src/kit/node-id.ts';
import type { Server } from './child.ts';
import type { Cluster } from './cluster.ts';
import { type IssuedNotice, issueToAll } from './notice.ts';

/** One notice to all units, and the same rows by COPY. Milliseconds. */
export interface DeliveryRound {
  readonly notice: IssuedNotice;
  /** The statements that took longest in the server while the notice was issued. */
  readonly longest: readonly { readonly statement: string; readonly took: number }[];
  /** Obligations alone, and the deliveries beside them. */
  readonly copied: { readonly obligation: number; readonly delivery: number };
}

const COPIED = ['obligation', 'delivery'] as const;

/**
 * Delivers a notice to all units through the API, then copies as many rows of the same content into copies of the tables,
 * and again. The copies keep what they were given, so that they grow as the tables do.
 */
export async function compareDelivery(
  cluster: Cluster,
  product: Server,
  tokens: readonly [string, string],
  rounds: number,
): Promise<DeliveryRound[]> {
  await withClient(cluster.superuser, (client) =>
    client.query(`grant pg_read_server_files to ${(cluster.owner as { user: string }).user}`),
  );
  await createCopies(cluster);
  const results: DeliveryRound[] = [];
  for (let round = 1; round <= rounds; round++) {
    await withClient(cluster.superuser, (client) => client.query('select bench.pg_stat_statements_reset()'));
    const notice = await issueToAll(product, tokens, round);
    const longest = await longestStatements(cluster);
    results.push({ notice, longest, copied: await copyRows(cluster, notice) });
  }
  await withClient(cluster.owner, async (client) => {
    for (const table of COPIED) await client.query(`drop table ${table}_copy`);
  });
  return results;
}

/** The same columns, keys, indexes and foreign keys; no walls, as the owner of a plain table would have it. */
async function createCopies(cluster: Cluster): Promise<void> {
  await withClient(cluster.owner, async (client) => {
    await client.query('begin');
    await client.query('select app.nobody()'); // foreign keys are checked behind the walls when they are added
    for (const table of COPIED) {
      await client.query(`create table ${table}_copy (like ${table} including all)`);
      const { rows } = await client.query<{ definition: string }>(
        `select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'f'`,
        [table],
      );
      for (const { definition } of rows) await client.query(`alter table ${table}_copy add ${definition}`);
    }
    await client.query('commit');
  });
}

async function copyRows(cluster: Cluster, notice: IssuedNotice): Promise<DeliveryRound['copied']> {
  const took = { obligation: 0, delivery: 0 };
  for (const table of COPIED) {
    const file = path.join(cluster.data, `${table}.copy`);
    await withClient(cluster.superuser, (client) =>
      client.query(`copy (select * from ${table} where notice_id = '${decodeId(notice.id)!.id}' order by path) to '${file}'`),
    );
    took[table] = await withClient(cluster.owner, async (client) => {
      const began = performance.now();
      const { rowCount } = await client.query(`copy ${table}_copy from '${file}'`);
      if (rowCount !== notice.delivered) throw new Error(`copied ${rowCount} of ${notice.delivered} rows`);
      return performance.now() - began;
    });
  }
  return took;
}

function longestStatements(cluster: Cluster): Promise<{ statement: string; took: number }[]> {
  return withClient(cluster.superuser, async (client) => {
    const { rows } = await client.query<{ statement: string; took: number }>(
      `select coalesce(substring(query from 'insert into \\w+'), left(regexp_replace(query, '\\s+', ' ', 'g'), 60)) as statement, total_exec_time as took
         from bench.pg_stat_statements order by total_exec_time desc limit 4`,
    );
    return rows;
  });
}
