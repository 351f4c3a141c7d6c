import pg from 'pg';
import { type Connection, withClient } from './connection.ts';

type RoleConnection = Exclude<Connection, { clientUrl: string }>;

const OWNER = 'liandong_owner';
const APPLICATION = 'liandong_app';

/**
 * Makes the two roles and the database on a cluster that is ours, where they are missing, and says how to enter as each.
 * Neither is a superuser; the owner owns the database and what is in it, the application owns nothing.
 *
 * @param socket directory of the cluster's unix socket; its superuser is `postgres`
 * @param database name of the database
 */
export async function prepareRoles(socket: string, database = 'liandong'): Promise<{ owner: RoleConnection; application: RoleConnection }> {
  await withClient({ host: socket, user: 'postgres', dbName: 'postgres' }, (admin) => createRolesAndDatabase(admin, database));
  return {
    owner: { host: socket, user: OWNER, dbName: database },
    application: { host: socket, user: APPLICATION, dbName: database },
  };
}

/** The statements of {@link prepareRoles}, for any administrator's connection. A password is only for clusters that ask for one. */
export async function createRolesAndDatabase(admin: pg.Client, database: string, password?: string): Promise<void> {
  const { rows: roles } = await admin.query<{ rolname: string }>('select rolname from pg_roles where rolname = any ($1)', [
    [OWNER, APPLICATION],
  ]);
  for (const role of [OWNER, APPLICATION]) {
    const attributes = 'login nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
    const word = password === undefined ? '' : ` password ${pg.escapeLiteral(password)}`;
    await admin.query(`${roles.some(({ rolname }) => rolname === role) ? 'alter' : 'create'} role ${role} ${attributes}${word}`);
  }
  const name = pg.escapeIdentifier(database);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [database]);
  if (rowCount === 0) await admin.query(`create database ${name} owner ${OWNER}`);
  await admin.query(`revoke all on database ${name} from public`);
  await admin.query(`grant connect on database ${name} to ${APPLICATION}`);
}

/**
 * Gives the application role what it needs and nothing else; run as the owner after every migration, may be repeated.
 *
 * In `public`: select, insert and update everywhere, delete only on tables with a policy of their own for delete, so
 * that the permission to delete stands where the table is defined. In `app`: its functions, no table but the list of
 * migrations. In `pgboss`, the queue of what goes on behind requests: its rows, which name a federation and a job and say
 * nothing else.
 *
 * @param owner connection of the role that owns the schemas
 * @param role name of the application role
 */
export async function grantApplication(owner: Connection, role: string): Promise<void> {
  const to = pg.escapeIdentifier(role);
  await withClient(owner, async (client) => {
    const { rows: deletable } = await client.query<{ name: string }>(
      `select distinct format('%I.%I', schemaname, tablename) as name from pg_policies where schemaname = 'public' and cmd = 'DELETE'`,
    );
    const statements = [
      `grant usage on schema public, app to ${to}`,
      `revoke all on all tables in schema public, app from ${to}`,
      `grant select, insert, update on all tables in schema public to ${to}`,
      `grant usage, select on all sequences in schema public to ${to}`,
      `alter default privileges in schema public grant select, insert, update on tables to ${to}`,
      ...deletable.map(({ name }) => `grant delete on ${name} to ${to}`),
      `revoke all on all functions in schema app from public`,
      `grant execute on all functions in schema app to ${to}`,
      `alter default privileges in schema app grant execute on functions to ${to}`,
      `grant select on app.migration to ${to}`,
      `grant usage on schema pgboss to ${to}`,
      `grant select, insert, update, delete on all tables in schema pgboss to ${to}`,
      `grant usage, select on all sequences in schema pgboss to ${to}`,
      `grant execute on all functions in schema pgboss to ${to}`,
    ];
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  });
}
