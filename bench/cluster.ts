import path from 'node:path';
import type { Connection, Connections } from '../src/database/connection.ts';
import { withClient } from '../src/database/connection.ts';
import { startEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { prepareRoles } from '../src/database/roles.ts';

/** A migrated, empty database of this run, on a server of its own. */
export interface Cluster extends Connections {
  readonly superuser: Connection;
  /** Directory of the server's unix socket. */
  readonly socket: string;
  /** Directory of its data, which the server may write to. */
  readonly data: string;
  stop(): Promise<void>;
}

/** What differs from the product's own settings. Durability is PostgreSQL's default: fsync and synchronous commits. */
export const SETTINGS = { shared_buffers: '512MB', max_connections: '100', shared_preload_libraries: 'pg_stat_statements' };

/** Starts a temporary PostgreSQL and brings a database in it up to date. Removed at `stop()`. */
export async function startCluster(): Promise<Cluster> {
  const embedded = await startEmbedded({ name: `bench-${process.pid}`, temporary: true, settings: SETTINGS });
  try {
    const connections = await prepareRoles(embedded.socket);
    const superuser = { ...connections.owner, user: 'postgres' };
    await withClient(superuser, async (client) => {
      await client.query('create schema bench');
      await client.query('create extension pg_stat_statements schema bench');
    });
    await migrate(connections);
    return { ...connections, superuser, socket: embedded.socket, data: path.join(embedded.home, 'data'), stop: () => embedded.stop() };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}
