import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { namesStandingTitles } from '../honours/read-titles.ts';
import { isDraft, isOurs, isSigned } from './notice.gates.ts';
import type { NoticeRow } from './notice.rows.ts';

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Notice'));

/** One's own, or a merged body's that one goes on for: a notice stands where its owner stands today. */
export const isMine = ({ viewer }: ViewerContext, { path }: Pick<NoticeRow, 'path'>): Gate =>
  path === viewer.path ? open() : shut('NOT_ISSUER', '只有发文单位可以办理');

export const isIssued = ({ state, amends_id }: NoticeRow): Gate =>
  state === 'ISSUED' && amends_id === null ? open() : shut('NOT_ISSUED', '文件尚未印发，请直接修改草稿');

export const stands = ({ recalled_at }: NoticeRow): Gate => (recalled_at ? shut('RECALLED', '文件已撤回，不能再办理') : open());

/** What was written out of frozen figures is corrected by figures. */
const noBulletin = ({ bulletin_id }: NoticeRow): Gate => (bulletin_id ? shut('IS_BULLETIN', '通报不作更正，请另发补充通报') : open());

/** Writing a correction of what was sent. */
export const amendGate = (ctx: ViewerContext, notice: NoticeRow): Gate =>
  firstShut(holds(ctx, 'amend'), isMine(ctx, notice), isIssued(notice), stands(notice), noBulletin(notice));

/** Taking back what was sent. */
export async function recallGate(ctx: ViewerContext, notice: NoticeRow): Promise<Gate> {
  const gate = firstShut(holds(ctx, 'recall'), isMine(ctx, notice), isIssued(notice), stands(notice));
  if (!gate.allowed || !(await namesStandingTitles(ctx, notice.id))) return gate;
  return shut('HONOURS_STAND', '这份通报命名的称号仍然有效，撤销称号须经审定机构作出新的决定');
}

/** Making it the next edition: as with a notice, not before it is signed. */
export async function issueCorrectionGate(ctx: ViewerContext, draft: NoticeRow): Promise<Gate> {
  const gate = firstShut(
    holds(ctx, 'amend'),
    isOurs(ctx, draft),
    draft.amends_id ? open() : shut('NOT_CORRECTION', '这不是更正稿'),
    isDraft(draft),
  );
  return gate.allowed ? isSigned(ctx, draft) : gate;
}

/** Saying that a superior's correction changes nothing below: for one's own forwarding of an earlier edition. */
export const confirmGate = (ctx: ViewerContext, notice: NoticeRow, superior: NoticeRow | undefined): Gate =>
  firstShut(
    holds(ctx, 'amend'),
    isMine(ctx, notice),
    isIssued(notice),
    stands(notice),
    superior && superior.edition > notice.based_on ? open() : shut('NOTHING_TO_CONFIRM', '上级没有需要转发的更正'),
  );
