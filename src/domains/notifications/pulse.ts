import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { endOf } from '../../kit/tree.ts';
import { asJob, type JobRow } from '../jobs/job.rows.ts';
import type { PulseTopic } from './notification.enums.ts';
import { unreadCount } from './read-notifications.ts';

export interface Pulse {
  readonly now: Date;
  readonly changed: readonly PulseTopic[];
  readonly unreadCount: number;
  readonly jobs: readonly JobRow[];
}

/** A request stands at the instant at which it began: what it wrote shows so much later. In milliseconds. */
const SLACK = 10_000;
const MOST_JOBS = 20;

/**
 * What may have changed for the caller since an instant, by index alone: whoever asks fetches those screens again. Says
 * rather once too often than never.
 */
export async function pulse(ctx: ViewerContext, since: Date): Promise<Pulse> {
  const { federationId, accountId, organizationId, path } = ctx.viewer;
  const from = new Date(since.getTime() - SLACK);
  const { rows } = await sql<{ notifications: boolean; work: boolean }>`
    select exists (
             select from notification where federation_id = ${federationId} and account_id = ${accountId} and created_at > ${from}::timestamptz) as notifications,
           exists (
             select from audit_line where federation_id = ${federationId} and happened_at > ${from}::timestamptz and path >= ${path} and path < ${endOf(path)})
           or exists (
             select from delivery where federation_id = ${federationId} and organization_id = ${organizationId} and delivered_at > ${from}::timestamptz) as work`.execute(
    ctx.db,
  );
  const { rows: jobs } = await sql<JobRow>`
    select * from job where federation_id = ${federationId} and account_id = ${accountId} and (state in ('QUEUED', 'RUNNING') or finished_at > ${from}::timestamptz)
     order by id desc limit ${MOST_JOBS}`.execute(ctx.db);
  const { notifications, work } = rows[0]!;
  const changed: PulseTopic[] = [
    ...(notifications ? (['NOTIFICATIONS'] as const) : []),
    // What somebody above did is known by what one is told of it.
    ...(work || notifications ? (['WORK'] as const) : []),
    ...(jobs.length > 0 ? (['JOBS'] as const) : []),
  ];
  return { now: ctx.now, changed, unreadCount: await unreadCount(ctx), jobs: jobs.map(asJob) };
}
