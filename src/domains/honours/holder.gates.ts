import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { paidFor, subsidyOf } from './read-holders.ts';
import { successorOf } from './read-titles.ts';
import { givenByUs, isActive } from './title.gates.ts';
import type { TitleRow } from './title.rows.ts';

/** C-38: once per unit, honour and level. */
export async function subsidyGate(ctx: ViewerContext, title: TitleRow): Promise<Gate> {
  const gate = firstShut(givenByUs(ctx, 'give', title), isActive(ctx, title));
  if (!gate.allowed) return gate;
  const list = await ctx.loaders.one('award_list', title.list_id);
  if (!list?.subsidy_fen) return shut('NO_SUBSIDY', '这项称号没有补助');
  return (await paidFor(ctx, title)) ? shut('ALREADY_PAID', '该单位同类同级称号的补助已经发放') : gate;
}

/** Who holds it today. */
export const isHolder = async (ctx: ViewerContext, title: TitleRow): Promise<boolean> =>
  ((await successorOf(ctx, title.organization_id)) ?? title.organization_id) === ctx.viewer.organizationId;

/** The holder, or the body that gave it. */
const concerns = async (ctx: ViewerContext, title: TitleRow): Promise<Gate> =>
  title.path === ctx.viewer.path || (await isHolder(ctx, title)) ? open() : shut('NOT_HOLDER', '只有获称号单位或授予称号的单位可以办理');

export async function spendGate(ctx: ViewerContext, title: TitleRow): Promise<Gate> {
  const gate = firstShut(permitted(ctx.ability.can('spend', 'Title')), await concerns(ctx, title));
  if (!gate.allowed) return gate;
  return (await subsidyOf(ctx, title.id)) ? gate : shut('NOT_PAID', '补助尚未发放');
}

export const pairGate = async (ctx: ViewerContext, title: TitleRow): Promise<Gate> =>
  firstShut(
    permitted(ctx.ability.can('pair', 'Title')),
    await concerns(ctx, title),
    title.kind === 'COMMENDATION' ? shut('NO_MENTORING', '通报表扬不要求帮促共建') : open(),
    isActive(ctx, title),
  );
