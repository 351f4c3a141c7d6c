import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { isWithin } from '../../kit/tree.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { assertNameFree } from './add-organization.ts';
import type { MoveOrganization } from './federation.input.ts';
import { effectiveAt, lastChangeOf, recordChange, within } from './history.ts';
import { assertMayStandUnder } from './kind-rules.ts';
import { gateOf } from './organization.gates.ts';
import { findOrganization, type OrganizationRow } from './organization.rows.ts';
import { prepareRelocation } from './relocate.ts';
import { assertFresh } from './rename-organization.ts';
import { rewritePaths } from './rewrite-paths.ts';
import { holdTree, reach, takePlaces } from './tree-lock.ts';

/**
 * Puts an organization, with everything below it, under another superior: what it owes goes with it, figures stay where
 * they were filed, its history keeps its old place. One transaction, however large.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, STALE_VERSION, CYCLE, ALREADY_THERE, KIND_NOT_ALLOWED, NAME_TAKEN,
 *   TOO_MANY_CHILDREN, EFFECTIVE_IN_FUTURE, EFFECTIVE_TOO_EARLY
 */
export async function moveOrganization(ctx: ViewerContext, input: MoveOrganization): Promise<OrganizationRow> {
  await holdTree(ctx, 'change');
  const underParent = ['input', 'parentId'];
  const organization = await reach(ctx, input.organizationId, ['input', 'organizationId']);
  const parent = await reach(ctx, input.parentId, underParent);
  assertGate(gateOf(ctx, 'move', organization), ['input', 'organizationId']);
  assertGate(gateOf(ctx, 'addChild', parent), underParent);
  assertFresh(organization, input.version);
  if (isWithin(parent.path, organization.path)) throw new Refusal('CYCLE', '不能调整到自己或自己的下级之下', underParent);
  if (parent.id === organization.parent_id) throw new Refusal('ALREADY_THERE', '该组织已在这个上级之下', underParent);
  assertMayStandUnder(organization.kind, parent.kind, underParent);
  await assertNameFree(ctx, parent.id, organization.name);
  const at = effectiveAt(ctx, input.effectiveOn, await lastChangeOf(ctx, { within: [organization.path], at: [parent.path] }));

  const [place] = await takePlaces(ctx, parent.id, 1, underParent);
  await widen(ctx, async () => {
    await prepareRelocation(ctx, organization.path);
    await sql`
      update organization set parent_id = ${parent.id}, version = version + 1
       where federation_id = ${ctx.viewer.federationId} and id = ${organization.id}`.execute(ctx.db);
    await rewritePaths(ctx, organization.path, [{ from: organization.path, to: place! }]);
    await recordChange(ctx, within(place!), { at, kind: 'MOVED', reason: input.reason });
  });
  await record(ctx, {
    operation: 'moveOrganization',
    subjectType: 'Organization',
    subjectId: organization.id,
    detail: { from: organization.parent_id, to: parent.id, reason: input.reason, effectiveAt: at.toISOString() },
  });
  return (await findOrganization(ctx, organization.id))!;
}
