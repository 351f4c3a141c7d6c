import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { notFound } from '../../kit/errors.ts';
import { endOf } from '../../kit/tree.ts';
import type { NoticeBox } from './notice.type.ts';
import { asDeliverable, asDelivery, asNotice, type DeliverableRow, type DeliveryRow, type NoticeRow } from './notice.rows.ts';

const mayReadDrafts = (ctx: ViewerContext): boolean => ctx.ability.can('readDraft', 'Notice');

/**
 * Which notices may be read, of those the wall lets through: drafts by their own body; issued ones in my range, those
 * delivered to me or open to all below, and what travels attached to one of these, at any number of hops. A superior that
 * handed it on to others has not handed it on to me.
 */
export function readableNotice(ctx: ViewerContext): RawBuilder<boolean> {
  const { organizationId, path } = ctx.viewer;
  const reached = (
    notice: string,
  ) => sql<boolean>`((${sql.ref(notice)}.reach = 'OPEN' and starts_with(${path}, ${sql.ref(notice)}.path)) or exists (
    select 1 from delivery d
     where d.federation_id = ${sql.ref(notice)}.federation_id and d.notice_id = ${sql.ref(notice)}.id and d.organization_id = ${organizationId}))`;
  return sql<boolean>`case when n.state = 'DRAFT' or n.amends_id is not null then n.issuer_id = ${organizationId} and ${mayReadDrafts(ctx)} else (
    (n.path >= ${path} and n.path < ${endOf(path)}) or ${reached('n')}
    or exists (
      with recursive attached as (
        select f.federation_id, f.id, f.reach, f.path from notice f
         where f.federation_id = n.federation_id and f.forwards_id = n.id and f.published_at is not null
        union all
        select f.federation_id, f.id, f.reach, f.path from attached a
          join notice f on f.federation_id = a.federation_id and f.forwards_id = a.id and f.published_at is not null)
      select 1 from attached where ${reached('attached')})
  ) end`;
}

/** One notice, if it may be read. */
export async function findNotice(ctx: ViewerContext, id: string): Promise<NoticeRow | undefined> {
  const { rows } =
    await sql<NoticeRow>`select n.* from notice n where n.federation_id = ${ctx.viewer.federationId} and n.id = ${id} and ${readableNotice(ctx)}`.execute(
      ctx.db,
    );
  return rows[0] && asNotice(rows[0]);
}

/** The same for many at once, gathered over a request. */
export function noticeOf(ctx: ViewerContext, noticeId: string): Promise<NoticeRow | undefined> {
  return ctx.loaders.batched('readable notice', noticeId, async (ids) => {
    const { rows } = await sql<NoticeRow>`
      select n.* from notice n where n.federation_id = ${ctx.viewer.federationId} and n.id = any (${ids}::uuid[]) and ${readableNotice(ctx)}`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [row.id, asNotice(row)]));
  });
}

/** A deliverable, if the notice that asks for it may be read. */
export async function findDeliverable(ctx: ViewerContext, id: string): Promise<DeliverableRow | undefined> {
  const row = await ctx.loaders.one('deliverable', id);
  return row && (await noticeOf(ctx, row.notice_id)) && asDeliverable(row);
}

/** A delivery, if it reached a body in the caller's range. */
export async function findDelivery(ctx: ViewerContext, id: string): Promise<DeliveryRow | undefined> {
  const row = await ctx.loaders.one('delivery', id);
  return row && asDelivery(row);
}

/** @throws Refusal NOT_FOUND when there is none that may be read; locks the row for the change to come */
export async function noticeToChange(ctx: ViewerContext, id: string): Promise<NoticeRow> {
  const found = await findNotice(ctx, id);
  // A notice from above is readable through its wall but cannot be locked: nothing of it is ever changed from below.
  if (!found || found.issuer_id !== ctx.viewer.organizationId) throw notFound(['input', 'noticeId']);
  const { rows } =
    await sql<NoticeRow>`select n.* from notice n where n.federation_id = ${ctx.viewer.federationId} and n.id = ${id} for update`.execute(
      ctx.db,
    );
  if (!rows[0]) throw notFound(['input', 'noticeId']);
  return asNotice(rows[0]);
}

