import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { type AssignmentRow, type RoundRow, roundState } from './judging.rows.ts';

const mayManage = (ctx: ViewerContext, round: RoundRow): Gate => permitted(ctx.ability.can('manage', round));

const isDrafting = (ctx: ViewerContext, round: RoundRow): Gate => {
  const state = roundState(round, ctx.now);
  if (state === 'CLOSED') return closed();
  return state === 'DRAFTING' ? open() : shut('PANEL_FROZEN', '评审已启动，评审组名单和分派不再变动；确需更换的，请说明理由办理更换');
};

const closed = (): Gate => shut('ROUND_CLOSED', '本轮评审已结束');

/** Calling judges, proposing and confirming who marks what: until the round was opened; see {@link changeGate}. */
export const draftGate = (ctx: ViewerContext, round: RoundRow): Gate => firstShut(mayManage(ctx, round), isDrafting(ctx, round));

/** The same with a reason, if one was given: then until it is closed. */
export const changeGate = (ctx: ViewerContext, round: RoundRow, reason: string | null): Gate =>
  reason === null ? draftGate(ctx, round) : replaceGate(ctx, round);

/** Opening: before the window has passed. */
export const openGate = (ctx: ViewerContext, round: RoundRow): Gate =>
  firstShut(draftGate(ctx, round), ctx.now < round.closes_at ? open() : shut('WINDOW_PASSED', '评审时间已过，不能启动'));

/** Changing the panel with a reason, such as putting somebody else in a judge's place: until the round is closed. */
export const replaceGate = (ctx: ViewerContext, round: RoundRow): Gate =>
  firstShut(mayManage(ctx, round), round.closed_at ? closed() : open());

/** Closing: once it was opened. */
export const closeGate = (ctx: ViewerContext, round: RoundRow): Gate =>
  firstShut(replaceGate(ctx, round), round.opened_at ? open() : shut('ROUND_NOT_OPENED', '本轮评审尚未启动'));

/** Giving or changing a mark: inside the window of a round that was opened and is not closed. */
export function scoreGate({ now }: ViewerContext, round: Pick<AssignmentRow, 'opens_at' | 'closes_at' | 'opened_at' | 'closed_at'>): Gate {
  const window = { opensAt: round.opens_at, closesAt: round.closes_at };
  const state = roundState(round, now);
  if (state === 'OPEN') return open(window);
  if (state === 'DRAFTING' || state === 'SCHEDULED') return shut('ROUND_NOT_OPENED', '评审尚未开始', window);
  return shut('ROUND_CLOSED', '评审已截止，不能再打分', window);
}

/** Putting an entry aside: while it could be marked and has no mark. */
export const deferGate = (ctx: ViewerContext, assignment: AssignmentRow): Gate =>
  firstShut(scoreGate(ctx, assignment), assignment.state === 'SUBMITTED' ? shut('ALREADY_SUBMITTED', '已经打分，不能暂缓') : open());

/** Declaring a relation: at any time before the window has passed, with or without a mark. */
export const recuseGate = ({ now }: ViewerContext, assignment: AssignmentRow): Gate =>
  assignment.closed_at || now >= assignment.closes_at ? shut('ROUND_CLOSED', '评审已截止') : open();
