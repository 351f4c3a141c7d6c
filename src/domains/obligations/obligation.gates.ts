import type { ViewerContext } from '../../context.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { acknowledgeGate } from '../notices/notice.gates.ts';
import { deliveryHere } from '../notices/read-notices.ts';
import { callGate, remindGate } from './chase.ts';
import { askExtensionGate, decideExtensionGate, extendGate } from './extension.gates.ts';
import { eligibleGate } from './eligible-gate.ts';
import { enterGate } from './enter-gate.ts';
import { draftGate, submitGate } from './gates.ts';
import type { ObligationRow } from './obligation.rows.ts';
import { obligationStates } from './obligation.states.ts';

const holds = (ctx: ViewerContext, action: string): Gate => permitted(ctx.ability.can(action, 'Obligation'));

/** The door is the root issuer's: a hop between may neither open it nor let anybody off (C-05). */
const isAsker = (ctx: ViewerContext, { asker_id }: ObligationRow): Gate =>
  asker_id === ctx.viewer.organizationId ? open() : shut('NOT_ASKER', '只有最初发文的单位可以办理');

const isOurs = (ctx: ViewerContext, { organization_id }: ObligationRow): Gate =>
  organization_id === ctx.viewer.organizationId ? open() : shut('NOT_OWN', '只有填报单位可以办理');

export const waiveGate = (ctx: ViewerContext, obligation: ObligationRow): Gate =>
  firstShut(holds(ctx, 'waive'), isAsker(ctx, obligation), obligationStates.gate(obligation.state, 'waive'));

export const reopenGate = (ctx: ViewerContext, obligation: ObligationRow): Gate =>
  firstShut(
    holds(ctx, 'reopen'),
    isAsker(ctx, obligation),
    obligation.kind === 'ORGANISE' ? shut('ORGANISE_ONLY', '组织任务不直接填报，无需重新开放') : open(),
    obligationStates.gate(obligation.state, 'reopen'),
  );

const fill = (ctx: ViewerContext, obligation: ObligationRow): Gate =>
  firstShut(permitted(ctx.ability.can('fill', 'Submission')), isOurs(ctx, obligation));

/** A ledger comes out of what others handed in; nobody fills it in. */
async function isForm(ctx: ViewerContext, { deliverable_id }: ObligationRow): Promise<Gate> {
  const asked = await ctx.loaders.one('deliverable', deliverable_id);
  return asked?.output === 'LEDGER' ? shut('NOT_A_FORM', '台账由下级报送自动生成，不在这里填报') : open();
}

/** Every button on the task page (G1) and in the list behind a number (B2). */
export async function obligationGates(ctx: ViewerContext, obligation: ObligationRow) {
  const isOwn = obligation.organization_id === ctx.viewer.organizationId;
  const fillIn = firstShut(fill(ctx, obligation), await isForm(ctx, obligation));
  return {
    acknowledge: isOwn ? acknowledgeGate(ctx, await deliveryHere(ctx, obligation.notice_id)) : isOurs(ctx, obligation),
    start: firstShut(fillIn, await eligibleGate(ctx, obligation), draftGate(obligation, ctx.now)),
    submit: firstShut(fillIn, obligation.started_at ? open() : shut('NOT_STARTED', '还没有开始填报'), submitGate(obligation, ctx.now)),
    enter: await enterGate(ctx, obligation, ctx.now),
    waive: waiveGate(ctx, obligation),
    reopen: reopenGate(ctx, obligation),
    askExtension: askExtensionGate(ctx, obligation),
    decideExtension: decideExtensionGate(ctx, obligation),
    extend: await extendGate(ctx, obligation),
    remind: await remindGate(ctx, obligation),
    recordCall: callGate(ctx, obligation),
  };
}
