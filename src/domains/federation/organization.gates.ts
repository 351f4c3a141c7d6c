import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import type { OrganizationRow } from './organization.rows.ts';

export type TreeAction = 'addChild' | 'rename' | 'move' | 'merge' | 'dissolve' | 'affiliate' | 'equip';

/** Whether the caller may do this to the organization now; the button and the mutation ask the same. */
export const gateOf = (ctx: ViewerContext, action: TreeAction, organization: OrganizationRow): Gate =>
  firstShut(
    organization.as_of ? shut('PAST_STATE', '这是过去的状态，不能修改') : open(),
    permitted(ctx.ability.can(action, { ...organization, __typename: 'Organization' })),
    organization.status === 'ACTIVE' ? open() : shut('DISSOLVED', '这个组织已经撤销'),
  );
