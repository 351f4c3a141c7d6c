import type { MikroORM } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { asSystem, type SystemContext } from '../../kit/system.ts';
import type { Clock } from '../../kit/time.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { inCapacity } from '../../pipeline.ts';
import type { FileStore } from '../files/store-file.ts';
import { announce } from '../notifications/announce.ts';
import type { JobKind } from './job.kinds.ts';
import { asJob, type JobRow } from './job.rows.ts';

/** Where failures are told; a request's logger fits. */
export interface Log {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** What a kind of job does: piece by piece, from where `run.job.cursor` says. */
export type JobHandler = (run: JobRun) => Promise<void>;
export type JobHandlers = Readonly<Partial<Record<JobKind, JobHandler>>>;

/** What work behind requests stands on. */
export interface Background {
  readonly orm: MikroORM;
  readonly clock: Clock;
  readonly log: Log;
  readonly files: FileStore;
  /** Those of the product, unless a test brings its own. */
  readonly handlers: JobHandlers;
  /** Aborted when the process is about to end: no further piece is begun. */
  readonly stopping: AbortSignal;
}

/** The product's own work in one federation at an instant. */
export type Working = SystemContext & { readonly now: Date; readonly requestId: string };

/** How far a job has come with one piece of work. */
export interface Progress {
  /** In Chinese. */
  readonly phase?: string;
  readonly done?: number;
  readonly total?: number;
  /** Where the next piece begins. */
  readonly cursor?: Readonly<Record<string, unknown>>;
  readonly failures?: readonly JobFault[];
  /** Failures that the piece itself has written by a statement of its own. */
  readonly failed?: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly resultFileId?: string;
}

/** What could not be done, and where. */
export interface JobFault {
  readonly row?: number | null;
  readonly column?: string | null;
  readonly code: string;
  /** In Chinese. */
  readonly message: string;
}

/** Runs in a row, none of which did a piece, after which something that keeps failing is given up. */
const MOST_FAILED_RUNS = 5;

/** A later run has taken the job over, somebody wants it to end, or the process is about to. */
class Ended extends Error {
  readonly why: 'overtaken' | 'cancelled' | 'stopping';

  constructor(why: Ended['why']) {
    super(why);
    this.why = why;
  }
}

/**
 * One run of a job. What a handler does it does in pieces: a piece is one transaction that also says how far the job has
 * come, so that a run which is killed leaves whole pieces and the next goes on behind them. Pieces are short: whoever
 * cancels waits for the one under way.
 */
export class JobRun {
  readonly background: Background;
  #job: JobRow;

  constructor(background: Background, job: JobRow) {
    this.background = background;
    this.#job = job;
  }

  /** The job as the last piece left it. */
  get job(): JobRow {
    return this.#job;
  }

  /** A piece of the product's own work, within reach of the whole federation. */
  async piece(work: (system: Working) => Promise<Progress>): Promise<void> {
    const { orm, clock } = this.background;
    const { federation_id: federationId, id } = this.#job;
    await asSystem(orm.em, federationId, async (system) => {
      await this.#hold(system.db);
      await this.#note(system.db, await work({ ...system, now: clock.now(), requestId: `job ${id}` }));
    });
  }

  /**
   * A piece in the name of whoever started the job, behind their walls as they are now.
   * @throws Refusal CAPACITY_ENDED
   */
  async pieceAsStarter(work: (ctx: ViewerContext) => Promise<Progress>): Promise<void> {
    const { federation_id: federationId, account_id: accountId, capacity_id: capacityId, id } = this.#job;
    await inCapacity(this.background, { federationId, accountId, capacityId, requestId: `job ${id}` }, 'write', async (ctx) => {
      await this.#hold(ctx.db);
      await this.#note(ctx.db, await work(ctx));
    });
  }

  async #hold(db: Kysely<Tables>): Promise<void> {
    const { federation_id, id, attempt } = this.#job;
    if (this.background.stopping.aborted) throw new Ended('stopping');
    const row = await db
      .selectFrom('job')
      .select(['attempt', 'state', 'cancel_requested_at'])
      .where('federation_id', '=', federation_id)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (row?.attempt !== attempt || row.state !== 'RUNNING') throw new Ended('overtaken');
    if (row.cancel_requested_at) throw new Ended('cancelled');
  }

  async #note(
    db: Kysely<Tables>,
    { phase, done, total, cursor, failures = [], failed = 0, result, resultFileId }: Progress,
  ): Promise<void> {
    const { federation_id, id } = this.#job;
    await writeFailures(db, this.#job, failures);
    const { rows } = await sql<JobRow>`
      update job
         set phase = coalesce(${phase ?? null}, phase), done = coalesce(${done ?? null}::int, done), total = coalesce(${total ?? null}::int, total),
             cursor = coalesce(${cursor ? JSON.stringify(cursor) : null}::jsonb, cursor), result = result || ${JSON.stringify(result ?? {})}::jsonb,
             result_file_id = coalesce(${resultFileId ?? null}::uuid, result_file_id), failure_count = failure_count + ${failures.length + failed}, failed_runs = 0
       where federation_id = ${federation_id} and id = ${id} returning *`.execute(db);
    this.#job = asJob(rows[0]!);
  }
}

