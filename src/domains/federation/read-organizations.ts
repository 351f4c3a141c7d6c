import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { badRequest } from '../../kit/errors.ts';
import { isDay } from '../../kit/time.ts';
import { endOf, lineageOf } from '../../kit/tree.ts';
import { lastInstantOf } from './history.ts';
import {
  organizationById,
  organizationByPath,
  type OrganizationRow,
  organizationsAt,
  type OrganizationStatus,
} from './organization.rows.ts';
import type { OrganizationKind } from './organization.kind.ts';

/** Which organizations a list shows. */
export interface OrganizationFilter {
  readonly kinds?: readonly OrganizationKind[] | null;
  /** Null: whatever their status. */
  readonly status?: OrganizationStatus | null;
  /** Part of a full or short name. */
  readonly search?: string | null;
}

/**
 * The instant that a day in a query stands for.
 *
 * @throws GraphQLError BAD_USER_INPUT when the day does not exist
 */
export function asOfDay(day: string | null | undefined): Date | null {
  if (day === null || day === undefined) return null;
  if (!isDay(day)) throw badRequest('asOf 应为存在的日期，如 2021-05-28');
  return lastInstantOf(day);
}

/**
 * Organizations below a body, or of the whole federation, in the order of the tree.
 *
 * @returns an empty page when there was no such body at that time
 */
export async function listOrganizations(
  ctx: ViewerContext,
  { underId, asOf, ...filter }: OrganizationFilter & { readonly underId: string | null; readonly asOf: Date | null },
  page: PageArgs,
): Promise<Page<OrganizationRow>> {
  const after = parseCursor(page.after, ['text']);
  const under = underId === null ? null : ((await organizationById(ctx, underId, asOf))?.path ?? '');
  const conditions = [
    sql`o.federation_id = ${ctx.viewer.federationId}`,
    // Nothing stands below an address that does not exist.
    ...(under === null ? [] : [sql`o.path > ${under} and o.path < ${under && endOf(under)}`]),
    ...filtered(filter),
  ];
  const from = sql`from ${organizationsAt(asOf)} o where ${sql.join(conditions, sql` and `)}`;
  const { rows } = await sql<OrganizationRow>`
    select o.* ${from} ${after ? sql`and o.path > ${after[0]}` : sql``} order by o.path limit ${page.first + 1}`.execute(ctx.db);
  const count = async () => {
    const counted = await sql<{ count: number }>`select count(*)::int as count ${from}`.execute(ctx.db);
    return counted.rows[0]!.count;
  };
  return { ...pageOf(rows, page, (row) => [row.path]), totalCount: count };
}

/** The bodies directly below one, in the order in which they came; gathered for all bodies of a list. */
export async function listChildren(
  ctx: ViewerContext,
  parent: OrganizationRow,
  filter: OrganizationFilter,
  page: PageArgs,
): Promise<Page<OrganizationRow>> {
  const asOf = parent.as_of ?? null;
  const after = parseCursor(page.after, ['text']);
  const which = JSON.stringify([asOf, filter]);
  const from = (parents: readonly string[]) => sql`
    from unnest(${parents}::uuid[]) as parent (id) cross join lateral (
      select o.* from ${organizationsAt(asOf)} o
       where o.federation_id = ${ctx.viewer.federationId} and o.parent_id = parent.id and ${sql.join([sql`true`, ...filtered(filter)], sql` and `)}`;
  const rows = await ctx.loaders.batched(`children ${which} ${JSON.stringify(page)}`, parent.id, async (parents) => {
    const found = await sql<OrganizationRow>`
      select child.* ${from(parents)} ${after ? sql`and o.path > ${after[0]}` : sql``} order by o.path limit ${page.first + 1}) child
       order by child.path`.execute(ctx.db);
    return Map.groupBy(found.rows, (row) => row.parent_id!);
  });
  const count = async () =>
    (await ctx.loaders.batched(`number of children ${which}`, parent.id, async (parents) => {
      const found = await sql<{ id: string; count: number }>`
        select parent.id, count(*)::int as count ${from(parents)}) child group by parent.id`.execute(ctx.db);
      return new Map(found.rows.map((row) => [row.id, row.count]));
    })) ?? 0;
  return { ...pageOf(rows ?? [], page, (row) => [row.path]), totalCount: count };
}

function filtered({ kinds, status, search }: OrganizationFilter): RawBuilder<unknown>[] {
  const wanted = search?.trim();
  return [
    ...(kinds?.length ? [sql`o.kind = any (${kinds})`] : []),
    ...(status ? [sql`o.status = ${status}`] : []),
    ...(wanted ? [sql`(strpos(o.name, ${wanted}) > 0 or strpos(o.short_name, ${wanted}) > 0)`] : []),
  ];
}

/** The bodies above one, the root first. */
export async function ancestorsOf(ctx: ViewerContext, organization: OrganizationRow): Promise<OrganizationRow[]> {
  const asOf = organization.as_of ?? null;
  const found = await Promise.all(
    lineageOf(organization.path)
      .slice(0, -1)
      .map((path) => organizationByPath(ctx, path, asOf)),
  );
  return found.filter((row) => row !== undefined);
}
