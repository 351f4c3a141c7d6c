import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { levelOf } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { type Announced, announce } from '../notifications/announce.ts';
import type { DeliverableRow } from '../notices/notice.rows.ts';
import { hopToSendFrom, type MissingRow, missingBelow } from './batch.ts';
import { decided } from './review.ts';
import { withRollup } from './rollup.ts';
import { forwardGate } from './submission.gates.ts';
import type { forwardSubmissionsInput, Given } from './submission.input.ts';
import { asConsolidation, asSubmission, type ConsolidationRow, type SubmissionRow } from './submission.rows.ts';
import type { AbsentUnit } from './submission.shapes.ts';

type Input = Given<typeof forwardSubmissionsInput>;
type Way = { readonly mine: DeliverableRow; readonly above: DeliverableRow };

/** Most missing units that a refusal lists. */
const LISTED = 100;

/**
 * Sends what my body has accepted to the next one that asks, as a numbered batch; a later one supplements it. Whoever of
 * my subtree is missing is named with a reason. The same few statements for one submission and for thousands.
 *
 * @throws Refusal NOT_FOUND, NOT_LEVEL_BY_LEVEL, NOBODY_ABOVE, NOT_HOLDER, NOT_ACCEPTED, NOTHING_TO_FORWARD, NOT_ABSENT, and
 * ABSENT_NOT_NAMED with `missing`
 */
export async function forwardSubmissions(ctx: ViewerContext, input: Input): Promise<ConsolidationRow> {
  const way = await hopToSendFrom(ctx, input.deliverableId);
  const ready = await cleared(ctx, way.mine.root_id, input.submissionIds);
  if (input.submissionIds) await assertAllReady(ctx, input.submissionIds, ready);
  if (ready.length === 0) throw new Refusal('NOTHING_TO_FORWARD', '没有审核通过、等待上报的内容', ['input', 'deliverableId']);
  const obligationIds = ready.map(({ obligation_id }) => obligation_id);
  const batch = await withRollup(ctx, obligationIds, async () => {
    const absent = await absentUnits(ctx, way, obligationIds, input.absent);
    const written = await writeBatch(ctx, way, ready.length, absent, input.remark);
    await move(ctx, way, written, ready);
    await decided(ctx, obligationIds);
    return written;
  });
  const { number, submission_count: count } = batch;
  await record(ctx, {
    operation: 'forwardSubmissions',
    subjectType: 'Consolidation',
    subjectId: batch.id,
    detail: { number, count, absent: batch.absent.length },
  });
  await tellOf(ctx, way, batch, ready);
  return batch;
}

/** Who reviews at the body above, of all together; and every unit, that its own has moved up. */
const tellOf = (
  ctx: ViewerContext,
  { mine }: Way,
  { to_organization_id, submission_count: count }: ConsolidationRow,
  sent: readonly SubmissionRow[],
) =>
  announce(
    ctx,
    {
      event: 'SUBMISSION_RECEIVED',
      subjectType: 'Deliverable',
      subjectId: mine.root_id,
      audience: { organizationIds: [to_organization_id] },
      detail: { count },
    },
    ...sent.map(({ id, organization_id }): Announced => ({
      event: 'SUBMISSION_FORWARDED',
      subjectType: 'Submission',
      subjectId: id,
      audience: { organizationIds: [organization_id] },
    })),
  );

/** What my body has accepted and holds. */
async function cleared(ctx: ViewerContext, rootId: string, ids: readonly string[] | null): Promise<SubmissionRow[]> {
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<SubmissionRow>`
    select * from submission
     where federation_id = ${federationId} and holder_id = ${organizationId} and state = 'SUBMITTED' and root_id = ${rootId} and cleared_at is not null
       ${ids ? sql`and id = any (${[...ids]}::uuid[])` : sql``}
     order by submitted_at, id`.execute(ctx.db);
  return rows.map((row) => asSubmission(row));
}

/** Names the first one that cannot go, and why. */
async function assertAllReady(ctx: ViewerContext, ids: readonly string[], ready: readonly SubmissionRow[]): Promise<void> {
  const found = new Set(ready.map(({ id }) => id));
  for (const [index, id] of ids.entries()) {
    if (found.has(id)) continue;
    const path = ['input', 'submissionIds', String(index)];
    const row = await ctx.loaders.one('submission', id);
    if (!row) throw notFound(path);
    assertGate(forwardGate(ctx, asSubmission(row)), path);
    throw new Refusal('NOT_HOLDER', '这份报送不属于这项任务', path);
  }
}

