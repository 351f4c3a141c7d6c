import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { widen } from '../../kit/system.ts';

/**
 * What one person was told for a body and has not put aside goes over to another, with what is still to go outside: tasks
 * follow the capacity. What the other one was told already is only put aside. Whether it may be asked for is for the
 * caller to say.
 *
 * @returns how many notifications went over
 */
export async function transferNotifications(
  ctx: ViewerContext,
  fromAccountId: string,
  toAccountId: string,
  organizationId: string,
): Promise<number> {
  const { federationId } = ctx.viewer;
  return widen(ctx, async () => {
    const open = sql`n.federation_id = ${federationId} and n.account_id = ${fromAccountId} and n.organization_id = ${organizationId} and n.done_at is null`;
    await sql`
      update notification n set done_at = ${ctx.now}::timestamptz
       where ${open} and exists (
         select from notification t where t.federation_id = n.federation_id and t.account_id = ${toAccountId} and t.announcement_id = n.announcement_id
            and t.subject_id = n.subject_id)`.execute(ctx.db);
    const { rows } = await sql<{ count: number }>`
      with moved as (
        update notification n set account_id = ${toAccountId}, read_at = null where ${open} returning n.federation_id, n.id),
      outside as (
        update notification_delivery d set account_id = ${toAccountId} from moved m
         where d.federation_id = m.federation_id and d.notification_id = m.id and d.state = 'PENDING' and d.attempts = 0 returning 1)
      select count(*)::int as count from moved`.execute(ctx.db);
    return rows[0]!.count;
  });
}
