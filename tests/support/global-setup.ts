import fs from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type Connection, type Connections, withClient } from '../../src/database/connection.ts';
import { homeFor, serverAccount } from '../../src/database/embedded-files.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createRolesAndDatabase } from '../../src/database/roles.ts';

/** What is lost at a crash does not matter to a test. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };
/** Only for a cluster named by TEST_DATABASE_URL, whose roles may have to say one. */
const PASSWORD = 'liandong-test';

/**
 * One PostgreSQL for the run: a temporary embedded one, or the cluster of TEST_DATABASE_URL (an administrator's address).
 * In it a migrated template, which every worker clones.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = `liandong_test_${process.pid}`;
  const given = process.env['TEST_DATABASE_URL'];
  const cluster = given ? foreign(given, name) : await embedded(name);
  try {
    await withClient(cluster.admin, (admin) => createRolesAndDatabase(admin, name, given ? PASSWORD : undefined));
    await migrate(cluster.template);
    await withClient(cluster.admin, (admin) => admin.query(`alter database ${name} with is_template true allow_connections false`));
  } catch (error) {
    await cluster.end(); // a server left running would keep the whole run from ending
    throw error;
  }
  project.provide('cluster', { admin: cluster.admin, template: cluster.template, name });
  return cluster.end;
}

interface Cluster {
  readonly admin: Connection;
  readonly template: Connections;
  readonly end: () => Promise<void>;
}

async function embedded(name: string): Promise<Cluster> {
  await removeAbandoned();
  const database = await startEmbedded({ name: `test-${process.pid}`, temporary: true, settings: FAST });
  const as = (user: string, dbName: string) => ({ host: database.socket, user, dbName });
  return {
    admin: as('postgres', 'postgres'),
    template: { owner: as('liandong_owner', name), application: as('liandong_app', name) },
    end: () => database.stop(),
  };
}

function foreign(address: string, name: string): Cluster {
  const admin = { clientUrl: address };
  const as = (user: string) => {
    const url = new URL(address);
    return { clientUrl: Object.assign(url, { username: user, password: PASSWORD, pathname: `/${name}` }).href };
  };
  return { admin, template: { owner: as('liandong_owner'), application: as('liandong_app') }, end: () => dropAll(admin, name) };
}

async function dropAll(admin: Connection, name: string): Promise<void> {
  await withClient(admin, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where datname = $1 or starts_with(datname, $2)',
      [name, `${name}_`],
    );
    if (rows.some(({ datname }) => datname === name)) await client.query(`alter database ${name} with is_template false`);
    for (const { datname } of rows) await client.query(`drop database ${pg.escapeIdentifier(datname)} with (force)`);
  });
}

/** Directories of runs that were killed before they could clean up. */
async function removeAbandoned(): Promise<void> {
  const place = path.dirname(homeFor(serverAccount(), 'test'));
  for (const entry of await fs.readdir(place).catch(() => [])) {
    const run = Number(/^test-(\d+)(?:-|$)/.exec(entry)?.[1]);
    if (run > 0 && !isAlive(run)) await fs.rm(path.join(place, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
