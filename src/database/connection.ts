import pg from 'pg';

/** Where a database is and as whom to enter it: a unix socket's directory as `host`, or a whole address. */
export type Connection = { readonly host: string; readonly user: string; readonly dbName: string } | { readonly clientUrl: string };

/** The two ways into the product's database: the owner changes the schema, the application only rows inside its walls. */
export interface Connections {
  readonly owner: Connection;
  readonly application: Connection;
}

/**
 * Opens one connection of its own, runs `work` on it and closes it. For what happens before or beside the ORM: roles,
 * grants, checks. Rejects with pg's error when the database cannot be reached.
 */
export async function withClient<Result>(connection: Connection, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(
    'clientUrl' in connection
      ? { connectionString: connection.clientUrl, connectionTimeoutMillis: 10_000 }
      : { host: connection.host, user: connection.user, database: connection.dbName, connectionTimeoutMillis: 10_000 },
  );
  client.on('error', () => {}); // a connection that breaks while idle fails the next query, not the process
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
