import type { ViewerContext } from '../../context.ts';
import type { Domain } from '../../kit/domain.ts';
import { ability } from './approval.ability.ts';
import * as resolvers from './approval.resolver.ts';

/** Behind the scan of a seal: whoever may read the opinion may read it. */
const findOpinion = async (ctx: ViewerContext, id: string) =>
  ctx.ability.can('read', 'ApprovalOpinion') ? ctx.loaders.one('approval_opinion', id) : undefined;

export const approvals: Domain = {
  resolvers: Object.values(resolvers),
  ability,
  leads: { ApprovalOpinion: findOpinion },
};
