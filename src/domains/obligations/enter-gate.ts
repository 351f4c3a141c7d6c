import type { ViewerContext } from '../../context.ts';
import { isWithin } from '../../kit/tree.ts';
import { isUnitStep } from '../chains/chain.ts';
import { firstShut, type Gate, open, permitted, shut } from '../../kit/viewer-can.ts';
import { submitGate } from './gates.ts';
import type { ObligationRow } from './obligation.rows.ts';

const mayEnter = (ctx: ViewerContext): Gate => permitted(ctx.ability.can('enter', 'Submission'));

/**
 * Entering a unit's report for it (代录): by the body directly above, or one that asks for it and stands above; never for
 * oneself, and only where nothing is in hand.
 *
 * @param at the instant that counts: now, or when the report was received (C-35)
 */
export async function enterGate(ctx: ViewerContext, obligation: ObligationRow, at: Date): Promise<Gate> {
  const { organizationId, path } = ctx.viewer;
  const [unit, nearest] = await Promise.all([
    ctx.loaders.one('organization', obligation.organization_id),
    ctx.loaders.one('deliverable', obligation.deliverable_id),
  ]);
  const isAbove = isWithin(obligation.path, path) && obligation.organization_id !== organizationId;
  const isNear = unit?.parent_id === organizationId || obligation.asker_id === organizationId || nearest?.issuer_id === organizationId;
  return firstShut(
    mayEnter(ctx),
    isAbove && isNear ? open() : shut('NOT_ABOVE', '只有该单位的直接上级或布置任务的单位可以代录'),
    nearest?.output === 'LEDGER' ? shut('NOT_A_FORM', '台账由下级报送自动生成，不能代录') : open(),
    nearest?.approvals?.steps.some(isUnitStep) ? shut('STEPS_BY_UNIT', '须由申报单位取得本单位意见后自行报送，不能代录') : open(),
    obligation.state === 'SUBMITTED' ? shut('ALREADY_SUBMITTED', '该单位已报送，不能再代录') : open(),
    submitGate(obligation, at),
  );
}
