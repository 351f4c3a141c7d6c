import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { asJob, type JobFailureRow, type JobRow } from './job.rows.ts';

/** The caller's jobs, newest first. */
export async function listJobs(ctx: ViewerContext, page: PageArgs): Promise<Page<JobRow>> {
  const after = parseCursor(page.after, ['uuid']);
  const { rows } = await sql<JobRow>`
    select * from job
     where federation_id = ${ctx.viewer.federationId} and account_id = ${ctx.viewer.accountId} ${after ? sql`and id < ${after[0]}::uuid` : sql``}
     order by id desc limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(rows.map(asJob), page, ({ id }) => [id]);
}

/** What a job could not do, in the order of the file; gathered over a request. */
export async function listFailures(ctx: ViewerContext, jobId: string, page: PageArgs): Promise<Page<JobFailureRow>> {
  const after = parseCursor(page.after, ['integer', 'uuid']);
  const place = sql`(coalesce(f.row, 0), f.id)`;
  const found = await ctx.loaders.batched(`failures ${JSON.stringify(page)}`, jobId, async (jobIds) => {
    const { rows } = await sql<JobFailureRow>`
      select f.* from unnest(${jobIds}::uuid[]) j (id)
       cross join lateral (
         select f.* from job_failure f where f.federation_id = ${ctx.viewer.federationId} and f.job_id = j.id
           ${after ? sql`and ${place} > (${after[0]}::int, ${after[1]}::uuid)` : sql``}
          order by ${place} limit ${page.first + 1}) f
       order by ${place}`.execute(ctx.db);
    return Map.groupBy(rows, (row) => row.job_id);
  });
  return pageOf(found ?? [], page, (row) => [String(row.row ?? 0), row.id]);
}

/** Seconds until it will be done at the speed so far; null while that cannot be said. */
export function etaSeconds({ state, done, total, started_at }: JobRow, now: Date): number | null {
  if (state !== 'RUNNING' || !started_at || total === null || done === 0) return null;
  return Math.max(0, Math.round(((now.getTime() - started_at.getTime()) / 1000 / done) * (total - done)));
}
