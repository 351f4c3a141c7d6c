import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale, type UserError } from '../../kit/errors.ts';
import { addDays, dayOf, dueLabel, endOfDay } from '../../kit/time.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { announce } from '../notifications/announce.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { indexNotices } from '../search/index-notices.ts';
import { groupsGone, resolveAddressees } from './addressees.ts';
import { deliver } from './deliver.ts';
import { readDocNumber } from './doc-number.ts';
import { giveNumber } from './next-number.ts';
import { forwardGate, issueGate, sendForwardGate } from './notice.gates.ts';
import type { issueNoticeInput } from './notice.input.ts';
import { asDeliverable, asNotice, type DeliverableRow, type NoticeRow } from './notice.rows.ts';
import { deliveryHere, noticeToChange } from './read-notices.ts';
import { assertAsSigned } from './sign-off.ts';

type Send = z.output<typeof issueNoticeInput>;

/**
 * Sends one's own notice to its addressees: from now on it is never changed (S0-14, S0-15).
 * @throws Refusal STALE_VERSION, ALREADY_ISSUED, NOT_SIGNED, DOC_NUMBER_USED, or everything that is wrong with it at once
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
  const deliverables = await deliverablesOf(ctx, notice.id);
  const parents = await parentsOf(ctx, deliverables);
  const addressees = await resolveAddressees(ctx, notice.addressees);
  const errors = [
    ...(addressees.count ? [] : [fault('NO_ADDRESSEES', '没有解析到任何主送单位', 'addressees')]),
    ...((await groupsGone(ctx, notice.addressees))
      ? [fault('ADDRESS_GROUP_GONE', '主送机关中有已删除的地址组', 'addressees', 'addressGroupIds')]
      : []),
    ...deliverables.flatMap((deliverable) => faultsOf(ctx, deliverable, deliverables, parents.get(deliverable.inherits_id ?? ''))),
  ];
  if (errors.length) throw Refusal.ofAll(errors as [UserError, ...UserError[]]);

  // The date under a document is that of its signature.
  const issuedOn = notice.issued_on ?? dayOf(signature?.happened_at ?? ctx.now);
  await publish(ctx, { ...notice, issued_on: issuedOn }, deliverables);
  const delivered = await deliver(ctx, notice);
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
  await announce(ctx, { event: 'NOTICE_DELIVERED', subjectType: 'Notice', subjectId: notice.id, audience: { deliveriesOf: notice.id } });
  await record(ctx, { operation, subjectType: 'Notice', subjectId: notice.id, detail });
  return asNotice(issued);
}

/** The number typed when it is sent, or where to take the next free one; otherwise the draft keeps what it has. */
function numberWanted({ docNumber, numberPrefix }: Send, issuedOn: string): Parameters<typeof giveNumber>[2] | undefined {
  if (docNumber !== undefined) return readDocNumber(docNumber, ['input', 'docNumber']);
  return numberPrefix === undefined ? undefined : { prefix: numberPrefix, year: Number(issuedOn.slice(0, 4)) };
}

async function deliverablesOf(ctx: ViewerContext, noticeId: string): Promise<readonly DeliverableRow[]> {
  const { rows } = await sql<DeliverableRow>`
    select * from deliverable where federation_id = ${ctx.viewer.federationId} and notice_id = ${noticeId} order by ordinal
  `.execute(ctx.db);
  return rows.map(asDeliverable);
}

export async function parentsOf(ctx: ViewerContext, deliverables: readonly DeliverableRow[]): Promise<ReadonlyMap<string, DeliverableRow>> {
  const ids = deliverables.flatMap(({ inherits_id }) => inherits_id ?? []);
  if (!ids.length) return new Map();
  const { rows } = await sql<DeliverableRow>`
    select * from deliverable where federation_id = ${ctx.viewer.federationId} and id = any (${ids}::uuid[])
  `.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

export const fault = (code: string, message: string, ...path: string[]): UserError => ({
  code,
  message,
  path: ['input', 'content', ...path],
});

/** What keeps a deliverable from being sent. Dues are compared as the exclusive ends that they are. */
export function faultsOf(
  ctx: ViewerContext,
  deliverable: DeliverableRow,
  all: readonly DeliverableRow[],
  parent: DeliverableRow | undefined,
): UserError[] {
  const { key, title, due_at, closes_at } = deliverable;
  const at = (field: string) => [parent ? 'inherited' : 'deliverables', key, field];
  const named = (other: string | null) => other === null || all.some((row) => row.key === other && row.key !== key);
  const faults: UserError[] = [];
  if (due_at && due_at <= ctx.now && !(parent && isSame(due_at, parent.due_at))) {
    faults.push(fault('DUE_IN_PAST', `“${title}”的截止时间已经过去`, ...at('due')));
  }
  if (!deliverable.due_confirmed) {
    faults.push(
      fault(
        'DUE_UNCONFIRMED',
        `“${title}”的期限“${deliverable.due_phrase}”理解为${dueLabel(due_at!, { year: true })}，请确认`,
        ...at('due'),
      ),
    );
  }
  if (parent?.due_at && due_at && due_at > parent.due_at) {
    faults.push(fault('DUE_AFTER_PARENT', `“${title}”的截止时间不能晚于上级规定的时间`, ...at('due')));
  }
  if (!parent && closes_at && closes_at <= ctx.now && !(due_at && due_at <= ctx.now)) {
    faults.push(fault('CLOSES_IN_PAST', `“${title}”的关闭时间已经过去`, ...at('closes')));
  }
  if (!parent && due_at && closes_at && closes_at < due_at) {
    faults.push(fault('CLOSES_BEFORE_DUE', `“${title}”的关闭时间早于截止时间`, ...at('closes')));
  }
  if (!named(deliverable.completed_by)) {
    faults.push(fault('UNKNOWN_KEY', `“${title}”指定的完成标志不在本文件的报送任务中`, ...at('completedBy')));
  }
  if (deliverable.output === 'LEDGER' && !parent && !(deliverable.ledger && named(deliverable.ledger.of))) {
    faults.push(fault('LEDGER_WITHOUT_SOURCE', `台账“${title}”没有指明列出哪一项报送任务`, ...at('ledger')));
  }
  return faults;
}

const isSame = (one: Date, other: Date | null): boolean => one.getTime() === other?.getTime();

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
