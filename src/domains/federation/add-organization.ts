import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { indexOrganizations } from '../search/index-organizations.ts';
import type { AddOrganization } from './federation.input.ts';
import { effectiveAt, lastChangeOf, recordChange } from './history.ts';
import { assertMayStandUnder } from './kind-rules.ts';
import { gateOf } from './organization.gates.ts';
import { findOrganization, type OrganizationRow } from './organization.rows.ts';
import { holdTree, reach, takePlaces } from './tree-lock.ts';

/**
 * Adds a body below another one of the caller's range.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, KIND_NOT_ALLOWED, NAME_TAKEN, TOO_MANY_CHILDREN, EFFECTIVE_IN_FUTURE,
 *   EFFECTIVE_TOO_EARLY
 */
export async function addOrganization(ctx: ViewerContext, input: AddOrganization): Promise<OrganizationRow> {
  await holdTree(ctx, 'share');
  const underParent = ['input', 'parentId'];
  const parent = await reach(ctx, input.parentId, underParent);
  assertGate(gateOf(ctx, 'addChild', parent), underParent);
  assertMayStandUnder(input.kind, parent.kind, ['input', 'kind']);
  const at = effectiveAt(ctx, input.effectiveOn, await lastChangeOf(ctx, { at: [parent.path] }));
  const [place] = await takePlaces(ctx, parent.id, 1, underParent);
  await assertNameFree(ctx, parent.id, input.name);

  const id = uuid7();
  await sql`
    insert into organization (federation_id, id, parent_id, path, kind, name, short_name, doc_prefix, status)
    values (${ctx.viewer.federationId}, ${id}, ${parent.id}, ${place}, ${input.kind}, ${input.name}, ${input.shortName},
            ${input.docPrefix ?? null}, 'ACTIVE')`.execute(ctx.db);
  await indexOrganizations(ctx.db, ctx.viewer.federationId, sql`o.id = ${id}`);
  await recordChange(ctx, sql`o.id = ${id}`, { at, kind: 'FOUNDED' });
  await record(ctx, {
    operation: 'addOrganization',
    subjectType: 'Organization',
    subjectId: id,
    detail: { parentId: parent.id, kind: input.kind, name: input.name, effectiveAt: at.toISOString() },
  });
  return (await findOrganization(ctx, id))!;
}

/**
 * Two bodies side by side need names that tell them apart.
 *
 * @param except the body that is being renamed or moved itself
 * @throws Refusal NAME_TAKEN
 */
export async function assertNameFree(ctx: ViewerContext, parentId: string, name: string, except: string | null = null): Promise<void> {
  const { rows } = await sql`
    select from organization
     where federation_id = ${ctx.viewer.federationId} and parent_id = ${parentId} and status = 'ACTIVE' and name = ${name}
       and id is distinct from ${except}::uuid limit 1`.execute(ctx.db);
  if (rows.length) throw new Refusal('NAME_TAKEN', `同一上级之下已有“${name}”`, ['input', 'name']);
}
