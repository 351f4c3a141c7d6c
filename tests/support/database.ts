import pg from 'pg';
import { inject } from 'vitest';
import { type Connection, type Connections, withClient } from '../../src/database/connection.ts';

/** What the global set-up made for one run of the tests. Plain values, as they travel to the workers. */
export interface TestCluster {
  /** The cluster's administrator, in its maintenance database. */
  readonly admin: Connection;
  /** The two roles, in the migrated template database. */
  readonly template: Connections;
  /** Name of the template; its clones are `<name>_<worker>`. */
  readonly name: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

const THERE_ALREADY = new Set(['42P04', '23505']);
let own: Promise<Connections> | undefined;

/**
 * The migrated database of this worker, empty when its first test begins. Tests in it live side by side, each in a
 * federation of its own, so nothing is ever cleaned between them.
 */
export function testDatabase(): Promise<Connections> {
  return (own ??= clone(process.env['VITEST_POOL_ID'] ?? '0'));
}

/** A further migrated, empty database for a test that needs one to itself; dropped with the run. */
export function freshDatabase(name: string): Promise<Connections> {
  return clone(`${process.env['VITEST_POOL_ID'] ?? '0'}_${name}`);
}

async function clone(suffix: string): Promise<Connections> {
  const { admin, template, name } = inject('cluster');
  const database = `${name}_${suffix}`;
  await withClient(admin, async (client) => {
    await client
      .query(`create database ${pg.escapeIdentifier(database)} template ${pg.escapeIdentifier(name)} owner liandong_owner`)
      .catch((error: { code?: string }) => {
        if (!THERE_ALREADY.has(error.code ?? '')) throw error; // an earlier file of this worker made it
      });
    await client.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`);
    await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to liandong_app`);
  });
  return { owner: inDatabase(template.owner, database), application: inDatabase(template.application, database) };
}

/** The same cluster and role, another database. */
export function inDatabase(connection: Connection, database: string): Connection {
  if (!('clientUrl' in connection)) return { ...connection, dbName: database };
  const url = new URL(connection.clientUrl);
  url.pathname = `/${database}`;
  return { clientUrl: url.href };
}
