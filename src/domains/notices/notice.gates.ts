import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { DeliveryRow, NoticeRow } from './notice.rows.ts';

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Notice'));

const isDraft = (notice: NoticeRow): Gate => (notice.state === 'DRAFT' ? open() : shut('ALREADY_ISSUED', '文件已印发，不能再修改'));

/** Only the body that writes a draft may see or change it. */
const isOurs = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  notice.issuer_id === ctx.viewer.organizationId ? open() : shut('NOT_ISSUER', '只有发文单位可以办理');

export const editGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(holds(ctx, 'draft'), isOurs(ctx, notice), isDraft(notice));

/** One's own notice is issued, a superior's is forwarded: two acts, one gate each. */
export const issueGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(
    holds(ctx, 'issue'),
    isOurs(ctx, notice),
    isDraft(notice),
    notice.forwards_id ? shut('IS_FORWARDING', '转发件请用“转发”办理') : open(),
  );

export const sendForwardGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(
    holds(ctx, 'forward'),
    isOurs(ctx, notice),
    isDraft(notice),
    notice.forwards_id ? open() : shut('NOT_FORWARDING', '这不是转发件，请用“印发”办理'),
  );

export const acknowledgeGate = (ctx: ViewerContext, delivery: DeliveryRow | undefined): Gate =>
  firstShut(
    holds(ctx, 'acknowledge'),
    delivery ? open() : shut('NOT_DELIVERED', '这份文件没有发给本单位'),
    delivery?.acknowledged_at ? shut('ALREADY_ACKNOWLEDGED', '本单位已签收') : open(),
  );

/** A notice that was delivered here and not yet handed on (F1). */
export const forwardGate = (ctx: ViewerContext, delivery: DeliveryRow | undefined): Gate =>
  firstShut(
    holds(ctx, 'forward'),
    delivery ? open() : shut('NOT_DELIVERED', '这份文件没有发给本单位'),
    delivery?.forwarded_at ? shut('ALREADY_FORWARDED', '本单位已转发这份文件') : open(),
  );
