import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import type { OrganizationKind } from '../federation/organization.kind.ts';
import type { AddresseeExpression } from './notice.shapes.ts';

export interface ResolvedAddressees {
  readonly count: number;
  readonly byKind: readonly { readonly kind: OrganizationKind; readonly count: number }[];
}

/** Whom the caller's body may address at all: those below it, and those with a second bond to it today. */
function bonds(ctx: ViewerContext, table: string) {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  const { path, organizationId } = ctx.viewer;
  return {
    below: sql<boolean>`${column('path')} > ${path} and ${column('path')} < ${endOf(path)}`,
    affiliated: sql<boolean>`exists (
      select 1 from affiliation f where f.federation_id = ${column('federation_id')} and f.organization_id = ${column('id')} and f.body_id = ${organizationId}
         and f.valid_from <= ${ctx.now} and (f.valid_to is null or f.valid_to > ${ctx.now}))`,
  };
}

/** {@link bonds} of a table's rows, either of them. */
export function mayAddress(ctx: ViewerContext, table: string): RawBuilder<boolean> {
  const { below, affiliated } = bonds(ctx, table);
  return sql<boolean>`((${below}) or ${affiliated})`;
}

/**
 * The organizations that an expression stands for today, as a subquery of `(id, path, kind)`: groups by kind among my
 * children, my whole subtree or my affiliates (S0-04, S2-04, S3-04), single bodies added, the bodies in saved groups (in
 * place of one that was merged its successor), single bodies left out, never myself and never what was dissolved. What is
 * outside my range is not found, whatever the expression says.
 */
export function addresseesOf(ctx: ViewerContext, expression: AddresseeExpression): RawBuilder<unknown> {
  const { organizationId, federationId } = ctx.viewer;
  const { below, affiliated } = bonds(ctx, 'o');
  const among = {
    CHILDREN: sql`o.parent_id = ${organizationId}`,
    SUBTREE: below,
    AFFILIATED: affiliated,
  };
  const groups = expression.groups.map(({ kinds, scope }) =>
    kinds.length ? sql`(${among[scope]} and o.kind = any (${kinds}))` : sql`(${among[scope]})`,
  );
  const named = sql`(o.id = any (${expression.organizationIds}::uuid[]) and ${mayAddress(ctx, 'o')})`;
  const saved = expression.addressGroupIds?.length
    ? [sql`(o.id in (${membersToday(ctx, expression.addressGroupIds)}) and ${mayAddress(ctx, 'o')})`]
    : [];
  return sql`select o.id, o.path, o.kind from organization o
    where o.federation_id = ${federationId} and o.status = 'ACTIVE' and o.id <> ${organizationId}
      and o.id <> all (${expression.exceptIds}::uuid[]) and (${sql.join([...groups, named, ...saved], sql` or `)})`;
}

/** Ids of the bodies in saved groups of my body, and of those that they were merged into. */
const membersToday = ({ viewer: { federationId, organizationId } }: ViewerContext, groupIds: readonly string[]) => sql`
  with recursive member (id) as (
    select m.id from address_group g cross join unnest(g.member_ids) m (id)
     where g.federation_id = ${federationId} and g.organization_id = ${organizationId} and g.removed_at is null and g.id = any (${[...groupIds]}::uuid[])
    union
    select s.successor_id from member m
      join organization_succession s on s.federation_id = ${federationId} and s.predecessor_id = m.id and s.kind = 'MERGED')
  select id from member`;

/** How many an expression reaches, by kind: what the composer shows before anything is sent. Gathered over a request. */
export async function resolveAddressees(ctx: ViewerContext, expression: AddresseeExpression): Promise<ResolvedAddressees> {
  const found = await ctx.loaders.batched('addressees by kind', JSON.stringify(expression), async (keys) => {
    const each = keys.map((key, place) => {
      const wanted = addresseesOf(ctx, JSON.parse(key) as AddresseeExpression);
      return sql`select ${place}::int as place, a.kind, count(*)::int as count from (${wanted}) a group by a.kind`;
    });
    const { rows } = await sql<{ place: number; kind: OrganizationKind; count: number }>`
      select * from (${sql.join(each, sql` union all `)}) every order by kind`.execute(ctx.db);
    const byPlace = Map.groupBy(rows, ({ place }) => place);
    return new Map(keys.map((key, place) => [key, (byPlace.get(place) ?? []).map(({ kind, count }) => ({ kind, count }))]));
  });
  const byKind = found ?? [];
  return { count: byKind.reduce((sum, { count }) => sum + count, 0), byKind };
}

/** How many an issued notice reached, by kind; a tree that has changed since changes nothing of it. */
export async function deliveredAddressees(ctx: ViewerContext, noticeId: string): Promise<ResolvedAddressees['byKind']> {
  const found = await ctx.loaders.batched('delivered by kind', noticeId, async (noticeIds) => {
    const { rows } = await sql<{ notice_id: string; kind: OrganizationKind; count: number }>`
      select d.notice_id, o.kind, count(*)::int as count
        from delivery d join organization o on o.federation_id = d.federation_id and o.id = d.organization_id
       where d.federation_id = ${ctx.viewer.federationId} and d.notice_id = any (${noticeIds}::uuid[])
       group by d.notice_id, o.kind order by o.kind`.execute(ctx.db);
    return Map.groupBy(rows, ({ notice_id }) => notice_id);
  });
  return found ?? [];
}

/** Which of these bodies may be addressed today. */
export async function addressable(ctx: ViewerContext, organizationIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (organizationIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select a.id from (${addresseesOf(ctx, { groups: [], organizationIds: [...organizationIds], exceptIds: [] })}) a`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Refuses a single body that is neither below me nor affiliated to me, and a group that is not my body's: to the caller
 * they do not exist.
 * @throws Refusal ADDRESSEE_OUTSIDE, NOT_FOUND
 */
export async function assertAddressable(ctx: ViewerContext, expression: AddresseeExpression, path: readonly string[]): Promise<void> {
  const known = await addressable(ctx, expression.organizationIds);
  if (expression.organizationIds.some((id) => !known.has(id))) {
    throw new Refusal('ADDRESSEE_OUTSIDE', '主送单位不在您的下级范围内', [...path, 'organizationIds']);
  }
  if ((await groupsGone(ctx, expression)) > 0) throw notFound([...path, 'addressGroupIds']);
}

/** How many of the groups that an expression names are not there, or no longer. */
export async function groupsGone(ctx: ViewerContext, { addressGroupIds = [] }: AddresseeExpression): Promise<number> {
  if (addressGroupIds.length === 0) return 0;
  const { federationId, organizationId } = ctx.viewer;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from address_group g
     where g.federation_id = ${federationId} and g.organization_id = ${organizationId} and g.removed_at is null and g.id = any (${addressGroupIds}::uuid[])`.execute(
    ctx.db,
  );
  return new Set(addressGroupIds).size - rows[0]!.count;
}
