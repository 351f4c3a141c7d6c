import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { assertGate, firstShut, type Gate } from '../../kit/viewer-can.ts';
import { notFound, Refusal, stale } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { todayOf } from '../federation/calendar.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { record } from '../audit/record.ts';
import { assertAsWritten } from './as-written.ts';
import { contentHash } from './content-hash.ts';
import { forwardingTitle } from './doc-number.ts';
import { proposedDue } from './lint-dues.ts';
import { NO_EXTRAS } from './extras.input.ts';
import { editGate, forwardGate } from './notice.gates.ts';
import type { contentSchema } from './content.input.ts';
import type { draftNoticeInput, saveNoticeDraftInput } from './notice.input.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';
import { deliveryHere, findNotice, noticeToChange } from './read-notices.ts';
import { appendStep } from './sign-off.ts';
import { inheritable, writeContent } from './write-content.ts';

/** Begins a notice of one's own (P1). */
export async function draftNotice(ctx: ViewerContext, { content }: z.output<typeof draftNoticeInput>): Promise<NoticeRow> {
  // What is written at an address must not be written while the address changes.
  await holdTree(ctx, 'share');
  const notice = await writeContent(
    ctx,
    await insertDraft(ctx, { kind: content.kind ?? 'NOTICE', level: content.level ?? 'PROVINCIAL', forwardsId: null, basedOn: 1 }),
    content,
  );
  await record(ctx, { operation: 'draftNotice', subjectType: 'Notice', subjectId: notice.id, detail: { title: notice.title } });
  return notice;
}

/**
 * Saves a draft whole; one that was on its way to the signature begins it anew.
 * @throws Refusal STALE_VERSION with the present notice, ALREADY_ISSUED, and those of `writeContent`
 */
export async function saveNoticeDraft(ctx: ViewerContext, input: z.output<typeof saveNoticeDraftInput>): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToChange(ctx, input.noticeId);
  assertGate(editGate(ctx, notice), ['input', 'noticeId']);
  if (notice.version !== input.version) throw stale(['input', 'version'], { notice });
  if (notice.bulletin_id) assertAsWritten(notice, input.content);
  const saved = await writeContent(ctx, notice, input.content);
  if (notice.stage !== 'DRAFTING') await appendStep(ctx, saved, { kind: 'REVISED' }, await contentHash(ctx, saved));
  await record(ctx, { operation: 'saveNoticeDraft', subjectType: 'Notice', subjectId: notice.id, detail: { version: saved.version } });
  return saved;
}

/**
 * Prepares the forwarding of a received notice (F1): the title quotes the superior's, every deliverable is inherited and
 * locked, each with a due three working days earlier where there is time for it. One per body and notice.
 * @throws Refusal NOT_FOUND, NOT_DELIVERED, ALREADY_FORWARDED
 */
export async function draftForwarding(ctx: ViewerContext, noticeId: string): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const parent = await findNotice(ctx, noticeId);
  if (!parent) throw notFound(['input', 'noticeId']);
  const gate: Gate = firstShut(forwardGate(ctx, await deliveryHere(ctx, noticeId)));
  assertGate(gate, ['input', 'noticeId']);
  const begun = await ctx.db
    .selectFrom('notice')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('issuer_id', '=', ctx.viewer.organizationId)
    .where('forwards_id', '=', parent.id)
    .where('amends_id', 'is', null)
    .where('recalled_at', 'is', null)
    .executeTakeFirst();
  if (begun) return asNotice(begun); // asked for again: the same draft

  const parents = await inheritable(ctx, parent.id);
  const today = await todayOf(ctx);
  const { signedBy, children } = await forwarder(ctx);
  const content: z.output<typeof contentSchema> = {
    docNumber: null,
    title: forwardingTitle(parent.title),
    body: '',
    signedBy,
    departmentId: null,
    issuedOn: null,
    derivedFromId: null,
    previousId: null,
    reach: 'ADDRESSED',
    basis: [],
    contacts: [],
    ...NO_EXTRAS,
    addressees: {
      groups: children ? [{ kinds: [], scope: 'CHILDREN' }] : [{ kinds: [], scope: 'AFFILIATED' }],
      organizationIds: [],
      exceptIds: [],
    },
    deliverables: [],
    inherited: parents.map((deliverable) => ({
      deliverableId: deliverable.id,
      due: proposedDue(deliverable.due_at, today),
      dueExclusive: false,
      duePhrase: null,
      dueConfirmed: false,
      noDue: false,
      nextWorkingDay: false,
      requirement: '',
      fields: [],
      completedBy: null,
    })),
  };
  const draft = await insertDraft(ctx, { kind: 'FORWARDING', level: parent.level, forwardsId: parent.id, basedOn: parent.edition });
  const notice = await writeContent(ctx, draft, content);
  await record(ctx, { operation: 'draftForwarding', subjectType: 'Notice', subjectId: notice.id, detail: { forwards: parent.id } });
  return notice;
}

interface Begun {
  readonly kind: NoticeRow['kind'];
  readonly level: NoticeRow['level'];
  readonly forwardsId: string | null;
  readonly basedOn: number;
  readonly bulletinId?: string | null;
}

async function forwarder(ctx: ViewerContext): Promise<{ signedBy: string; children: boolean }> {
  const organization = await ctx.loaders.one('organization', ctx.viewer.organizationId);
  return { signedBy: organization!.name, children: organization!.next_child > 0 };
}

export async function insertDraft(ctx: ViewerContext, { kind, level, forwardsId, basedOn, bulletinId = null }: Begun): Promise<NoticeRow> {
  const { viewer, now } = ctx;
  const row = await ctx.db
    .insertInto('notice')
    .values({
      federation_id: viewer.federationId,
      id: uuid7(),
      issuer_id: viewer.organizationId,
      path: viewer.path,
      kind,
      level,
      state: 'DRAFT',
      title: '',
      body: '',
      signed_by: '',
      forwards_id: forwardsId,
      based_on: basedOn,
      bulletin_id: bulletinId,
      basis: '[]' as never,
      contacts: '[]' as never,
      addressees: '{"groups":[],"organizationIds":[],"exceptIds":[]}' as never,
      reach: 'ADDRESSED',
      drafted_by_id: viewer.personId,
      created_at: now,
      updated_at: now,
      version: 0,
    })
    .onConflict((conflict) => conflict.doNothing()) // two clerks begin the same forwarding at once
    .returningAll()
    .executeTakeFirst();
  if (!row) throw new Refusal('ALREADY_DRAFTED', '同事刚刚已开始拟稿，请刷新后继续', ['input', 'noticeId']);
  return asNotice(row);
}
