import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { stale } from '../../kit/errors.ts';
import { addDays, dayOf, endOfDay } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { activateTitles } from '../honours/activate-titles.ts';
import { indexNotices } from '../search/index-notices.ts';
import { publishAttachments } from './attachments.ts';
import { deliver } from './deliver.ts';
import { readDocNumber } from './doc-number.ts';
import { publishAnswers } from './lint-answer.ts';
import { assertLintDone } from './lint-notice.ts';
import { giveNumber } from './next-number.ts';
import { forwardGate, issueGate, sendForwardGate } from './notice.gates.ts';
import type { issueNoticeInput } from './notice.input.ts';
import { asDeliverable, asNotice, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import { deliveryHere, noticeToChange } from './read-notices.ts';
import { assertAsSigned } from './sign-off.ts';

type Send = z.output<typeof issueNoticeInput>;

/**
 * Sends one's own notice to its addressees: from now on it is never changed (S0-14, S0-15).
 * @throws Refusal STALE_VERSION, ALREADY_ISSUED, NOT_SIGNED, DOC_NUMBER_USED, or everything that its lint holds against it at once
 */
export async function issueNotice(ctx: ViewerContext, input: Send): Promise<NoticeRow> {
  // A tree that is being moved waits for this, and this for it: nobody is addressed where they no longer stand.
  await holdTree(ctx, 'share');
  const notice = await noticeToChange(ctx, input.noticeId);
  assertGate(await issueGate(ctx, notice), ['input', 'noticeId']);
  return send(ctx, notice, input, 'issueNotice');
}

/**
 * Hands a superior's notice on under one's own number (S0-05): its text and demands travel with it, unchanged.
 * @throws Refusal as `issueNotice`, and ALREADY_FORWARDED
 */
export async function forwardNotice(ctx: ViewerContext, input: Send): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToChange(ctx, input.noticeId);
  assertGate(await sendForwardGate(ctx, notice), ['input', 'noticeId']);
  assertGate(forwardGate(ctx, await deliveryHere(ctx, notice.forwards_id!)), ['input', 'noticeId']);
  const forwarded = await send(ctx, notice, input, 'forwardNotice');
  await ctx.db
    .updateTable('delivery')
    .set({
      forwarded_at: ctx.now,
      // Who hands a notice on has seen it.
      acknowledged_at: sql`coalesce(acknowledged_at, ${ctx.now})`,
      acknowledged_by_id: sql`coalesce(acknowledged_by_id, ${ctx.viewer.personId}::uuid)`,
    })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('notice_id', '=', notice.forwards_id!)
    .execute();
  return forwarded;
}

async function send(ctx: ViewerContext, notice: NoticeRow, input: Send, operation: string): Promise<NoticeRow> {
  if (notice.version !== input.version) throw stale(['input', 'version'], { notice });
  const signature = await assertAsSigned(ctx, notice);
  const answered = await assertLintDone(ctx, notice);
  const deliverables = (await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' })).map(asDeliverable);

  // The date under a document is that of its signature.
  const issuedOn = notice.issued_on ?? dayOf(signature?.happened_at ?? ctx.now);
  await publish(ctx, { ...notice, issued_on: issuedOn }, deliverables);
  await publishAttachments(ctx, notice);
  await publishAnswers(ctx, notice, answered);
  const delivered = await deliver(ctx, notice);
  await activateTitles(ctx, notice.id);
  const number = numberWanted(input, issuedOn);
  if (number) await giveNumber(ctx, notice, number);
  const issued = await ctx.db
    .updateTable('notice')
    .set({ delivered_count: delivered })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await indexNotices(ctx.db, ctx.viewer.federationId, [notice.id]);
  const detail = { delivered, docSeq: issued.doc_seq, contentHash: signature?.content_hash ?? null };
  const event = notice.bulletin_id ? 'BULLETIN_ISSUED' : 'NOTICE_DELIVERED';
  await announce(ctx, { event, subjectType: 'Notice', subjectId: notice.id, audience: { deliveriesOf: notice.id } });
  await record(ctx, { operation, subjectType: 'Notice', subjectId: notice.id, detail });
  return asNotice(issued);
}

/** The number typed when it is sent, or where to take the next free one; otherwise the draft keeps what it has. */
function numberWanted({ docNumber, numberPrefix }: Send, issuedOn: string): Parameters<typeof giveNumber>[2] | undefined {
  if (docNumber !== undefined) return readDocNumber(docNumber, ['input', 'docNumber']);
  return numberPrefix === undefined ? undefined : { prefix: numberPrefix, year: Number(issuedOn.slice(0, 4)) };
}

/**
 * Makes the notice readable and fixes until when anything is accepted. A hop inherits its superior's closing instant:
 * its own earlier due never closes anything.
 */
async function publish(ctx: ViewerContext, notice: NoticeRow, deliverables: readonly DeliverableRow[]): Promise<void> {
  const ids = deliverables.map(({ id }) => id);
  const closes = deliverables.map((row) => (row.inherits_id ? row.closes_at : closingInstant(row))?.toISOString() ?? null);
  await sql`
    update deliverable d set published_at = ${ctx.now}, closes_at = c.closes_at
      from unnest(${ids}::uuid[], ${closes}::timestamptz[]) as c (id, closes_at)
     where d.federation_id = ${ctx.viewer.federationId} and d.id = c.id
  `.execute(ctx.db);
  await ctx.db
    .updateTable('notice')
    .set({
      state: 'ISSUED',
      published_at: ctx.now,
      issued_by_id: ctx.viewer.personId,
      issued_on: notice.issued_on,
      version: notice.version + 1,
    })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('id', '=', notice.id)
    .execute();
}

/** The instant after which nothing is accepted, by late policy (C-05, S2-69); null is never. */
export function closingInstant({ late_policy, due_at, closes_at, grace_days }: DeliverableRow): Date | null {
  if (late_policy === 'ACCEPT_LATE') return closes_at;
  if (late_policy === 'GRACE' && due_at) return endOfDay(addDays(dayOf(due_at), grace_days - 1));
  return closes_at ?? due_at;
}
