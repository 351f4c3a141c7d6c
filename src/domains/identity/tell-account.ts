import { sql } from 'kysely';
import type { Context, Role, ViewerContext } from '../../context.ts';
import { widenIn } from '../../kit/system.ts';
import { announce } from '../notifications/announce.ts';
import type { NotificationEvent } from '../notifications/events.ts';

/** Whom it concerns; the platform's operator belongs to no federation. */
export interface Concerned {
  readonly accountId: string;
  readonly federationId: string | null;
}

/**
 * Tells the owner of an account what happened to it. The product tells, not the person who acts: who acts may be a thief,
 * and the owner is to be told of their own acts too. An operator has no inbox.
 */
export async function tellAccount(
  ctx: Context,
  { accountId, federationId }: Concerned,
  event: NotificationEvent,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (federationId === null) return;
  const { em, db, now } = ctx;
  await widenIn(db, federationId, () =>
    announce(
      { em, db, now, federationId },
      { event, subjectType: 'Account', subjectId: accountId, audience: { accountIds: [accountId] }, detail },
    ),
  );
}

/** What somebody may newly act as. */
export interface Granted {
  readonly capacityId: string;
  readonly organizationId: string;
  readonly roles: readonly Role[];
  readonly from?: string;
  readonly until?: string;
}

/** Tells somebody that they may act in a further capacity. */
export async function tellOfCapacity(ctx: ViewerContext, accountId: string, granted: Granted): Promise<void> {
  const body = await ctx.loaders.one('organization', granted.organizationId);
  const concerned = { accountId, federationId: ctx.viewer.federationId };
  await tellAccount(ctx, concerned, 'CAPACITY_GRANTED', { title: body?.name ?? '', ...granted });
}

/** The account that the request came with, and its federation, whatever it may act as. */
export async function ownAccount(ctx: Context): Promise<Concerned> {
  const { rows } = await sql<{ federation: string }>`
    select nullif(current_setting('app.federation'), '00000000-0000-0000-0000-000000000000') as federation`.execute(ctx.db);
  return { accountId: ctx.account!.id, federationId: rows[0]!.federation };
}
