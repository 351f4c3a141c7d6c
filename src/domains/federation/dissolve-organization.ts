import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { endOffices } from './end-offices.ts';
import { cancelObligations } from './end-obligations.ts';
import type { DissolveOrganization } from './federation.input.ts';
import { effectiveAt, lastChangeOf, recordChange } from './history.ts';
import { gateOf } from './organization.gates.ts';
import { findOrganization, type OrganizationRow } from './organization.rows.ts';
import { assertFresh } from './rename-organization.ts';
import { holdSubtree, holdTree, reach } from './tree-lock.ts';

const PATH = ['input', 'organizationId'];

/**
 * Ends an organization that leads nobody any more. What it owes and is not yet due is cancelled, what lies with it for
 * review goes to its superior, its offices and second bonds end; its past stays where it was. Successors are named for
 * the record; a body whose obligations go on with one other is merged instead.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, STALE_VERSION, HAS_CHILDREN, SAME_ORGANIZATION, EFFECTIVE_IN_FUTURE,
 *   EFFECTIVE_TOO_EARLY
 */
export async function dissolveOrganization(ctx: ViewerContext, input: DissolveOrganization): Promise<OrganizationRow> {
  await holdTree(ctx, 'change');
  const organization = await reach(ctx, input.organizationId, PATH);
  assertGate(gateOf(ctx, 'dissolve', organization), PATH);
  assertFresh(organization, input.version);
  await assertLeadsNobody(ctx, organization);
  const successors = await successorsOf(ctx, organization, [...new Set(input.successorIds)]);
  const at = effectiveAt(ctx, input.effectiveOn, await lastChangeOf(ctx, { within: [organization.path] }));

  const cancelled = await widen(ctx, () => dissolve(ctx, organization, successors, at, input.reason));
  await record(ctx, {
    operation: 'dissolveOrganization',
    subjectType: 'Organization',
    subjectId: organization.id,
    detail: { successorIds: successors.map(({ id }) => id), reason: input.reason, effectiveAt: at.toISOString(), cancelled },
  });
  return (await findOrganization(ctx, organization.id))!;
}

async function assertLeadsNobody(ctx: ViewerContext, { id }: OrganizationRow): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from organization
     where federation_id = ${ctx.viewer.federationId} and parent_id = ${id} and status = 'ACTIVE'`.execute(ctx.db);
  const { count } = rows[0]!;
  if (count > 0) throw new Refusal('HAS_CHILDREN', `该组织还有 ${count} 个下级，请先调整其隶属关系，或改为合并`, PATH);
}

async function successorsOf(ctx: ViewerContext, organization: OrganizationRow, ids: readonly string[]): Promise<OrganizationRow[]> {
  const successors: OrganizationRow[] = [];
  for (const [index, id] of ids.entries()) {
    const path = ['input', 'successorIds', String(index)];
    const successor = await reach(ctx, id, path);
    if (successor.id === organization.id) throw new Refusal('SAME_ORGANIZATION', '组织不能承接自己', path);
    if (successor.status !== 'ACTIVE') throw new Refusal('DISSOLVED', '这个组织已经撤销', path);
    successors.push(successor);
  }
  return successors;
}

async function dissolve(
  ctx: ViewerContext,
  organization: OrganizationRow,
  successors: readonly OrganizationRow[],
  at: Date,
  reason: string,
): Promise<number> {
  const { federationId } = ctx.viewer;
  const { id, parent_id: superior } = organization;
  const cancelled = await cancelObligations(ctx, organization, `${organization.name}已撤销：${reason}`);
  await holdSubtree(ctx, organization.path);
  await sql`
    update organization set status = 'DISSOLVED', version = version + 1 where federation_id = ${federationId} and id = ${id}`.execute(
    ctx.db,
  );
  await recordChange(ctx, sql`o.id = ${id}`, { at, kind: 'DISSOLVED', reason });
  await sql`
    insert into organization_succession (federation_id, id, predecessor_id, successor_id, path, kind, happened_at, reason)
    select ${federationId}::uuid, app.uuid7(), ${id}::uuid, successor.id, ${organization.path}, 'DISSOLVED', ${at}::timestamptz, ${reason}
      from unnest(${successors.map((one) => one.id)}::uuid[]) as successor (id)`.execute(ctx.db);
  await sql`update submission set holder_id = ${superior} where federation_id = ${federationId} and holder_id = ${id} and organization_id <> ${id}`.execute(
    ctx.db,
  );
  await sql`
    update question set holder_id = ${superior}, asker_path = left(asker_path, -5)
     where federation_id = ${federationId} and holder_id = ${id} and state = 'OPEN'`.execute(ctx.db);
  await sql`
    update affiliation set valid_to = greatest(valid_from, ${at}::timestamptz)
     where federation_id = ${federationId} and (organization_id = ${id} or body_id = ${id})
       and (valid_to is null or valid_to > ${at}::timestamptz)`.execute(ctx.db);
  await sql`
    update api_token set revoked_at = ${ctx.now}::timestamptz
     where federation_id = ${federationId} and organization_id = ${id} and revoked_at is null`.execute(ctx.db);
  await endOffices(ctx, id, at, `${organization.name}已撤销`);
  return cancelled;
}