/** How a notice reached my organization, if it did. */
export function deliveryHere(ctx: ViewerContext, noticeId: string): Promise<DeliveryRow | undefined> {
  return ctx.loaders.batched('delivery here', noticeId, async (noticeIds) => {
    const { rows } = await sql<DeliveryRow>`
      select * from delivery where federation_id = ${ctx.viewer.federationId} and organization_id = ${ctx.viewer.organizationId} and notice_id = any (${noticeIds})
    `.execute(ctx.db);
    return new Map(rows.map((row) => [row.notice_id, asDelivery(row)]));
  });
}

/** My body's drafts, what it issued, or what it received; newest first. */
export async function listNotices(ctx: ViewerContext, box: NoticeBox, page: PageArgs): Promise<Page<NoticeRow>> {
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const { federationId, organizationId } = ctx.viewer;
  const received = box === 'RECEIVED';
  const at = received ? sql`d.delivered_at` : box === 'DRAFTS' ? sql`n.created_at` : sql`n.published_at`;
  const from = received
    ? sql`delivery d join notice n on n.federation_id = d.federation_id and n.id = d.notice_id
          where d.federation_id = ${federationId} and d.organization_id = ${organizationId}`
    : sql`notice n where n.federation_id = ${federationId} and n.issuer_id = ${organizationId} and n.state = ${box === 'DRAFTS' ? 'DRAFT' : 'ISSUED'}
            and (n.state = 'DRAFT' or n.amends_id is null)
            and (n.state = 'ISSUED' or ${mayReadDrafts(ctx)})`;
  const { rows } = await sql<NoticeRow & { listed_at: Date }>`
    select n.*, 'Notice' as __typename, ${at} as listed_at from ${from} ${after ? sql`and (${at}, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by ${at} desc, n.id desc limit ${page.first + 1}
  `.execute(ctx.db);
  return pageOf(rows, page, (row) => [row.listed_at.toISOString(), row.id]);
}

type DeliveryFilter = { readonly acknowledged?: boolean | null };

const matches = ({ acknowledged }: DeliveryFilter) =>
  typeof acknowledged === 'boolean' ? sql`(d.acknowledged_at is not null) = ${acknowledged}` : sql`true`;

/** To whom an issued notice of my range went, and who has signed or handed it on; gathered over a request. */
export async function listDeliveries(ctx: ViewerContext, noticeId: string, page: PageArgs & DeliveryFilter): Promise<Page<DeliveryRow>> {
  const after = parseCursor(page.after, ['text', 'uuid']);
  const found = await ctx.loaders.batched(`deliveries ${JSON.stringify(page)}`, noticeId, async (noticeIds) => {
    const { rows } = await sql<DeliveryRow>`
      select d.* from unnest(${noticeIds}::uuid[]) n (id)
       cross join lateral (
         select d.* from delivery d where d.federation_id = ${ctx.viewer.federationId} and d.notice_id = n.id and ${matches(page)}
           ${after ? sql`and (d.path, d.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
          order by d.path, d.id limit ${page.first + 1}) d
       order by d.path, d.id`.execute(ctx.db);
    return Map.groupBy(rows, (row) => row.notice_id);
  });
  return pageOf((found ?? []).map(asDelivery), page, (row) => [row.path, row.id]);
}

/** How many of them, under the same filter; gathered likewise. */
export async function countDeliveries(ctx: ViewerContext, noticeId: string, filter: DeliveryFilter): Promise<number> {
  const found = await ctx.loaders.batched(`deliveries, ${filter.acknowledged ?? 'all'}`, noticeId, async (noticeIds) => {
    const { rows } = await sql<{ notice_id: string; count: number }>`
      select d.notice_id, count(*)::int as count from delivery d
       where d.federation_id = ${ctx.viewer.federationId} and d.notice_id = any (${noticeIds}::uuid[]) and ${matches(filter)} group by d.notice_id`.execute(
      ctx.db,
    );
    return new Map(rows.map(({ notice_id, count }) => [notice_id, count]));
  });
  return found ?? 0;
}
