import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { endOf, isWithin } from '../../kit/tree.ts';
import type { OrganizationRow } from './organization.rows.ts';

/**
 * Holds the federation's tree until the transaction ends. Those who add below it, or send something out to it, share it;
 * one who changes it has it alone. Whatever is locked is locked in this order, as by those who submit: federation,
 * obligations, organizations.
 *
 * @throws Refusal TREE_CHANGED when the caller's own body was moved while this waited: the walls stand where it was
 */
export async function holdTree(ctx: ViewerContext, how: 'share' | 'change'): Promise<void> {
  const { federationId, organizationId, path } = ctx.viewer;
  const strength = how === 'share' ? sql`for share` : sql`for no key update`;
  await sql`select from federation where federation_id = ${federationId} ${strength}`.execute(ctx.db);
  const { rows } = await sql<{ path: string; status: string }>`
    select path, status from organization where federation_id = ${federationId} and id = ${organizationId}`.execute(ctx.db);
  const [here] = rows;
  if (here?.path !== path || here.status !== 'ACTIVE') {
    throw treeChanged();
  }
}

/** Refuses what was asked behind walls that stand where the caller's body stood until just now. */
export const treeChanged = (): Refusal => new Refusal('TREE_CHANGED', '您所在组织的隶属关系刚刚调整，请重新进入后再办理');

/**
 * The organization as it is now, if it stands in the caller's range.
 *
 * @throws Refusal NOT_FOUND, for one that stands elsewhere as for one that does not exist
 */
export async function reach(ctx: ViewerContext, id: string, path: readonly string[]): Promise<OrganizationRow> {
  const { rows } = await sql<OrganizationRow>`
    select * from organization where federation_id = ${ctx.viewer.federationId} and id = ${id}`.execute(ctx.db);
  const [found] = rows;
  if (!found || !isWithin(found.path, ctx.viewer.path)) throw notFound(path);
  return found;
}

/** Holds every organization of a subtree: who is writing at an address of it is waited for. */
export async function holdSubtree(ctx: ViewerContext, path: string): Promise<void> {
  await sql`
    select count(*) from (
      select from organization where federation_id = ${ctx.viewer.federationId} and path >= ${path} and path < ${endOf(path)}
       order by path for no key update) held`.execute(ctx.db);
}

/** Fresh addresses below a body, as many as asked; none was ever used before. The row of the body stays locked. */
export async function takePlaces(ctx: ViewerContext, parentId: string, count: number, path: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ place: string }>`
    with parent as (
      update organization set next_child = next_child + ${count}
       where federation_id = ${ctx.viewer.federationId} and id = ${parentId} and next_child + ${count} <= 9999 returning path, next_child)
    select path || lpad(number::text, 4, '0') || '.' as place
      from parent, generate_series(next_child - ${count} + 1, next_child) as number order by number`.execute(ctx.db);
  if (rows.length < count) throw new Refusal('TOO_MANY_CHILDREN', '该组织的下级数量已达上限', path);
  return rows.map(({ place }) => place);
}
