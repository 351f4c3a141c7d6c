import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { statusOf, type TitleRow } from './title.rows.ts';

/** Of the body that gave it, while it stands. */
export const givenByUs = (ctx: ViewerContext, action: string, title: TitleRow): Gate =>
  firstShut(
    permitted(ctx.ability.can(action, 'Title')),
    title.path === ctx.viewer.path ? open() : shut('NOT_GRANTOR', '只有授予称号的单位可以办理'),
  );

export function isActive(ctx: ViewerContext, title: TitleRow): Gate {
  const status = statusOf(title, ctx.now);
  if (status === 'NAMED') return shut('NOT_EFFECTIVE', `称号自${title.effective_from}起生效`);
  return status === 'ACTIVE' ? open() : shut('NOT_ACTIVE', status === 'REVOKED' ? '称号已撤销' : '称号已到期');
}

export const plaqueGate = (ctx: ViewerContext, title: TitleRow): Gate =>
  firstShut(
    givenByUs(ctx, 'give', title),
    title.kind === 'COMMENDATION' ? shut('NO_PLAQUE', '通报表扬不授牌') : open(),
    isActive(ctx, title),
    title.plaque_given_on ? shut('PLAQUE_GIVEN', '已经授牌') : open(),
  );

export const revokeGate = (ctx: ViewerContext, title: TitleRow): Gate =>
  firstShut(givenByUs(ctx, 'revoke', title), title.revoked_on ? shut('NOT_ACTIVE', '称号已撤销') : open());