/**
 * Who is missing, each with its reason.
 * @throws Refusal NOT_ABSENT, ABSENT_NOT_NAMED
 */
async function absentUnits(ctx: ViewerContext, way: Way, batch: readonly string[], named: Input['absent']): Promise<AbsentUnit[]> {
  const { rows: missing } = await sql<MissingRow>`select m.* from ${missingBelow(ctx, way, batch)} m order by m.path`.execute(ctx.db);
  const ids = new Set(missing.map(({ organization_id }) => organization_id));
  const extra = named.findIndex(({ organizationId }) => !ids.has(organizationId));
  if (extra >= 0) throw new Refusal('NOT_ABSENT', '这个单位不在缺报之列', ['input', 'absent', String(extra), 'organizationId']);
  const given = new Map(named.map(({ organizationId, reason }) => [organizationId, reason]));
  const reasonOf = ({ organization_id, reason }: MissingRow) => given.get(organization_id) ?? reason;
  const silent = missing.filter((row) => reasonOf(row) === null);
  if (silent.length > 0) {
    const message = `还有 ${silent.length} 个未报单位没有说明原因`;
    throw new Refusal('ABSENT_NOT_NAMED', message, ['input', 'absent'], { missing: silent.slice(0, LISTED) });
  }
  return missing.map((row) => ({ organizationId: row.organization_id, reason: reasonOf(row)! }));
}

async function writeBatch(
  ctx: ViewerContext,
  { mine, above }: Way,
  count: number,
  absent: readonly AbsentUnit[],
  remark: string | null,
): Promise<ConsolidationRow> {
  const { federationId, organizationId, path, personId } = ctx.viewer;
  const { rows } = await sql<ConsolidationRow>`
    insert into consolidation (federation_id, id, root_id, organization_id, path, to_organization_id, number, submission_count, absent, remark, sent_at, sent_by_id)
    select ${federationId}::uuid, ${uuid7()}::uuid, ${mine.root_id}::uuid, ${organizationId}::uuid, ${path}, ${above.issuer_id}::uuid,
           1 + (select count(*) from consolidation c where c.federation_id = ${federationId} and c.root_id = ${mine.root_id} and c.organization_id = ${organizationId}),
           ${count}, ${JSON.stringify(absent)}::jsonb, ${remark}, ${ctx.now}::timestamptz, ${personId}::uuid
    returning *`.execute(ctx.db);
  return asConsolidation(rows[0]!);
}

/** From my hands into those of the body above; every level between has it from now on, unless it had it before. */
async function move(ctx: ViewerContext, { above }: Way, batch: ConsolidationRow, ready: readonly SubmissionRow[]): Promise<void> {
  const { federationId, organizationId, path, personId } = ctx.viewer;
  const to = levelOf(above.path);
  const levels = Array.from({ length: levelOf(path) - to }, (_, index) => String(to + index));
  const reached = JSON.stringify(Object.fromEntries(levels.map((level) => [level, ctx.now.toISOString()])));
  const ids = ready.map(({ id }) => id);
  const { numAffectedRows } = await sql`
    update submission
       set holder_id = ${above.issuer_id}, cleared_at = null, reached_level = ${to}, first_reached_at = ${reached}::jsonb || first_reached_at, version = version + 1
     where federation_id = ${federationId} and id = any (${ids}::uuid[]) and holder_id = ${organizationId} and cleared_at is not null
  `.execute(ctx.db);
  // Somebody of this body returned one while the batch was made up.
  if (Number(numAffectedRows) !== ids.length)
    throw new Refusal('NOT_ACCEPTED', '有内容刚被退回或上报，请重新核对', ['input', 'submissionIds']);
  await sql`
    insert into submission_step (federation_id, id, submission_id, path, asker_path, kind, number, organization_id, to_organization_id, consolidation_id, happened_at)
    select s.federation_id, app.uuid7(), s.id, s.path, s.asker_path, 'FORWARDED', s.number, ${organizationId}, ${above.issuer_id}, ${batch.id}, ${ctx.now}::timestamptz
      from submission s where s.federation_id = ${federationId} and s.id = any (${ids}::uuid[])`.execute(ctx.db);
  await sql`
    insert into review (federation_id, id, submission_id, organization_id, number, decision, remark, reviewer_id, decided_at)
    select s.federation_id, app.uuid7(), s.id, ${organizationId}, s.number, 'FORWARD', null, ${personId}, ${ctx.now}::timestamptz
      from submission s where s.federation_id = ${federationId} and s.id = any (${ids}::uuid[])`.execute(ctx.db);
}
