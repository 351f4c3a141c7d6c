import { sql } from 'kysely';
import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { Refusal, stale } from '../../kit/errors.ts';
import { widen } from '../../kit/system.ts';
import { record } from '../audit/record.ts';
import type { NotificationEvent } from './events.ts';
import type { Channel } from './notification.entity.ts';
import type { preferencesInput } from './notification.input.ts';
import { OPTIONAL_EVENTS } from './policy.ts';

export interface Preferences {
  readonly channel: Channel;
  readonly muted: readonly NotificationEvent[];
  readonly digestByMail: boolean;
  readonly email: string | null;
  readonly phone: string | null;
  /** 0 until anything was set. */
  readonly version: number;
}

/** How the caller wishes to be told, and where. */
export async function readPreferences(ctx: ViewerContext): Promise<Preferences> {
  const { federationId, accountId } = ctx.viewer;
  const { rows } = await sql<Preferences>`
    select coalesce(p.channel, 'SMS') as channel, coalesce(p.muted, '{}') as muted, coalesce(p.digest_by_mail, false) as "digestByMail",
           h.email, h.phone, coalesce(p.version, 0) as version
      from (select 1) one
      left join person h on h.federation_id = ${federationId} and h.account_id = ${accountId}
      left join notification_preference p on p.federation_id = ${federationId} and p.account_id = ${accountId}`.execute(ctx.db);
  return rows[0]!;
}

/**
 * Sets how the caller wishes to be told. What has to reach people cannot be switched off (journeys, section 5).
 * @throws Refusal CANNOT_BE_SWITCHED_OFF, STALE_VERSION
 */
export async function setPreferences(ctx: ViewerContext, input: z.output<typeof preferencesInput>): Promise<Preferences> {
  const { federationId, accountId, personId } = ctx.viewer;
  const fixed = input.muted.findIndex((event) => !OPTIONAL_EVENTS.includes(event));
  if (fixed >= 0) throw new Refusal('CANNOT_BE_SWITCHED_OFF', '这类消息不能关闭', ['input', 'muted', String(fixed)]);
  const { rows } = await sql`
    insert into notification_preference as p (federation_id, account_id, channel, muted, digest_by_mail, version)
    select ${federationId}::uuid, ${accountId}::uuid, ${input.channel}, ${input.muted}::text[], ${input.digestByMail}, 1 where ${input.version} = 0
        or exists (select from notification_preference where federation_id = ${federationId} and account_id = ${accountId})
    on conflict (federation_id, account_id) do update
       set channel = excluded.channel, muted = excluded.muted, digest_by_mail = excluded.digest_by_mail, version = p.version + 1
     where p.version = ${input.version}
    returning 1`.execute(ctx.db);
  if (rows.length === 0) throw stale(['input', 'version'], { preferences: await readPreferences(ctx) });
  // One's line may stand outside of the present capacity's range.
  await widen(ctx, () =>
    sql`update person set email = ${input.email} where federation_id = ${federationId} and id = ${personId}`.execute(ctx.db),
  );
  const { channel, muted, digestByMail } = input;
  await record(ctx, {
    operation: 'setNotificationPreferences',
    subjectType: 'Account',
    subjectId: accountId,
    detail: { channel, muted, digestByMail },
  });
  return readPreferences(ctx);
}
