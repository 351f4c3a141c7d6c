import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { announce } from '../notifications/announce.ts';
import { holdRecalled, type Recalled, recallObligations } from '../obligations/recall-obligations.ts';
import { withRollup } from '../submissions/rollup.ts';
import { noticeToAmend } from './amend-notice.ts';
import { recallGate } from './correction.gates.ts';
import type { RecallNotice } from './correction.input.ts';
import { withForwardings } from './edition-rows.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';

/**
 * Takes a notice back, with everything that hands it on, at any number of hops: nobody signs for it, hands it on, answers or
 * is reminded any more, and all of it stays readable. What a superior demands, and still reaches a unit by another way, goes
 * on without this body's part; a body that took back its forwarding may hand the superior's notice on anew. A few
 * statements, however many bodies.
 * @throws Refusal NOT_FOUND, NOT_ISSUER, NOT_ISSUED, RECALLED, HONOURS_STAND, STALE_VERSION
 */
export async function recallNotice(ctx: ViewerContext, { noticeId, version, reason }: RecallNotice): Promise<NoticeRow> {
  await holdTree(ctx, 'change');
  const notice = await noticeToAmend(ctx, noticeId);
  assertGate(await recallGate(ctx, notice), ['input', 'noticeId']);
  if (notice.version !== version) throw stale(['input', 'version'], { notice });
  const recalled = await widen(ctx, () => recalledWith(ctx, notice));
  const held = await widen(ctx, () => holdRecalled(ctx, recalled));
  await withRollup(ctx, held, () =>
    widen(ctx, async () => {
      await recallObligations(ctx, recalled, `“${notice.title}”已撤回：${reason}`);
      await markRecalled(ctx, notice, recalled.notices, reason);
    }),
  );
  await announce(
    ctx,
    ...recalled.notices.map((id) => ({
      event: 'NOTICE_RECALLED' as const,
      subjectType: 'Notice',
      subjectId: id,
      audience: { deliveriesOf: id },
      detail: { reason },
    })),
  );
  const detail = { reason, notices: recalled.notices.length };
  await record(ctx, { operation: 'recallNotice', subjectType: 'Notice', subjectId: notice.id, detail });
  ctx.loaders.clear();
  const row = await ctx.db
    .selectFrom('notice')
    .selectAll()
    .where('federation_id', '=', notice.federation_id)
    .where('id', '=', notice.id)
    .executeTakeFirstOrThrow();
  return asNotice(row);
}

/** The notice, what hands it on, and everything that they ask. */
async function recalledWith(ctx: ViewerContext, { id, forwards_id }: NoticeRow): Promise<Recalled> {
  const { rows } = await sql<{ notice_id: string; id: string | null; root_id: string | null }>`
    ${withForwardings(ctx, id)}
    select below.id as notice_id, v.id, v.root_id from below
      left join deliverable v on v.federation_id = below.federation_id and v.notice_id = below.id
    union all
    select null, c.id, c.root_id from deliverable c
     where c.federation_id = ${ctx.viewer.federationId} and c.notice_id = ${forwards_id}::uuid and c.output = 'CORRECTION'`.execute(ctx.db);
  const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.filter((one) => one !== null))];
  const asked = rows.filter(({ notice_id }) => notice_id !== null);
  return {
    notices: distinct(asked.map(({ notice_id }) => notice_id)),
    asked: distinct(asked.map((row) => row.id)),
    roots: distinct(asked.map(({ root_id }) => root_id)),
    passOns: distinct(rows.filter(({ notice_id }) => notice_id === null).map((row) => row.id)),
  };
}

async function markRecalled(ctx: ViewerContext, notice: NoticeRow, recalled: readonly string[], reason: string): Promise<void> {
  const { federationId, organizationId } = ctx.viewer;
  await sql`
    update notice set recalled_at = ${ctx.now}, recall_reason = ${reason}, recalled_with_id = ${notice.id}, version = version + 1
     where federation_id = ${federationId} and id = any (${[...recalled]}::uuid[])`.execute(ctx.db);
  await sql`
    update delivery set recalled_at = ${ctx.now}
     where federation_id = ${federationId} and notice_id = any (${[...recalled]}::uuid[])`.execute(ctx.db);
  if (!notice.forwards_id) return;
  await sql`
    update delivery set forwarded_at = null
     where federation_id = ${federationId} and notice_id = ${notice.forwards_id} and organization_id = ${organizationId}`.execute(ctx.db);
}
