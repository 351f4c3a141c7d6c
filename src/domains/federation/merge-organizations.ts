import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { isWithin } from '../../kit/tree.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { endOffices } from './end-offices.ts';
import { cancelObligations } from './end-obligations.ts';
import type { MergeOrganizations } from './federation.input.ts';
import { handOver, type Merger } from './hand-over.ts';
import { effectiveAt, lastChangeOf, recordChange } from './history.ts';
import { assertMayStandUnder } from './kind-rules.ts';
import { gateOf } from './organization.gates.ts';
import { findOrganization, type OrganizationRow } from './organization.rows.ts';
import { prepareRelocation } from './relocate.ts';
import { type Relocation, rewritePaths } from './rewrite-paths.ts';
import { holdTree, reach, takePlaces } from './tree-lock.ts';

const PREDECESSOR = ['input', 'predecessorId'];
const SUCCESSOR = ['input', 'successorId'];

/**
 * Merges one organization into another: its bodies, open obligations, drafts, reviews and tokens go on with the successor;
 * its offices end; it is dissolved and stands below the successor, which so reads what it filed. No figure of the past
 * changes.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, DISSOLVED, SAME_ORGANIZATION, CYCLE, LEVEL_DIFFERS, KIND_NOT_ALLOWED,
 *   TOO_MANY_CHILDREN, EFFECTIVE_IN_FUTURE, EFFECTIVE_TOO_EARLY
 */
export async function mergeOrganizations(
  ctx: ViewerContext,
  input: MergeOrganizations,
): Promise<{ predecessor: OrganizationRow; successor: OrganizationRow }> {
  await holdTree(ctx, 'change');
  const predecessor = await reach(ctx, input.predecessorId, PREDECESSOR);
  const successor = await reach(ctx, input.successorId, SUCCESSOR);
  assertGate(gateOf(ctx, 'merge', predecessor), PREDECESSOR);
  const children = await childrenOf(ctx, predecessor.id);
  await assertMergeable(ctx, predecessor, successor, children);
  const touched = { within: [predecessor.path], at: [successor.path] };
  const at = effectiveAt(ctx, input.effectiveOn, await lastChangeOf(ctx, touched));

  const merger = { predecessor, successor, at, reason: input.reason };
  const outcome = await widen(ctx, () => merge(ctx, merger, children));
  await record(ctx, {
    operation: 'mergeOrganizations',
    subjectType: 'Organization',
    subjectId: predecessor.id,
    detail: { successorId: successor.id, reason: input.reason, effectiveAt: at.toISOString(), ...outcome },
  });
  return { predecessor: (await findOrganization(ctx, predecessor.id))!, successor: (await findOrganization(ctx, successor.id))! };
}

async function childrenOf(ctx: ViewerContext, id: string): Promise<OrganizationRow[]> {
  const { rows } = await sql<OrganizationRow>`
    select * from organization where federation_id = ${ctx.viewer.federationId} and parent_id = ${id} order by path`.execute(ctx.db);
  return rows;
}

async function assertMergeable(
  ctx: ViewerContext,
  predecessor: OrganizationRow,
  successor: OrganizationRow,
  children: readonly OrganizationRow[],
): Promise<void> {
  if (predecessor.id === successor.id) throw new Refusal('SAME_ORGANIZATION', '不能与自己合并', SUCCESSOR);
  if (successor.status !== 'ACTIVE') throw new Refusal('DISSOLVED', '这个组织已经撤销', SUCCESSOR);
  if (isWithin(successor.path, predecessor.path)) throw new Refusal('CYCLE', '不能并入自己的下级', SUCCESSOR);
  for (const child of children) {
    if (child.status === 'ACTIVE') assertMayStandUnder(child.kind, successor.kind, SUCCESSOR, child.name);
  }
  // What it asked for is counted at its level; the asks go on with the successor.
  if (predecessor.level !== successor.level && (await hasAsked(ctx, predecessor))) {
    throw new Refusal('LEVEL_DIFFERS', '已向下级布置过报送任务的组织，只能并入同一层级的组织', SUCCESSOR);
  }
}

async function hasAsked(ctx: ViewerContext, { id }: OrganizationRow): Promise<boolean> {
  const { rows } = await sql`
    select from deliverable where federation_id = ${ctx.viewer.federationId} and issuer_id = ${id} and published_at is not null limit 1`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

async function merge(
  ctx: ViewerContext,
  merger: Merger,
  children: readonly OrganizationRow[],
): Promise<{ carriedOn: number; cancelled: number }> {
  const { predecessor, successor, at, reason } = merger;
  await prepareRelocation(ctx, predecessor.path);
  const cancelled = await cancelObligations(ctx, predecessor, `${predecessor.name}并入${successor.name}，由其同一项任务承接`, successor);

  const staysThere = predecessor.parent_id === successor.id;
  const moving = staysThere ? children : [...children, predecessor];
  const places = await takePlaces(ctx, successor.id, moving.length, SUCCESSOR);
  await settle(ctx, merger, moving, places);
  await recordChange(ctx, below(places.slice(0, children.length)), { at, kind: 'MOVED', reason });
  await recordChange(ctx, sql`o.id = ${predecessor.id}`, { at, kind: 'MERGED', reason });
  await sql`
    insert into organization_succession (federation_id, id, predecessor_id, successor_id, path, kind, happened_at, reason)
    values (${ctx.viewer.federationId}, ${uuid7()}, ${predecessor.id}, ${successor.id}, ${places[children.length] ?? predecessor.path},
            'MERGED', ${at}, ${reason})`.execute(ctx.db);

  await endOffices(ctx, predecessor.id, at, `${predecessor.name}并入${successor.name}`);
  return { carriedOn: await handOver(ctx, merger), cancelled };
}

/** Gives everybody the new superior and the new address. What the predecessor asked for is asked by the successor. */
async function settle(
  ctx: ViewerContext,
  { predecessor, successor }: Merger,
  moving: readonly OrganizationRow[],
  places: readonly string[],
): Promise<void> {
  const { federationId } = ctx.viewer;
  await sql`
    update organization set parent_id = ${successor.id}, version = version + 1
     where federation_id = ${federationId} and id = any (${moving.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
  await sql`
    update organization set status = 'DISSOLVED', version = version + 1
     where federation_id = ${federationId} and id = ${predecessor.id}`.execute(ctx.db);
  const relocations: Relocation[] = moving.map(({ path }, index) => ({ from: path, to: places[index]! }));
  const bodies = relocations.filter(({ from }) => from !== predecessor.path);
  await rewritePaths(ctx, predecessor.path, relocations, ['path']);
  await rewritePaths(ctx, predecessor.path, [...bodies, { from: predecessor.path, to: successor.path }], ['asker_path']);
}

/** Everything at or below addresses of one level, for `recordChange`. */
const below = (places: readonly string[]) => sql`left(o.path, ${(places[0] ?? '').length}) = any (${places}::text[])`;
