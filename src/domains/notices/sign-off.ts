import type { Selectable } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale } from '../../kit/errors.ts';
import { json } from '../../kit/sql.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate, type Gate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { holdTree } from '../federation/tree-lock.ts';
import { contentHash } from './content-hash.ts';
import { assertLintDone } from './lint-notice.ts';
import { returnDraftGate, reviewDraftGate, signGate, submitForReviewGate } from './notice.gates.ts';
import { asNotice, type NoticeRow } from './notice.rows.ts';
import type { SealEvidence } from './notice.shapes.ts';
import { noticeStages } from './notice.states.ts';
import { noticeToChange } from './read-notices.ts';
import type { returnNoticeDraftInput, reviewNoticeInput, signNoticeInput, submitNoticeForReviewInput } from './sign-off.input.ts';

export type NoticeStepRow = Selectable<Tables['notice_step']>;

interface Act {
  readonly noticeId: string;
  readonly version: number;
}

interface Said {
  readonly kind: NoticeStepRow['kind'];
  readonly remark?: string | undefined;
  readonly seal?: SealEvidence | undefined;
}

/**
 * Gives a draft to be reviewed (送核), once its lint has nothing left that is wrong or unanswered.
 * @throws Refusal NOT_FOUND, ALREADY_ISSUED, WRONG_STATE, STALE_VERSION, and those of `assertLintDone`
 */
export const submitNoticeForReview = (ctx: ViewerContext, input: z.output<typeof submitNoticeForReviewInput>): Promise<NoticeRow> =>
  take(ctx, input, 'submitNoticeForReview', submitForReviewGate, 'submit', { kind: 'SUBMITTED', remark: input.remark }, assertLintDone);

/**
 * Finds a draft fit to be signed (核稿): somebody who did not write it.
 * @throws Refusal as above, and FOUR_EYES
 */
export const reviewNotice = (ctx: ViewerContext, input: z.output<typeof reviewNoticeInput>): Promise<NoticeRow> =>
  take(ctx, input, 'reviewNotice', reviewDraftGate, 'review', { kind: 'REVIEWED', remark: input.remark });

/**
 * Signs a reviewed draft (签发): a signatory who did not write it. Keeps who, when, in what capacity, and the hash of what
 * was signed; from now on it may be sent as it is, and in no other form.
 * @throws Refusal as above, and NOT_REVIEWED
 */
export const signNotice = (ctx: ViewerContext, input: z.output<typeof signNoticeInput>): Promise<NoticeRow> =>
  take(ctx, input, 'signNotice', signGate, 'sign', { kind: 'SIGNED', remark: input.remark, seal: input.seal });

/** Gives a draft back to whoever writes it, with a reason; what was reviewed or signed is so no longer. */
export const returnNoticeDraft = (ctx: ViewerContext, input: z.output<typeof returnNoticeDraftInput>): Promise<NoticeRow> =>
  take(ctx, input, 'returnNoticeDraft', returnDraftGate, 'return', { kind: 'RETURNED', remark: input.reason });

async function take(
  ctx: ViewerContext,
  { noticeId, version }: Act,
  operation: string,
  gate: (ctx: ViewerContext, notice: NoticeRow) => Gate,
  action: Parameters<typeof noticeStages.next>[1],
  said: Said,
  check?: (ctx: ViewerContext, notice: NoticeRow) => Promise<unknown>,
): Promise<NoticeRow> {
  await holdTree(ctx, 'share');
  const notice = await noticeToChange(ctx, noticeId);
  assertGate(gate(ctx, notice), ['input', 'noticeId']);
  if (notice.version !== version) throw stale(['input', 'version'], { notice });
  await check?.(ctx, notice);
  const stage = noticeStages.next(notice.stage, action, ['input', 'noticeId']);
  const moved = await ctx.db
    .updateTable('notice')
    .set({ stage, updated_at: ctx.now, version: version + 1 })
    .where('federation_id', '=', notice.federation_id)
    .where('id', '=', notice.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const hash = await contentHash(ctx, notice);
  await appendStep(ctx, notice, said, hash);
  await record(ctx, { operation, subjectType: 'Notice', subjectId: notice.id, detail: { version, contentHash: hash } });
  return asNotice(moved);
}

/** A draft's way so far, oldest first; gathered over a request. Its wall lets nobody else's through, and drafts are not for who only counts. */
export async function stepsOf(ctx: ViewerContext, noticeId: string): Promise<readonly NoticeStepRow[]> {
  if (!ctx.ability.can('readDraft', 'Notice')) return [];
  return ctx.loaders.many('notice_step', 'notice_id', noticeId);
}

/** Writes down what was done with a draft. */
export async function appendStep(ctx: ViewerContext, notice: NoticeRow, { kind, remark, seal }: Said, hash: string): Promise<void> {
  const { federationId, organizationId, personId, onBehalfOfId, capacityId } = ctx.viewer;
  await ctx.db
    .insertInto('notice_step')
    .values({
      federation_id: federationId,
      id: uuid7(),
      notice_id: notice.id,
      organization_id: organizationId,
      kind,
      person_id: personId,
      on_behalf_of_id: onBehalfOfId,
      capacity_id: capacityId,
      version: notice.version,
      content_hash: hash,
      remark: remark ?? null,
      seal: seal ? json(seal) : null,
      happened_at: ctx.now,
    })
    .execute();
}

/**
 * The signature under a draft that is to be sent.
 * @throws Refusal SIGNATURE_MISMATCH when the draft does not say what was signed
 */
export async function assertAsSigned(ctx: ViewerContext, notice: NoticeRow): Promise<NoticeStepRow | undefined> {
  if (notice.stage !== 'SIGNED') return undefined;
  const signature = await ctx.db
    .selectFrom('notice_step')
    .selectAll()
    .where('federation_id', '=', notice.federation_id)
    .where('notice_id', '=', notice.id)
    .where('kind', '=', 'SIGNED')
    .orderBy('happened_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (signature?.content_hash !== (await contentHash(ctx, notice))) {
    throw new Refusal('SIGNATURE_MISMATCH', '文稿与签发时的内容不一致，须重新核稿、签发', ['input', 'noticeId']);
  }
  return signature;
}
