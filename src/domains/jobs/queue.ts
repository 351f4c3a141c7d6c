import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fromKysely, PgBoss } from 'pg-boss';
import type { Connection } from '../../database/connection.ts';
import { asSystem } from '../../kit/system.ts';
import type { FederationLoop } from './loops.ts';
import { type Background, runJob } from './run-job.ts';

const QUEUE = 'job';
/** Jobs that one turn hands to the queue. */
const BATCH = 500;
/** Jobs that one process works on at once, and how many of one federation: thousands of one keep no other waiting. */
const [WORKERS, OF_ONE_FEDERATION] = [4, 2];
/** A worker that gave no sign for so long is taken for dead, and its job is given to another. */
const HEARTBEAT_SECONDS = 10;

interface Waiting {
  readonly federationId: string;
  readonly jobId: string;
}

export interface Workers {
  /** Hands what waits in `job` to the queue; to be run beside the other loops. */
  readonly dispatch: FederationLoop;
  /** Lets the pieces under way end; what is not done goes on at the next start. */
  stop(): Promise<void>;
}

/**
 * Starts the workers behind the requests. A row of `job` says what is to be done and how far it has come; the queue only
 * wakes somebody who does it, wakes somebody else when that one dies, and tries again after a failure. Several processes
 * may work side by side.
 *
 * @param connection of the application's role
 */
export async function startWorkers(background: Background, connection: Connection): Promise<Workers> {
  const boss = new PgBoss({
    ...poolOf(connection),
    schema: 'pgboss',
    max: 3,
    migrate: false,
    createSchema: false,
    schedule: false,
    // The role owns nothing; its owner sees to the indexes.
    reindex: false,
    monitorVacuum: false,
    // Both: how often it looks, and how often it looks at one queue.
    superviseIntervalSeconds: HEARTBEAT_SECONDS,
    monitorIntervalSeconds: HEARTBEAT_SECONDS,
  });
  boss.on('error', (error) => background.log.error({ err: error }, 'the queue failed'));
  await boss.start();
  await boss.createQueue(QUEUE, {
    // When to give up is for `runJob` to say: a job that is killed again and again still goes on.
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 6 * 3600,
    deleteAfterSeconds: 3600,
  });
  await boss.work<Waiting>(
    QUEUE,
    { batchSize: 1, localConcurrency: WORKERS, localGroupConcurrency: OF_ONE_FEDERATION, pollingIntervalSeconds: 0.5 },
    async ([waiting]) => {
      await runJob(background, waiting!.data.federationId, waiting!.data.jobId);
    },
  );
  return {
    dispatch: { name: 'dispatch', every: 500, work: (em, federationId, now) => dispatch(boss, em, federationId, now) },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

function poolOf(connection: Connection) {
  if ('clientUrl' in connection) return { connectionString: connection.clientUrl };
  return { host: connection.host, user: connection.user, database: connection.dbName };
}

/** In one transaction: what is marked as handed over is in the queue, and the other way round. */
async function dispatch(boss: PgBoss, em: SqlEntityManager, federationId: string, now: Date): Promise<void> {
  await asSystem(em, federationId, async ({ db }) => {
    const { rows } = await sql<{ id: string }>`
      update job set dispatched_at = ${now}::timestamptz
       where federation_id = ${federationId} and id in (
         select id from job where federation_id = ${federationId} and state = 'QUEUED' and dispatched_at is null
          order by id limit ${BATCH} for update skip locked)
      returning id`.execute(db);
    if (rows.length === 0) return;
    await boss.insert(
      QUEUE,
      rows.map(({ id }) => ({ data: { federationId, jobId: id } satisfies Waiting, group: { id: federationId } })),
      { db: fromKysely(db) },
    );
  });
}
