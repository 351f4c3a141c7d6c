import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import { assertGate, type Gate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { cancelGate, resumeGate } from './job.gates.ts';
import { asJob, type JobRow } from './job.rows.ts';

const SUBJECT = ['input', 'jobId'];

/**
 * Goes on with a job that failed, from where it stood.
 * @throws Refusal NOT_FOUND, WRONG_STATE
 */
export async function resumeJob(ctx: ViewerContext, jobId: string): Promise<JobRow> {
  return change(ctx, jobId, 'resumeJob', resumeGate, (job) =>
    sql`
      update job set state = 'QUEUED', phase = '排队中', dispatched_at = null, failed_runs = 0, finished_at = null
       where federation_id = ${job.federation_id} and id = ${job.id}`.execute(ctx.db),
  );
}

/**
 * Ends a job: at once when it has not begun, else behind the piece under way, which stays done.
 * @throws Refusal NOT_FOUND, WRONG_STATE, ALREADY_CANCELLED
 */
export async function cancelJob(ctx: ViewerContext, jobId: string): Promise<JobRow> {
  return change(ctx, jobId, 'cancelJob', cancelGate, (job) =>
    sql`
      update job
         set cancel_requested_at = ${ctx.now}::timestamptz,
             state = case when state = 'QUEUED' then 'CANCELLED' else state end,
             phase = case when state = 'QUEUED' then '已取消' else phase end,
             finished_at = case when state = 'QUEUED' then ${ctx.now}::timestamptz end
       where federation_id = ${job.federation_id} and id = ${job.id}`.execute(ctx.db),
  );
}

async function change(
  ctx: ViewerContext,
  jobId: string,
  operation: string,
  gate: (job: JobRow) => Gate,
  write: (job: JobRow) => Promise<unknown>,
): Promise<JobRow> {
  const row = await ctx.db
    .selectFrom('job')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', jobId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound(SUBJECT);
  assertGate(gate(asJob(row)), SUBJECT);
  await write(asJob(row));
  await record(ctx, { operation, subjectType: 'Job', subjectId: jobId, detail: { kind: row.kind } });
  return (await findJob(ctx, jobId))!;
}

/** One of the caller's own jobs. */
export async function findJob(ctx: ViewerContext, id: string): Promise<JobRow | undefined> {
  const row = await ctx.db
    .selectFrom('job')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && asJob(row);
}
