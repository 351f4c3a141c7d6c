import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { dayOf, startOfDay } from '../../kit/time.ts';
import { findSubmission } from './find-submission.ts';
import { deferred, inMyHands, type ReviewFilter, withinFilter } from './review-filter.ts';
import { isRecused } from './reviewers.ts';
import { asSubmission, type SubmissionRow } from './submission.rows.ts';

/** The desk of a reviewing body (V1); its lists and counts are read when asked for. */
export interface ReviewQueueRow extends ReviewFilter {
  /** Shown beside the queue, whatever its state; the longest waiting one when absent. */
  readonly currentId: string | null;
}

export interface QueueCounts {
  readonly pending: number;
  readonly deferred: number;
  readonly cleared: number;
  readonly returned: number;
  readonly doneToday: number;
}

/** What waits for my body's decision, or what I put aside of it, longest waiting first. */
export async function queueItems(ctx: ViewerContext, queue: ReviewQueueRow, page: PageArgs): Promise<Page<SubmissionRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const { rows } = await sql<SubmissionRow>`
    select s.* from submission s where ${await waiting(ctx, queue)}
       ${after ? sql`and (s.submitted_at, s.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by s.submitted_at, s.id limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asSubmission(row)),
    page,
    (row) => [row.submitted_at.toISOString(), row.id],
  );
}

/** The one to look at now; null when nothing waits. What I stepped back from is not shown. */
export async function currentOf(ctx: ViewerContext, queue: ReviewQueueRow): Promise<SubmissionRow | null> {
  if (queue.currentId === null) return (await queueItems(ctx, queue, { first: 1 })).nodes[0] ?? null;
  const named = await findSubmission(ctx, queue.currentId);
  return named && !(await isRecused(ctx, named.id)) ? named : null;
}

/** One statement; only my body's own rows. */
export async function queueCounts(ctx: ViewerContext, queue: ReviewQueueRow): Promise<QueueCounts> {
  const { federationId, organizationId } = ctx.viewer;
  const within = await withinFilter(ctx, queue);
  const isOf = (id: RawBuilder<unknown>) => sql`exists (select 1 from submission s where s.id = ${id} and ${within})`;
  const { rows } = await sql<QueueCounts>`
    select w.pending, w.deferred,
           (select count(*) from submission s where s.holder_id = ${organizationId} and s.state = 'SUBMITTED'
               and s.cleared_at is not null and ${within})::int as cleared,
           (select count(*) from return_slip r where r.federation_id = ${federationId} and r.returned_by_id = ${organizationId}
               and r.answered_at is null and ${isOf(sql`r.submission_id`)})::int as returned,
           (select count(*) from review v where v.federation_id = ${federationId} and v.organization_id = ${organizationId}
               and v.decided_at >= ${startOfDay(dayOf(ctx.now))} and v.decision in ('ACCEPT', 'RETURN') and ${isOf(sql`v.submission_id`)})::int as "doneToday"
      from (select count(*) filter (where not ${deferred(ctx)})::int as pending, count(*) filter (where ${deferred(ctx)})::int as deferred
              from submission s where ${within} and ${inMyHands(ctx)}) w`.execute(ctx.db);
  return rows[0]!;
}

/** The part of the queue that is asked for. */
async function waiting(ctx: ViewerContext, queue: ReviewQueueRow): Promise<RawBuilder<boolean>> {
  const aside = queue.set === 'DEFERRED' ? deferred(ctx) : sql`not ${deferred(ctx)}`;
  return sql<boolean>`${await withinFilter(ctx, queue)} and ${inMyHands(ctx)} and ${aside}`;
}
