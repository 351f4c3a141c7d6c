import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import type { OrganizationKind } from '../federation/organization.kind.ts';
import type { AddresseeExpression } from './notice.shapes.ts';

export interface ResolvedAddressees {
  readonly count: number;
  readonly byKind: readonly { readonly kind: OrganizationKind; readonly count: number }[];
}

/**
 * The organizations that an expression stands for today, as a subquery of `(id, path, kind)`: groups by kind among my
 * children, my whole subtree or my affiliates (S0-04, S2-04, S3-04), single bodies added, single bodies left out,
 * never myself and never what was dissolved. What is outside my range is not found, whatever the expression says.
 */
export function addresseesOf(ctx: ViewerContext, expression: AddresseeExpression): RawBuilder<unknown> {
  const { organizationId, federationId } = ctx.viewer;
  const below = sql`o.path > ${ctx.viewer.path} and o.path < ${endOf(ctx.viewer.path)}`;
  const affiliated = sql`exists (
    select 1 from affiliation f where f.federation_id = o.federation_id and f.organization_id = o.id and f.body_id = ${organizationId}
       and f.valid_from <= ${ctx.now} and (f.valid_to is null or f.valid_to > ${ctx.now}))`;
  const among = {
    CHILDREN: sql`o.parent_id = ${organizationId}`,
    SUBTREE: below,
    AFFILIATED: affiliated,
  };
  const groups = expression.groups.map(({ kinds, scope }) =>
    kinds.length ? sql`(${among[scope]} and o.kind = any (${kinds}))` : sql`(${among[scope]})`,
  );
  const named = sql`(o.id = any (${expression.organizationIds}::uuid[]) and ((${below}) or ${affiliated}))`;
  return sql`select o.id, o.path, o.kind from organization o
    where o.federation_id = ${federationId} and o.status = 'ACTIVE' and o.id <> ${organizationId}
      and o.id <> all (${expression.exceptIds}::uuid[]) and (${sql.join([...groups, named], sql` or `)})`;
}

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

/** Refuses a single body that is neither below me nor affiliated to me: to the caller it does not exist. */
export async function assertAddressable(ctx: ViewerContext, expression: AddresseeExpression, path: readonly string[]): Promise<void> {
  if (!expression.organizationIds.length) return;
  const { rows } = await sql<{ id: string }>`
    select a.id from (${addresseesOf(ctx, { groups: [], organizationIds: expression.organizationIds, exceptIds: [] })}) a
  `.execute(ctx.db);
  const known = new Set(rows.map(({ id }) => id));
  if (expression.organizationIds.some((id) => !known.has(id))) {
    throw new Refusal('ADDRESSEE_OUTSIDE', '主送单位不在您的下级范围内', [...path, 'organizationIds']);
  }
}
