import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { todayOf } from '../federation/calendar.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { copyAttachments } from './attachments.ts';
import { amendGate } from './correction.gates.ts';
import type { AmendNotice } from './correction.input.ts';
import type { Amendment } from './edition.shapes.ts';
import { standing } from './edition-rows.ts';
import { dueList, onDay } from './due-columns.ts';
import { freeKey } from './inherited-keys.ts';
import { proposedDue } from './lint-dues.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';
import { findNotice } from './read-notices.ts';
import { inheritable, inheritedColumns } from './write-content.ts';

/**
 * Begins the correction of a notice that was sent: a draft of its next edition that says what the notice says today, with
 * whatever a superior has added meanwhile. It is written, reviewed and signed like any other draft. Asked again, gives the
 * same draft with the new reason.
 * @throws Refusal NOT_FOUND, NOT_ISSUER, NOT_ISSUED, RECALLED
 */
export async function amendNotice(ctx: ViewerContext, { noticeId, ...amendment }: AmendNotice): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToAmend(ctx, noticeId);
  assertGate(amendGate(ctx, notice), ['input', 'noticeId']);
  const begun = await correctionOf(ctx, notice);
  const draft = begun ? await withAmendment(ctx, begun, amendment) : await copyOf(ctx, notice, amendment);
  await record(ctx, { operation: 'amendNotice', subjectType: 'Notice', subjectId: noticeId, detail: { draftId: draft.id, ...amendment } });
  return draft;
}

/**
 * A notice that stands where the caller's body stands, held for the change to come.
 * @throws Refusal NOT_FOUND
 */
export async function noticeToAmend(ctx: ViewerContext, id: string): Promise<NoticeRow> {
  const path = ['input', 'noticeId'];
  const found = await findNotice(ctx, id);
  // What a superior published is readable and cannot be held.
  if (found?.path !== ctx.viewer.path) throw notFound(path);
  const { rows } = await sql<NoticeRow>`
    select n.* from notice n where n.federation_id = ${ctx.viewer.federationId} and n.id = ${id} for update`.execute(ctx.db);
  return asNotice(rows[0]!);
}

/** The draft of a correction that the body is writing. */
export async function correctionOf(ctx: ViewerContext, { id }: NoticeRow): Promise<NoticeRow | undefined> {
  const row = await ctx.db
    .selectFrom('notice')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('amends_id', '=', id)
    .where('state', '=', 'DRAFT')
    .executeTakeFirst();
  return row && asNotice(row);
}

/** What is said of the correction is under the signature like its text. */
async function withAmendment(ctx: ViewerContext, draft: NoticeRow, amendment: Amendment): Promise<NoticeRow> {
  if (JSON.stringify(draft.amendment) === JSON.stringify(amendment)) return draft;
  const row = await ctx.db
    .updateTable('notice')
    .set({ amendment: json(amendment), stage: 'DRAFTING', updated_at: ctx.now, version: draft.version + 1 })
    .where('federation_id', '=', draft.federation_id)
    .where('id', '=', draft.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return asNotice(row);
}

async function copyOf(ctx: ViewerContext, notice: NoticeRow, amendment: Amendment): Promise<NoticeRow> {
  const { federationId, organizationId, path, personId, onBehalfOfId } = ctx.viewer;
  const id = uuid7();
  const superior = notice.forwards_id ? await ctx.loaders.one('notice', notice.forwards_id) : undefined;
  const { rows } = await sql<NoticeRow>`
    insert into notice (federation_id, id, issuer_id, path, department_id, kind, level, state, author_ids, title, body, signed_by, forwards_id,
                        derived_from_id, previous_id, basis, award_year, award_kinds, declared_period, activities, contacts, addressees, reach, drafted_by_id, created_at, updated_at, version, based_on,
                        amends_id, amendment)
    select federation_id, ${id}::uuid, ${organizationId}::uuid, ${path}, department_id, kind, level, 'DRAFT',
           ${[personId, ...(onBehalfOfId ? [onBehalfOfId] : [])]}::uuid[], title, body, signed_by, forwards_id, derived_from_id, previous_id, basis,
           award_year, award_kinds, declared_period, activities, contacts, addressees, reach, ${personId}::uuid, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz, 1, ${superior?.edition ?? 1}, id,
           ${JSON.stringify(amendment)}::jsonb
      from notice where federation_id = ${federationId} and id = ${notice.id} returning *`.execute(ctx.db);
  const draft = asNotice(rows[0]!);
  await copyDeliverables(ctx, notice, draft);
  await copyAttachments(ctx, notice, draft);
  if (notice.forwards_id) await handOnWhatWasAdded(ctx, notice, draft);
  return draft;
}

/** As they stand. A close that follows from the due is left open, so that it follows the new one. */
async function copyDeliverables(ctx: ViewerContext, notice: NoticeRow, draft: NoticeRow): Promise<void> {
  await sql`
    insert into deliverable (federation_id, id, notice_id, issuer_id, path, key, ordinal, title, requirement, participation, output, audience, fields,
                             ledger, approvals, ${dueList()}, pulled_from, closes_at, route, late_policy, grace_days, completed_by, inherits_id, root_id, chain)
    select federation_id, fresh, ${draft.id}::uuid, ${draft.issuer_id}::uuid, ${draft.path}, key, ordinal, title, requirement, participation, output,
           audience, fields, ledger, approvals, ${dueList()}, pulled_from,
           case when inherits_id is null and (late_policy = 'GRACE' or closes_at = due_at) then null else closes_at end,
           route, late_policy, grace_days, completed_by, inherits_id,
           case when inherits_id is null then fresh else root_id end,
           case when inherits_id is null then array[fresh] else trim_array(chain, 1) || fresh end
      from (select v.*, app.uuid7() as fresh from deliverable v
             where v.federation_id = ${notice.federation_id} and v.notice_id = ${notice.id} and ${standing('v')}) v`.execute(ctx.db);
}

/** What the superior asks for since, as in a forwarding that begins. */
async function handOnWhatWasAdded(ctx: ViewerContext, notice: NoticeRow, draft: NoticeRow): Promise<void> {
  const known = await ctx.db
    .selectFrom('deliverable')
    .select(['key', 'inherits_id'])
    .where('federation_id', '=', notice.federation_id)
    .where('notice_id', '=', draft.id)
    .execute();
  const parents = await inheritable(ctx, notice.forwards_id!);
  const added = parents.filter(({ id }) => !known.some(({ inherits_id }) => inherits_id === id));
  if (added.length === 0) return;
  const taken = new Set(known.map(({ key }) => key));
  const today = await todayOf(ctx);
  const rows = added.map((parent, index) => {
    const due = proposedDue(parent.due_at, today);
    const columns = inheritedColumns(parent, undefined, due === null ? undefined : onDay(due));
    const key = freeKey(parent.key, taken);
    taken.add(key);
    return Object.assign(columns, {
      key,
      federation_id: draft.federation_id,
      notice_id: draft.id,
      issuer_id: draft.issuer_id,
      path: draft.path,
      ordinal: known.length + index,
    });
  });
  await ctx.db.insertInto('deliverable').values(rows).execute();
}
