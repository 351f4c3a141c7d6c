import type { ViewerContext } from '../../context.ts';
import { type Gate, open, shut } from '../../kit/viewer-can.ts';
import { type OrganizationKind, organizationKindLabels } from '../federation/organization.kind.ts';
import type { ObligationRow } from './obligation.rows.ts';

/**
 * Whether the body is of a kind that may apply (S2-05, S2-06): others that an invitation to apply reached see to it that those
 * below them do.
 */
export async function eligibleGate(ctx: ViewerContext, { kind, deliverable_id, organization_id }: ObligationRow): Promise<Gate> {
  if (kind !== 'ORGANISE') return open();
  const asked = await ctx.loaders.one('deliverable', deliverable_id);
  if (!asked?.approvals || asked.participation !== 'VOLUNTARY') return open();
  const body = await ctx.loaders.one('organization', organization_id);
  const [may, own] = [asked.audience as OrganizationKind[], body?.kind as OrganizationKind];
  const kinds = may.map((one) => organizationKindLabels[one]).join('、');
  return shut('NOT_ELIGIBLE', `“${asked.title}”由${kinds}申报，本单位是${organizationKindLabels[own]}，不在申报范围，可组织所属单位申报`);
}
