import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { isIssued, isMine, stands } from './correction.gates.ts';
import type { NoticeRow } from './notice.rows.ts';

/** Beginning a draft from what one's own body sent; a forwarding begins with what the superior sends. */
export const copyGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(
    permitted(ctx.ability.can('draft', 'Notice')),
    isMine(ctx, notice),
    isIssued(notice),
    notice.forwards_id ? shut('IS_FORWARDING', '转发件不能复制；请在收到上级的新文件后转发') : open(),
    stands(notice),
  );
