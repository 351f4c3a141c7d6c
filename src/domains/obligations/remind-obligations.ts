import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { todayOf } from '../federation/calendar.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobRow } from '../jobs/job.rows.ts';
import { isOursToChase, isWaiting, remindGate, wasJustReminded } from './chase.ts';
import { isListed, type ObligationFilter } from './list-obligations.ts';
import { asObligation, type ObligationRow } from './obligation.rows.ts';
import type { RemindObligations } from './reminder.input.ts';
import { findScope } from './scope.ts';

/** Whom a job reminds: kept with it, so that each of its pieces finds them anew. */
export interface Chase {
  readonly filter: ObligationFilter;
  /** Also those who have to see to it that others report. */
  readonly duties: boolean;
  /** Only these. */
  readonly obligationIds: readonly string[] | null;
}

export interface Reminding {
  readonly job: JobRow;
  readonly toRemind: number;
  readonly skippedRecently: number;
  readonly skippedSettled: number;
}

/** Which obligations `o` a chase is about, in the caller's hands and waiting. */
export async function isChased(ctx: ViewerContext, { filter, duties, obligationIds }: Chase): Promise<RawBuilder<unknown>> {
  const ours = sql`o.federation_id = ${ctx.viewer.federationId} and o.root_id = ${filter.rootId} and ${isWaiting} and ${isOursToChase(ctx)}`;
  if (obligationIds) return sql`${ours} and o.id = any (${obligationIds}::uuid[])`;
  const listed = sql`(${isListed(ctx, filter, await todayOf(ctx))})`;
  return sql`${ours} and ${duties ? sql`(${listed} or ${isDuty(filter)})` : listed}`;
}

const isDuty = ({ places, including }: ObligationFilter) =>
  sql`(o.kind = 'ORGANISE' and (${sql.join(
    places.map((place) => sql`o.filed_path ${including ? sql`>=` : sql`>`} ${place} and o.filed_path < ${endOf(place)}`),
    sql` or `,
  )}))`;

/**
 * Leaves it to a job to remind those who have not handed in (催办): whoever asks, and every level between. A body is reminded
 * of the same thing once in 24 hours, whoever reminds it: of many, those who were are left out and counted; when nobody else
 * is left, it is refused.
 *
 * @throws Refusal NOT_FOUND, NOT_ASKER, REMINDED_RECENTLY, NOBODY_TO_REMIND, and for a single named one why it is not to be reminded
 */
export async function remindObligations(ctx: ViewerContext, input: RemindObligations): Promise<Reminding> {
  const scope = await findScope(ctx, input.deliverableId, input.under ?? ctx.viewer.organizationId);
  if (!scope) throw notFound(['input', input.under ? 'under' : 'deliverableId']);
  const { deliverable, places } = scope;
  const { including, state = null, lamp = null, acknowledged = null, duties } = input;
  const obligationIds = input.obligationIds ?? null;
  const skippedSettled = obligationIds ? await settledOf(ctx, deliverable.root_id, obligationIds) : 0;
  const chase: Chase = { filter: { rootId: deliverable.root_id, places, including, state, lamp, acknowledged }, duties, obligationIds };
  const { waiting, recent } = await count(ctx, chase);
  if (waiting === recent) {
    const path = ['input', obligationIds ? 'obligationIds' : 'deliverableId'];
    throw recent > 0
      ? new Refusal('REMINDED_RECENTLY', `${recent}个未报单位24小时内都已催办过`, path)
      : new Refusal('NOBODY_TO_REMIND', '没有需要催办的单位', path);
  }
  const toRemind = waiting - recent;
  const job = await enqueue(ctx, { kind: 'REMIND_OBLIGATIONS', title: `催办：${deliverable.title}`, input: { ...chase }, total: toRemind });
  await record(ctx, {
    operation: 'remindObligations',
    subjectType: 'Deliverable',
    subjectId: deliverable.id,
    detail: { jobId: job.id, toRemind },
  });
  return { job, toRemind, skippedRecently: recent, skippedSettled };
}

/**
 * How many of the named ones have nothing to be reminded of any more.
 * @throws Refusal NOT_FOUND, NOT_ASKER, and of a single one whatever keeps it from being reminded
 */
async function settledOf(ctx: ViewerContext, rootId: string, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<ObligationRow>`
    select * from obligation where federation_id = ${ctx.viewer.federationId} and root_id = ${rootId} and id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  const found = new Map(rows.map((row) => [row.id, asObligation(row)]));
  let settled = 0;
  for (const [index, id] of ids.entries()) {
    const path = ['input', 'obligationIds', String(index)];
    const obligation = found.get(id);
    if (!obligation) throw notFound(path);
    const gate = await remindGate(ctx, obligation);
    if (ids.length === 1 || gate.code === 'NOT_ASKER') assertGate(gate, path);
    if (!gate.allowed && gate.code !== 'REMINDED_RECENTLY') settled++;
  }
  return settled;
}

async function count(ctx: ViewerContext, chase: Chase): Promise<{ waiting: number; recent: number }> {
  const { rows } = await sql<{ waiting: number; recent: number }>`
    select count(*)::int as waiting, count(*) filter (where ${wasJustReminded(ctx, chase.filter.rootId)})::int as recent
      from obligation o
     where ${await isChased(ctx, chase)}`.execute(ctx.db);
  return rows[0]!;
}
