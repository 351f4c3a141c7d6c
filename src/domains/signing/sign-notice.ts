import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { dueLabel } from '../../kit/time.ts';
import { resolveAddressees } from '../notices/addressees.ts';
import { contentHash } from '../notices/content-hash.ts';
import type { NoticeRow } from '../notices/notice.rows.ts';
import { findNotice, noticeToChange } from '../notices/read-notices.ts';
import { returnNoticeDraft, signNotice } from '../notices/sign-off.ts';
import type { Answer, ShownDocument, Signable } from './signable.ts';

/**
 * The signature of a notice (签发) by a leader who has no account. It is asked for by somebody who did not write it: a link
 * passes through the hands of whoever makes it, and who drafts must not hold both pens.
 */
export const signableNotice: Signable = {
  mayInvite: ['review', 'Notice'],
  async offer(ctx, subjectId, path) {
    if (!(await findNotice(ctx, subjectId))) throw notFound(path);
    const notice = await noticeToChange(ctx, subjectId);
    if (notice.state !== 'DRAFT') throw new Refusal('ALREADY_ISSUED', '文件已印发，不需要再签发', path);
    if (notice.stage === 'SIGNED') throw new Refusal('ALREADY_SIGNED', '文稿已经签发', path);
    if (notice.stage !== 'REVIEWED') throw new Refusal('NOT_REVIEWED', '文稿尚未核稿，不能请人签发', path);
    const { personId, onBehalfOfId } = ctx.viewer;
    if (notice.author_ids.some((id) => id === personId || id === onBehalfOfId)) {
      throw new Refusal('FOUR_EYES', '签发链接不能由拟稿人发出，请由核稿人办理', path);
    }
    return { version: notice.version, contentHash: await contentHash(ctx, notice), shown: await shownOf(ctx, notice) };
  },
  mayOfSigner: [
    ['read', 'Notice'],
    ['readDraft', 'Notice'],
    ['sign', 'Notice'],
  ],
  async sign(ctx, answer) {
    await assertUnchanged(ctx, answer);
    await signNotice(ctx, { noticeId: answer.subjectId, version: answer.version, remark: answer.opinion });
  },
  mayOfDecliner: [
    ['read', 'Notice'],
    ['readDraft', 'Notice'],
    ['review', 'Notice'],
  ],
  async decline(ctx, answer) {
    await assertUnchanged(ctx, answer);
    await returnNoticeDraft(ctx, { noticeId: answer.subjectId, version: answer.version, reason: answer.opinion });
  },
};

/** What was shown is what is signed: another text, or the same at another stage, needs a new invitation. */
async function assertUnchanged(ctx: ViewerContext, { subjectId, version, contentHash: shown }: Answer): Promise<void> {
  const notice = await noticeToChange(ctx, subjectId);
  if (notice.version === version && notice.stage === 'REVIEWED' && (await contentHash(ctx, notice)) === shown) return;
  throw new Refusal('SUBJECT_CHANGED', '文稿在链接发出后有变动，请联系发出链接的单位重新发送', ['input', 'token']);
}

async function shownOf(ctx: ViewerContext, notice: NoticeRow): Promise<ShownDocument> {
  const { count } = await resolveAddressees(ctx, notice.addressees);
  const deliverables = await ctx.loaders.many('deliverable', 'notice_id', notice.id, { column: 'ordinal' });
  const issuer = await ctx.loaders.one('organization', notice.issuer_id);
  const lines = [
    { label: '发文单位', text: issuer?.name ?? '' },
    { label: '落款', text: notice.signed_by },
    { label: '主送', text: `${count}家` },
    { label: '正文', text: notice.body },
    ...deliverables.map(({ title, requirement, fields, due_at }) => ({
      label: '要求报送',
      text: [title, requirement, fields.map(({ label }) => label).join('、'), due_at && dueLabel(due_at, { year: true })]
        .filter(Boolean)
        .join('；'),
    })),
  ];
  return { title: notice.title, lines: lines.filter(({ text }) => text !== '') };
}
