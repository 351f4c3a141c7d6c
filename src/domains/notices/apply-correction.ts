import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { json } from '../../kit/sql.ts';
import { correctObligations } from '../obligations/correct-obligations.ts';
import { indexNotices } from '../search/index-notices.ts';
import { askAgain } from '../submissions/ask-again.ts';
import { announceCorrection } from './announce-correction.ts';
import { correctAttachments } from './attachments.ts';
import { correctBelow } from './correct-below.ts';
import { newAddressees } from './correction-rules.ts';
import { type Scope, scopeOf } from './correction-scope.ts';
import { DUE_TYPES, dueFrom } from './due-columns.ts';
import { deliver } from './deliver.ts';
import { formatDocNumber } from './doc-number.ts';
import { addEdition, keepEditions } from './edition-rows.ts';
import { freeKey } from './inherited-keys.ts';
import type { Correction } from './issue-correction.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';
import { askToPassOn, settlePassOn } from './pass-on-correction.ts';

/**
 * Does what a correction says, at this level and below. Behind the walls of the whole federation, inside `withRollup`, with
 * the tree and the obligations held.
 * @returns the notice at its new edition
 */
export async function applyCorrection(ctx: ViewerContext, correction: Correction): Promise<NoticeRow> {
  const scope = scopeOf(correction);
  await keepEditions(ctx, correction.notice.id);
  const to = newAddressees(ctx, correction.notice, correction.draft);
  const gained = correction.addressees.gained > 0;
  let amended = await writeNotice(ctx, correction);
  await correctAttachments(ctx, correction.notice, correction.draft);
  await writeDeliverables(ctx, amended, correction, scope);
  const pulled = await correctBelow(ctx, amended, correction, scope);
  await correctObligations(ctx, scope, amended, correction.draft.amendment!.reason);
  if (gained || correction.added.length > 0) amended = await deliverMore(ctx, amended, to, gained);
  const again = await askAgain(ctx, correction, scope, amended);
  if (correction.superior) await settlePassOn(ctx, correction.superior.id, 'PASSED_ON', correction.draft.amendment!.reason);
  const hops = await askToPassOn(ctx, amended, correction);
  await addEdition(ctx, amended, editionOf(correction));
  await close(ctx, correction.draft);
  await indexNotices(ctx.db, ctx.viewer.federationId, [amended.id]);
  await announceCorrection(ctx, amended, { correction, pulled, hops, again });
  return amended;
}

async function writeNotice(ctx: ViewerContext, { notice, draft, superior }: Correction): Promise<NoticeRow> {
  const row = await ctx.db
    .updateTable('notice')
    .set({
      title: draft.title,
      body: draft.body,
      signed_by: draft.signed_by,
      department_id: draft.department_id,
      level: draft.level,
      basis: json(draft.basis),
      contacts: json(draft.contacts),
      award_year: draft.award_year,
      award_kinds: draft.award_kinds,
      declared_period: draft.declared_period,
      activities: json(draft.activities),
      addressees: json(draft.addressees),
      edition: notice.edition + 1,
      based_on: superior?.edition ?? notice.based_on,
      updated_at: ctx.now,
      version: notice.version + 1,
    })
    .where('federation_id', '=', notice.federation_id)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return asNotice(row);
}

/** What stands says what the draft says; what is new moves over from the draft; what is gone stays readable. */
async function writeDeliverables(
  ctx: ViewerContext,
  { id, federation_id, edition }: NoticeRow,
  correction: Correction,
  scope: Scope,
): Promise<void> {
  const { pairs, added, ever } = correction;
  const changed = new Set(correction.changes.map(({ deliverableId }) => deliverableId));
  const rows = pairs.map(({ before, after }) => Object.assign({}, after, { id: before.id, is_changed: changed.has(before.id) }));
  if (rows.length > 0) {
    await sql`
      update deliverable d
         set ordinal = c.ordinal, title = c.title, requirement = c.requirement, fields = c.fields, ledger = nullif(c.ledger, 'null'), ${dueFrom('c')},
             closes_at = c.closes_at, completed_by = c.completed_by, pulled_from = null,
             edition = case when c.is_changed then ${edition} else d.edition end
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as c (id uuid, ordinal int, title text, requirement text, fields jsonb, ledger jsonb, ${DUE_TYPES}, closes_at timestamptz,
                completed_by text, is_changed boolean)
       where d.federation_id = ${federation_id} and d.id = c.id`.execute(ctx.db);
  }
  if (added.length > 0) {
    const keys = keysOf(added, ever);
    await sql`
      update deliverable d
         set notice_id = ${id}, key = c.key, published_at = ${ctx.now}, closes_at = c.closes_at, since = ${edition}, edition = ${edition}, pulled_from = null
        from jsonb_to_recordset(${JSON.stringify(added.map(({ id: added_id, closes_at }, index) => ({ id: added_id, closes_at, key: keys[index] })))}::jsonb)
          as c (id uuid, key text, closes_at timestamptz)
       where d.federation_id = ${federation_id} and d.id = c.id`.execute(ctx.db);
  }
  if (scope.removed.length > 0) {
    await sql`
      update deliverable set withdrawn_at = ${ctx.now}
       where federation_id = ${federation_id} and root_id = any (${[...scope.removed]}::uuid[]) and published_at is not null and withdrawn_at is null`.execute(
      ctx.db,
    );
  }
}

/** What is handed on takes another key where an earlier edition used its own. */
function keysOf(added: Correction['added'], ever: Correction['ever']): string[] {
  const taken = new Set(ever.map(({ key }) => key));
  return added.map(({ key }) => {
    const free = freeKey(key, taken);
    taken.add(free);
    return free;
  });
}

async function deliverMore(ctx: ViewerContext, amended: NoticeRow, to: Parameters<typeof deliver>[2], gained: boolean): Promise<NoticeRow> {
  const delivered = await deliver(ctx, amended, gained ? to : sql`select null::uuid as id, null as path where false`);
  const row = await ctx.db
    .updateTable('notice')
    .set({ delivered_count: amended.delivered_count + delivered })
    .where('federation_id', '=', amended.federation_id)
    .where('id', '=', amended.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return asNotice(row);
}

function editionOf({ draft, changes }: Correction): Parameters<typeof addEdition>[2] {
  const { doc_prefix: prefix, doc_year: year, doc_seq: sequence } = draft;
  const docNumber = prefix !== null && year !== null && sequence !== null ? formatDocNumber({ prefix, year, sequence }) : null;
  return { ...draft.amendment!, changes, docNumber, correctionId: draft.id };
}

/** The draft with its way to the signature stays its body's own paper; what it said is the notice's. */
async function close(ctx: ViewerContext, draft: NoticeRow): Promise<void> {
  await ctx.db
    .updateTable('notice')
    .set({ state: 'ISSUED', issued_by_id: ctx.viewer.personId, updated_at: ctx.now, version: draft.version + 1 })
    .where('federation_id', '=', draft.federation_id)
    .where('id', '=', draft.id)
    .execute();
}
