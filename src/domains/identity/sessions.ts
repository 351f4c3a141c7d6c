import { sql } from 'kysely';
import type { Context, Viewer, ViewerContext } from '../../context.ts';
import { type Entered, viewerOf } from '../../entered.ts';
import { record } from '../audit/record.ts';
import { newToken, tokenHash } from './secret.ts';
import { type Concerned, tellAccount } from './tell-account.ts';

/** How long a session lasts: a working day. */
const SESSION_HOURS = 12;

export interface Session {
  readonly token: string;
  readonly expiresAt: Date;
}

/** How somebody came in, as the audit names it. */
export interface Entrance {
  readonly operation: string;
  /** A second factor was passed on the way, or who vouches for the person says so. */
  readonly strong: boolean;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Opens a session, tells the account's owner when the browser is a new one, and writes the audit line. */
export async function openSession(ctx: Context, concerned: Concerned, { operation, strong, detail }: Entrance): Promise<Session> {
  const { accountId } = concerned;
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + SESSION_HOURS * 3_600_000);
  await sql`select app.open_session(${tokenHash(token)}, ${accountId}::uuid, null, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz)`.execute(
    ctx.db,
  );
  ctx.reply.setSession(token, expiresAt);
  if (strong) await sql`select app.strengthen_session(${tokenHash(token)})`.execute(ctx.db);
  if (await isNewDevice(ctx, accountId)) await tellAccount(ctx, concerned, 'NEW_DEVICE');
  await recordAs(ctx, tokenHash(token), operation, accountId, detail);
  return { token, expiresAt };
}

/** Another browser than all before; the first one of an account is no news. A program that keeps no cookies is always new. */
async function isNewDevice(ctx: Context, accountId: string): Promise<boolean> {
  const device = ctx.device ?? newToken();
  const { rows } = await sql<{ seen: 'KNOWN' | 'FIRST' | 'NEW' }>`
    select app.note_device(${accountId}::uuid, ${tokenHash(device)}, ${ctx.now}::timestamptz) as seen`.execute(ctx.db);
  if (ctx.device === undefined) ctx.reply.setDevice(device);
  return rows[0]!.seen === 'NEW';
}

/** Writes the audit line of what a session did before it could act: behind the walls of its first capacity, which stay. */
export async function recordAs(
  ctx: Context,
  session: Buffer,
  operation: string,
  accountId: string,
  detail?: Readonly<Record<string, unknown>>,
): Promise<void> {
  const viewer = await enter(ctx, session);
  if (viewer) await record({ ...ctx, viewer }, { operation, subjectType: 'Account', subjectId: accountId, ...(detail && { detail }) });
}

/** Who somebody without a capacity is, no federation's audit can say: an operator, or one whose appointments ended. */
export async function recordOwn(ctx: Context, operation: string): Promise<void> {
  if (!ctx.viewer) return;
  await record(ctx as ViewerContext, { operation, subjectType: 'Account', subjectId: ctx.viewer.accountId });
}

/** Steps behind the walls of the session's first capacity. */
async function enter(ctx: Context, session: Buffer): Promise<Viewer | undefined> {
  const { rows } = await sql<Entered>`select * from app.enter(${session}, null, ${ctx.now}::timestamptz)`.execute(ctx.db);
  return rows[0] && viewerOf(rows[0]);
}
