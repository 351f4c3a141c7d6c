import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { DeliveryRow, NoticeRow } from './notice.rows.ts';
import { noticeStages } from './notice.states.ts';
import { mustSign } from './signing-policy.ts';

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Notice'));

export const isDraft = (notice: NoticeRow): Gate => (notice.state === 'DRAFT' ? open() : shut('ALREADY_ISSUED', '文件已印发，不能再修改'));

/** Only the body that writes a draft may see or change it. */
export const isOurs = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  notice.issuer_id === ctx.viewer.organizationId ? open() : shut('NOT_ISSUER', '只有发文单位可以办理');

export const editGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(holds(ctx, 'draft'), isOurs(ctx, notice), isDraft(notice));

/** Neither who wrote a text, nor who acts for them, nor for whom it was written, reviews or signs it: persons, not offices. */
function byOthers({ viewer: { personId, onBehalfOfId } }: ViewerContext, { author_ids }: NoticeRow): Gate {
  if (author_ids.includes(personId)) return shut('FOUR_EYES', '拟稿人不能核稿或签发自己拟写的文稿');
  const lent = onBehalfOfId !== null && author_ids.includes(onBehalfOfId);
  return lent ? shut('FOUR_EYES', '受拟稿人委托，不能核稿或签发其拟写的文稿') : open();
}

export const submitForReviewGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(holds(ctx, 'draft'), isOurs(ctx, notice), isDraft(notice), noticeStages.gate(notice.stage, 'submit'));

export const reviewDraftGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(holds(ctx, 'review'), isOurs(ctx, notice), isDraft(notice), noticeStages.gate(notice.stage, 'review'), byOthers(ctx, notice));

export const signGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(
    holds(ctx, 'sign'),
    isOurs(ctx, notice),
    isDraft(notice),
    notice.stage === 'DRAFTING' || notice.stage === 'IN_REVIEW' ? shut('NOT_REVIEWED', '文稿尚未核稿，不能签发') : open(),
    noticeStages.gate(notice.stage, 'sign'),
    byOthers(ctx, notice),
  );

export const returnDraftGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(holds(ctx, 'review'), isOurs(ctx, notice), isDraft(notice), noticeStages.gate(notice.stage, 'return'));

/** What goes out was signed, wherever the body has to sign; what is on its way to the signature waits for it everywhere. */
export async function isSigned(ctx: ViewerContext, { issuer_id, stage }: NoticeRow): Promise<Gate> {
  if (stage === 'SIGNED') return open();
  if (stage !== 'DRAFTING') return shut('NOT_SIGNED', '文稿正在核稿、签发，签发后才能印发');
  return (await mustSign(ctx, issuer_id)) ? shut('NOT_SIGNED', '文稿尚未核稿、签发，不能印发') : open();
}

/** A draft of a correction is no notice of its own. */
const notCorrection = ({ amends_id }: NoticeRow): Gate => (amends_id ? shut('IS_CORRECTION', '这是更正稿，请用“发布更正”办理') : open());

/** One's own notice is issued, a superior's is forwarded: two acts, one gate each. */
export async function issueGate(ctx: ViewerContext, notice: NoticeRow): Promise<Gate> {
  const gate = firstShut(
    holds(ctx, 'issue'),
    isOurs(ctx, notice),
    isDraft(notice),
    notCorrection(notice),
    notice.forwards_id ? shut('IS_FORWARDING', '转发件请用“转发”办理') : open(),
  );
  return gate.allowed ? isSigned(ctx, notice) : gate;
}

export async function sendForwardGate(ctx: ViewerContext, notice: NoticeRow): Promise<Gate> {
  const gate = firstShut(
    holds(ctx, 'forward'),
    isOurs(ctx, notice),
    isDraft(notice),
    notCorrection(notice),
    notice.forwards_id ? open() : shut('NOT_FORWARDING', '这不是转发件，请用“印发”办理'),
  );
  return gate.allowed ? isSigned(ctx, notice) : gate;
}

/** What was recalled is read and nothing else. */
const isStanding = (delivery: DeliveryRow | undefined): Gate => (delivery?.recalled_at ? shut('RECALLED', '文件已由发文单位撤回') : open());

export const acknowledgeGate = (ctx: ViewerContext, delivery: DeliveryRow | undefined): Gate =>
  firstShut(
    holds(ctx, 'acknowledge'),
    delivery ? open() : shut('NOT_DELIVERED', '这份文件没有发给本单位'),
    isStanding(delivery),
    delivery?.acknowledged_at ? shut('ALREADY_ACKNOWLEDGED', '本单位已签收') : open(),
  );

/** A notice that was delivered here and not yet handed on (F1). */
export const forwardGate = (ctx: ViewerContext, delivery: DeliveryRow | undefined): Gate =>
  firstShut(
    holds(ctx, 'forward'),
    delivery ? open() : shut('NOT_DELIVERED', '这份文件没有发给本单位'),
    isStanding(delivery),
    delivery?.forwarded_at ? shut('ALREADY_FORWARDED', '本单位已转发这份文件') : open(),
  );