/**
 * Runs a job, from its beginning or from where it stood, until it is done, is cancelled or has failed. A run that began
 * earlier and is still alive can write nothing more from here on. What is expected to fail, fails for good; everything
 * else is thrown so that the queue tries again, a few times.
 */
export async function runJob(background: Background, federationId: string, jobId: string): Promise<void> {
  const job = await begin(background, federationId, jobId);
  if (!job) return;
  const run = new JobRun(background, job);
  try {
    const handler = background.handlers[job.kind];
    if (!handler) throw new Error(`No handler for jobs of kind ${job.kind}`);
    await handler(run);
    await finish(background, job, { state: 'DONE', phase: '已完成' });
  } catch (error) {
    if (error instanceof Ended) {
      if (error.why === 'cancelled') await finish(background, job, { state: 'CANCELLED', phase: '已取消' });
      if (error.why === 'stopping') await giveBack(background, job);
      return;
    }
    if (error instanceof Refusal) {
      const failures = error.errors.map(({ code, message }) => ({ code, message }));
      await finish(background, job, { state: 'FAILED', phase: '未能完成', failures });
      return;
    }
    background.log.error({ err: error, jobId, federationId, attempt: job.attempt }, 'a job failed');
    if ((await countFailedRun(background, job)) < MOST_FAILED_RUNS) throw error;
    const failures = [{ code: 'INTERNAL', message: '系统内部错误，可稍后继续；如仍不成功，请联系平台运营人员' }];
    await finish(background, job, { state: 'FAILED', phase: '未能完成', failures });
  }
}

/** Takes the job for this run; undefined when there is nothing to do. */
async function begin({ orm, clock }: Background, federationId: string, jobId: string): Promise<JobRow | undefined> {
  return asSystem(orm.em, federationId, async ({ db }) => {
    const { rows } = await sql<JobRow>`
      update job set state = 'RUNNING', attempt = attempt + 1, started_at = coalesce(started_at, ${clock.now()}::timestamptz)
       where federation_id = ${federationId} and id = ${jobId} and state in ('QUEUED', 'RUNNING') returning *`.execute(db);
    return rows[0] && asJob(rows[0]);
  });
}

/** Waits to be handed to a worker again. */
async function giveBack({ orm }: Background, { federation_id: federationId, id, attempt }: JobRow): Promise<void> {
  await asSystem(orm.em, federationId, ({ db }) =>
    sql`
      update job set state = 'QUEUED', dispatched_at = null
       where federation_id = ${federationId} and id = ${id} and attempt = ${attempt} and state = 'RUNNING'`.execute(db),
  );
}

/** @returns how many runs in a row have failed now */
async function countFailedRun({ orm }: Background, { federation_id: federationId, id }: JobRow): Promise<number> {
  const { rows } = await asSystem(orm.em, federationId, ({ db }) =>
    sql<{ failed_runs: number }>`
      update job set failed_runs = failed_runs + 1 where federation_id = ${federationId} and id = ${id} returning failed_runs`.execute(db),
  );
  return rows[0]!.failed_runs;
}

/** Ids of ours, which keep the order of those that say no row. */
async function writeFailures(db: Kysely<Tables>, { federation_id, id, account_id }: JobRow, failures: readonly JobFault[]): Promise<void> {
  if (failures.length === 0) return;
  const rows = failures.map((fault) => ({ id: uuid7(), ...fault }));
  await sql`
    insert into job_failure (federation_id, id, account_id, job_id, row, "column", code, message)
    select ${federation_id}::uuid, f.id, ${account_id}::uuid, ${id}::uuid, f.row, f."column", f.code, f.message
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f (id uuid, row int, "column" text, code text, message text)`.execute(db);
}

interface End {
  readonly state: 'DONE' | 'FAILED' | 'CANCELLED';
  readonly phase: string;
  readonly failures?: readonly JobFault[];
}

async function finish({ orm, clock }: Background, job: JobRow, { state, phase, failures = [] }: End): Promise<void> {
  const { federation_id: federationId, id, account_id: accountId, attempt, kind, title } = job;
  await asSystem(orm.em, federationId, async (system) => {
    const now = clock.now();
    const { rows } = await sql`
      update job set state = ${state}, phase = ${phase}, finished_at = ${now}::timestamptz, failure_count = failure_count + ${failures.length}
       where federation_id = ${federationId} and id = ${id} and attempt = ${attempt} and state = 'RUNNING' returning 1`.execute(system.db);
    if (rows.length === 0) return;
    await writeFailures(system.db, job, failures);
    await announce(
      { ...system, now },
      { event: 'JOB_FINISHED', subjectType: 'Job', subjectId: id, audience: { accountIds: [accountId] }, detail: { kind, title, state } },
    );
  });
}
