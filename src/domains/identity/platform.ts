import { sql } from 'kysely';
import type { Context } from '../../context.ts';

export interface PlatformHealth {
  readonly databaseVersion: string;
  readonly databaseMegabytes: number;
  readonly openConnections: number;
}

/** The federations of this installation: ids and dates, nothing of their business. */
export async function listFederations(ctx: Context): Promise<readonly { id: string; foundedAt: Date }[]> {
  const { rows } = await sql<{ id: string; created_at: Date }>`select id, created_at from app.federations()`.execute(ctx.db);
  return rows.map(({ id, created_at }) => ({ id, foundedAt: created_at }));
}

/** How the database is. */
export async function readHealth(ctx: Context): Promise<PlatformHealth> {
  const { rows } = await sql<PlatformHealth>`
    select current_setting('server_version') as "databaseVersion",
           (pg_database_size(current_database()) / 1048576)::int as "databaseMegabytes",
           (select count(*)::int from pg_stat_activity where datname = current_database()) as "openConnections"`.execute(ctx.db);
  return rows[0]!;
}
