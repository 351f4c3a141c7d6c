import type { ViewerContext } from '../../context.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { asJob, type JobRow } from './job.rows.ts';
import type { JobKind } from './job.kinds.ts';

/** What is to be done behind the request. */
export interface Enqueued {
  readonly kind: JobKind;
  /** A line of the list of jobs, in Chinese. */
  readonly title: string;
  /** All that the handler needs beside whose job it is: ids and choices, never content. */
  readonly input: Readonly<Record<string, unknown>>;
  /** How many pieces it will have, where that is known. */
  readonly total?: number | null;
}

/**
 * Leaves work to go on behind the request, in the transaction of the act that asks for it: nothing is started when the act
 * is undone. Whether it may be asked for is for the caller to say.
 */
export async function enqueue(ctx: ViewerContext, { kind, title, input, total = null }: Enqueued): Promise<JobRow> {
  const { viewer, now } = ctx;
  const row = await ctx.db
    .insertInto('job')
    .values({
      federation_id: viewer.federationId,
      id: uuid7(),
      account_id: viewer.accountId,
      capacity_id: viewer.capacityId,
      organization_id: viewer.organizationId,
      kind,
      state: 'QUEUED',
      title,
      input: JSON.stringify(input) as never,
      phase: '排队中',
      total,
      cursor: '{}' as never,
      result: '{}' as never,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return asJob(row);
}
