import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { dueLabel } from '../../kit/time.ts';
import { awardListStates } from './award-list.states.ts';
import type { AwardListRow } from './award-list.rows.ts';
import { objectionsTo } from './read-award-lists.ts';

const ours = (ctx: ViewerContext, action: string, { organization_id }: AwardListRow): Gate =>
  firstShut(
    permitted(ctx.ability.can(action, 'AwardList')),
    organization_id === ctx.viewer.organizationId ? open() : shut('NOT_ORGANISER', '只有组织评选的单位可以办理'),
  );

export const saveGate = (ctx: ViewerContext, list: AwardListRow): Gate =>
  firstShut(ours(ctx, 'draft', list), awardListStates.gate(list.state, 'save'));

export const proposeGate = (ctx: ViewerContext, list: AwardListRow): Gate =>
  firstShut(ours(ctx, 'draft', list), awardListStates.gate(list.state, 'propose'));

export const withdrawGate = (ctx: ViewerContext, list: AwardListRow): Gate =>
  firstShut(ours(ctx, 'draft', list), awardListStates.gate(list.state, 'withdraw'));

/** An objection may come late; it holds up nothing once the list was decided. */
export const objectionGate = (ctx: ViewerContext, list: AwardListRow): Gate =>
  firstShut(
    ours(ctx, 'draft', list),
    list.objections_until ? open() : shut('NO_PUBLICITY', '该名单没有安排公示'),
    list.state === 'PROPOSED' ? open() : shut('WRONG_STATE', '名单不在公示阶段'),
  );

/** Neither who wrote the list, nor who acts for them, nor for whom it was written, decides on it: persons, not offices. */
function byOthers({ viewer: { personId, onBehalfOfId } }: ViewerContext, { author_ids }: AwardListRow): Gate {
  const theirs = author_ids.includes(personId) || (onBehalfOfId !== null && author_ids.includes(onBehalfOfId));
  return theirs ? shut('FOUR_EYES', '拟定名单的人不能代表审定机构作出决定') : open();
}

/** S2-56, C-67: decided by somebody else, once the publicity is over and every objection was answered. */
export async function decideGate(ctx: ViewerContext, list: AwardListRow): Promise<Gate> {
  const until = list.objections_until;
  const gate = firstShut(
    ours(ctx, 'decide', list),
    awardListStates.gate(list.state, 'decide'),
    byOthers(ctx, list),
    until && ctx.now < until ? shut('PUBLICITY_RUNNING', `公示尚未结束（${dueLabel(until)}）`, { opensAt: until }) : open(),
  );
  if (!gate.allowed || !until) return gate;
  const unanswered = (await objectionsTo(ctx, list.id)).filter(({ answered_at }) => !answered_at).length;
  return unanswered ? shut('OBJECTION_OPEN', `还有${unanswered}条异议没有答复`) : gate;
}

/** S2-56: without a decision nothing is named. */
export const nameGate = (ctx: ViewerContext, list: AwardListRow): Gate =>
  firstShut(
    ours(ctx, 'name', list),
    list.state === 'DRAFT' || list.state === 'PROPOSED' ? shut('NOT_DECIDED', '名单尚未经审定，不能命名') : open(),
    awardListStates.gate(list.state, 'name'),
  );
