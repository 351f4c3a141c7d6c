import { connect } from '../orm.ts';
import { type Connection, type Connections, withClient } from './connection.ts';
import { grantApplication } from './roles.ts';

/**
 * Brings the database up to date as its owner: tables, walls and functions, then what the
 * application role may do. Nothing happens twice; returns the names of the migrations that ran.
 */
export async function migrate({ owner, application }: Connections): Promise<string[]> {
  const role = await withClient(
    application,
    async (client) => (await client.query<{ role: string }>('select current_user as role')).rows[0]!.role,
  );
  await withClient(owner, (client) => client.query('create schema if not exists app'));
  const orm = await connect(owner, { max: 2 });
  try {
    const ran = await orm.migrator.up();
    await grantApplication(owner, role);
    return ran.map(({ name }) => name);
  } finally {
    await orm.close();
  }
}

/**
 * Which migrations the code knows and the database has not seen, asked as the application role, which may read the list
 * but not change it. A database that was never migrated lacks all of them.
 */
export async function pendingMigrations(application: Connection): Promise<string[]> {
  const orm = await connect(application, { max: 1 });
  try {
    return (await orm.migrator.getPending()).map(({ name }) => name);
  } catch (error) {
    if (NEVER_MIGRATED.has((error as { code?: string }).code ?? '')) return ['（全部）'];
    throw error;
  } finally {
    await orm.close();
  }
}

/** insufficient_privilege, undefined_table, invalid_schema_name: what looking for the list of migrations then ends in. */
const NEVER_MIGRATED = new Set(['42501', '42P01', '3F000']);
