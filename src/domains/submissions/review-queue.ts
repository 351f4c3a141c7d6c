import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { NIL_ID } from '../../kit/node-id.ts';
import { dayOf, startOfDay } from '../../kit/time.ts';
import { findSubmission } from './find-submission.ts';
import { asSubmission, type SubmissionRow } from './submission.rows.ts';

/** The desk of a reviewing body (V1); its lists and counts are read when asked for. */
export interface ReviewQueueRow {
  readonly deliverableId: string | null;
  /** Shown beside the queue, whatever its state; the longest waiting one when absent. */
  readonly currentId: string | null;
}

export interface QueueCounts {
  readonly pending: number;
  readonly cleared: number;
  readonly returned: number;
  readonly doneToday: number;
}

/** What waits for my body's decision, longest waiting first. */
export async function queueItems(ctx: ViewerContext, queue: ReviewQueueRow, page: PageArgs): Promise<Page<SubmissionRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const { rows } = await sql<SubmissionRow>`
    select s.* from submission s where ${await pending(ctx, queue)}
       ${after ? sql`and (s.submitted_at, s.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by s.submitted_at, s.id limit ${page.first + 1}`.execute(ctx.db);
  return pageOf(
    rows.map((row) => asSubmission(row)),
    page,
    (row) => [row.submitted_at.toISOString(), row.id],
  );
}

/** The one to look at now; null when nothing waits. */
export async function currentOf(ctx: ViewerContext, queue: ReviewQueueRow): Promise<SubmissionRow | null> {
  if (queue.currentId !== null) return (await findSubmission(ctx, queue.currentId)) ?? null;
  return (await queueItems(ctx, queue, { first: 1 })).nodes[0] ?? null;
}

/** One statement; only my body's own rows. */
export async function queueCounts(ctx: ViewerContext, queue: ReviewQueueRow): Promise<QueueCounts> {
  const { federationId, organizationId } = ctx.viewer;
  const root = await rootOf(ctx, queue);
  const ofRoot = (id: RawBuilder<unknown>) =>
    root === null
      ? sql`true`
      : sql`exists (select 1 from submission x where x.federation_id = ${federationId} and x.id = ${id} and x.root_id = ${root})`;
  const { rows } = await sql<QueueCounts>`
    select (select count(*) from submission s where ${await pending(ctx, queue)})::int as pending,
           (select count(*) from submission s where s.federation_id = ${federationId} and s.holder_id = ${organizationId} and s.state = 'SUBMITTED'
               and s.cleared_at is not null and ${root === null ? sql`true` : sql`s.root_id = ${root}`})::int as cleared,
           (select count(*) from return_slip r where r.federation_id = ${federationId} and r.returned_by_id = ${organizationId}
               and r.answered_at is null and ${ofRoot(sql`r.submission_id`)})::int as returned,
           (select count(*) from review v where v.federation_id = ${federationId} and v.organization_id = ${organizationId}
               and v.decided_at >= ${startOfDay(dayOf(ctx.now))} and v.decision in ('ACCEPT', 'RETURN') and ${ofRoot(sql`v.submission_id`)})::int as "doneToday"
  `.execute(ctx.db);
  return rows[0]!;
}

/** In my body's hands, not yet accepted here; one's own that came back is the unit's work, not a reviewer's. */
async function pending(ctx: ViewerContext, queue: ReviewQueueRow): Promise<RawBuilder<boolean>> {
  const { federationId, organizationId } = ctx.viewer;
  const root = await rootOf(ctx, queue);
  return sql<boolean>`s.federation_id = ${federationId} and s.holder_id = ${organizationId} and s.state in ('SUBMITTED', 'RETURNED')
    and s.cleared_at is null and s.organization_id <> ${organizationId} ${root === null ? sql`` : sql`and s.root_id = ${root}`}`;
}

/** The root of the deliverable that bounds the queue; one out of reach bounds it to nothing. */
async function rootOf(ctx: ViewerContext, { deliverableId }: ReviewQueueRow): Promise<string | null> {
  if (deliverableId === null) return null;
  return (await ctx.loaders.one('deliverable', deliverableId))?.root_id ?? NIL_ID;
}
