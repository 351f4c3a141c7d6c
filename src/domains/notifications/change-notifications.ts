import { type RawBuilder, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound } from '../../kit/errors.ts';
import { record } from '../audit/record.ts';
import { asNotification, type NotificationRow } from './notification.rows.ts';

/** Notes that the caller has read some of their notifications. @throws Refusal NOT_FOUND when one is not theirs */
export const markNotificationsRead = (ctx: ViewerContext, ids: readonly string[]): Promise<NotificationRow[]> =>
  mark(ctx, ids, 'markNotificationsRead', sql`read_at = coalesce(read_at, ${ctx.now}::timestamptz)`);

/** Puts some of the caller's notifications aside; they count as read. @throws Refusal NOT_FOUND when one is not theirs */
export const markNotificationsDone = (ctx: ViewerContext, ids: readonly string[]): Promise<NotificationRow[]> =>
  mark(
    ctx,
    ids,
    'markNotificationsDone',
    sql`read_at = coalesce(read_at, ${ctx.now}::timestamptz), done_at = coalesce(done_at, ${ctx.now}::timestamptz)`,
  );

async function mark(ctx: ViewerContext, ids: readonly string[], operation: string, set: RawBuilder<unknown>): Promise<NotificationRow[]> {
  const { federationId, accountId } = ctx.viewer;
  const wanted = [...new Set(ids)];
  const { rows } = await sql<NotificationRow>`
    update notification set ${set} where federation_id = ${federationId} and account_id = ${accountId} and id = any (${wanted}::uuid[]) returning *`.execute(
    ctx.db,
  );
  const found = new Map(rows.map((row) => [row.id, asNotification(row)]));
  const missing = ids.findIndex((id) => !found.has(id));
  if (missing >= 0) throw notFound(['input', 'notificationIds', String(missing)]);
  await record(ctx, { operation, subjectType: 'Account', subjectId: accountId, detail: { count: wanted.length } });
  return wanted.map((id) => found.get(id)!);
}
