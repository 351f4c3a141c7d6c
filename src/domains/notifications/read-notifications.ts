import { sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import { type Page, type PageArgs, pageOf, parseCursor } from '../../kit/connection.ts';
import { asNotification, type DeliveryRow, type NotificationRow } from './notification.rows.ts';
import { type Reason, REASONS } from './policy.ts';

const whether = (done: boolean) => (done ? sql`n.done_at is not null` : sql`n.done_at is null`);

/** The caller's inbox in all capacities (W2), newest first. */
export async function listNotifications(ctx: ViewerContext, done: boolean, page: PageArgs): Promise<Page<NotificationRow>> {
  const { federationId, accountId } = ctx.viewer;
  const after = parseCursor(page.after, ['instant', 'uuid']);
  const { rows } = await sql<NotificationRow>`
    select n.* from notification n
     where n.federation_id = ${federationId} and n.account_id = ${accountId} and ${whether(done)}
       ${after ? sql`and (n.created_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
     order by n.created_at desc, n.id desc limit ${page.first + 1}`.execute(ctx.db);
  return {
    ...pageOf(rows.map(asNotification), page, (row) => [row.created_at.toISOString(), row.id]),
    counts: () => countNotifications(ctx, done),
  };
}

export interface NotificationCounting {
  readonly total: number;
  readonly unread: number;
  readonly byReason: readonly { readonly reason: Reason; readonly count: number }[];
}

/** The same list, counted in one statement. */
async function countNotifications(ctx: ViewerContext, done: boolean): Promise<NotificationCounting> {
  const { rows } = await sql<{ reason: Reason; count: number; unread: number }>`
    select n.reason, count(*)::int as count, count(*) filter (where n.read_at is null)::int as unread
      from notification n where n.federation_id = ${ctx.viewer.federationId} and n.account_id = ${ctx.viewer.accountId} and ${whether(done)}
     group by n.reason`.execute(ctx.db);
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    total: sum(({ count }) => count),
    unread: sum(({ unread }) => unread),
    byReason: REASONS.flatMap((reason) => rows.filter((row) => row.reason === reason).map(({ count }) => ({ reason, count }))),
  };
}

/** One of the caller's own. */
export async function findNotification(ctx: ViewerContext, id: string): Promise<NotificationRow | undefined> {
  const row = await ctx.loaders.one('notification', id);
  return row && asNotification(row);
}

/** How many the caller has not read and not put aside; 0 without a capacity. */
export async function unreadCount(ctx: Context): Promise<number> {
  const { viewer } = ctx;
  if (!viewer || viewer.kind === 'TOKEN') return 0;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notification
     where federation_id = ${viewer.federationId} and account_id = ${viewer.accountId} and read_at is null and done_at is null`.execute(
    ctx.db,
  );
  return rows[0]!.count;
}

/** What went outside about a notification; gathered over a request. */
export const deliveriesOf = (ctx: ViewerContext, { id }: NotificationRow): Promise<readonly DeliveryRow[]> =>
  ctx.loaders.many('notification_delivery', 'notification_id', id);
