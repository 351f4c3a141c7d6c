import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { type BulletinRow, stateOf } from './bulletin.rows.ts';

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Bulletin'));

/** One's own, or a merged body's that one goes on for: a bulletin stands where its owner stands today. */
const isMine = ({ viewer }: ViewerContext, { path }: BulletinRow): Gate =>
  path === viewer.path ? open() : shut('NOT_ISSUER', '只有拟写通报的单位可以办理');

function isDraft(bulletin: BulletinRow): Gate {
  if (stateOf(bulletin) === 'DRAFT') return open();
  return shut('ALREADY_ISSUED', bulletin.supplements_id ? '补充通报已印发，不能再修改' : '通报已印发，不能再修改，请另发补充通报');
}

/** Changing its text, or taking its figures anew; a notice that is on its way to the signature begins it anew with it. */
export const editGate = (ctx: ViewerContext, bulletin: BulletinRow): Gate =>
  firstShut(holds(ctx, 'draft'), isMine(ctx, bulletin), isDraft(bulletin));

/** Writing it out as a notice, whose own gates lead on from there. */
export const issueGate = (ctx: ViewerContext, bulletin: BulletinRow): Gate =>
  firstShut(
    holds(ctx, 'issue'),
    isMine(ctx, bulletin),
    isDraft(bulletin),
    bulletin.notice_id ? shut('ALREADY_WRITTEN', '通报已成文，请对该文件核稿、签发后印发') : open(),
  );

/** Correcting what was issued: always the bulletin itself, so that its addenda are numbered in one row. */
export const supplementGate = (ctx: ViewerContext, bulletin: BulletinRow): Gate =>
  firstShut(
    holds(ctx, 'draft'),
    isMine(ctx, bulletin),
    bulletin.supplements_id ? shut('IS_SUPPLEMENT', '这是补充通报，请对原通报再发补充通报') : open(),
    stateOf(bulletin) === 'DRAFT' ? shut('NOT_ISSUED', '通报尚未印发，请直接修改') : open(),
    stateOf(bulletin) === 'RECALLED' ? shut('RECALLED', '通报已撤回，请另拟通报') : open(),
  );
