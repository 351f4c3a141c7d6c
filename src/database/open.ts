import type { Env } from '../env.ts';
import { CannotStart } from '../exit.ts';
import { type Connection, withClient } from './connection.ts';
import { startEmbedded } from './embedded.ts';
import { prepareRoles } from './roles.ts';

/** The database of a run, reachable, with its roles; ours and running, or somebody else's. */
export interface Database {
  /** How the application enters. */
  readonly application: Connection;
  /** How the owner enters; undefined for a foreign database whose owner was not named. */
  readonly owner: Connection | undefined;
  /** The embedded cluster's superuser, whom no wall binds; undefined for a foreign database. Never for requests. */
  readonly superuser: Connection | undefined;
  /** Settles with the server's last words when the embedded server ends by itself; never for a foreign database. */
  readonly lost: Promise<string>;
  /** Where the data lies, in words for people. */
  readonly place: string;
  stop(): Promise<void>;
}

/**
 * Starts the embedded database, or reaches for the one of DATABASE_URL. Throws {@link CannotStart} with the reason when
 * neither answers.
 */
export async function openDatabase(env: Pick<Env, 'DATABASE_URL' | 'MIGRATIONS_DATABASE_URL' | 'DATA_DIR'>): Promise<Database> {
  if (env.DATABASE_URL === undefined) return openEmbedded(env.DATA_DIR);
  const application = { clientUrl: env.DATABASE_URL };
  const owner = env.MIGRATIONS_DATABASE_URL === undefined ? undefined : { clientUrl: env.MIGRATIONS_DATABASE_URL };
  await reach('DATABASE_URL', application);
  if (owner) await reach('MIGRATIONS_DATABASE_URL', owner);
  return {
    application,
    owner,
    superuser: undefined,
    lost: new Promise(() => {}),
    place: 'DATABASE_URL 指定的数据库',
    stop: async () => {},
  };
}

async function openEmbedded(dataDir: string | undefined): Promise<Database> {
  const embedded = await startEmbedded({ name: 'main', dataDir, onWait: () => console.log('数据正由另一个进程使用，等它退出…') });
  try {
    const connections = await prepareRoles(embedded.socket);
    const superuser = { ...connections.owner, user: 'postgres' };
    return { ...connections, superuser, lost: embedded.lost, place: embedded.home, stop: () => embedded.stop() };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** The oldest PostgreSQL that has what the walls and the functions use. */
const OLDEST = 15;

async function reach(setting: string, connection: Connection): Promise<void> {
  const version = await withClient(connection, async (client) => {
    const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int / 10000 as version`);
    return rows[0]!.version;
  }).catch((error: Error & { code?: string }) => {
    throw new CannotStart(`无法进入 ${setting} 指定的数据库：${error.message || error.code}`, { cause: error });
  });
  if (version < OLDEST) throw new CannotStart(`${setting} 指定的是 PostgreSQL ${version}，联动需要 ${OLDEST} 或更新的版本。`);
}
