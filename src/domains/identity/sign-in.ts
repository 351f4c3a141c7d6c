import { sql } from 'kysely';
import type { CapacityKind, Context, Role, Viewer, ViewerContext } from '../../context.ts';
import type { UserError } from '../../kit/errors.ts';
import { record } from '../audit/record.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { newToken, tokenHash, verifyCode } from './secret.ts';

/** How long a session lasts: a working day. */
const SESSION_HOURS = 12;
/** Said alike for an unknown login, a wrong password and a locked account, so that nobody learns which it was. */
const FAILED = '登录名或口令不正确；连续输错五次，账户会锁定十五分钟';

export interface Session {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What a failed attempt answers: returned, not thrown, because the count of failures must stay. */
export interface Failed {
  readonly errors: readonly UserError[];
}

const failed = (code: string, message: string, path: readonly string[]): Failed => ({ errors: [{ code, message, path: [...path] }] });

interface KnownAccount {
  readonly account_id: string;
  readonly password_hash: string | null;
  readonly one_time_hash: string | null;
  readonly one_time_expires_at: Date | null;
  readonly locked_until: Date | null;
}

async function knownAccount(ctx: Context, login: string): Promise<KnownAccount | undefined> {
  const { rows } = await sql<KnownAccount>`select * from app.account_for_sign_in(${login})`.execute(ctx.db);
  return rows[0];
}

const isLocked = (account: KnownAccount, now: Date): boolean => account.locked_until !== null && account.locked_until > now;

const count = (ctx: Context, accountId: string, succeeded: boolean) =>
  sql`select app.record_sign_in(${accountId}::uuid, ${succeeded}, ${ctx.now}::timestamptz)`.execute(ctx.db);

/** Opens a session for who knows the password. Five failures in a row close the account for a quarter of an hour. */
export async function signIn(ctx: Context, { login, password }: { login: string; password: string }): Promise<Session | Failed> {
  const account = await knownAccount(ctx, login);
  const isRight = await verifyPassword(password, account?.password_hash);
  if (!account || isLocked(account, ctx.now)) return failed('SIGN_IN_FAILED', FAILED, ['input']);
  await count(ctx, account.account_id, isRight);
  if (!isRight) return failed('SIGN_IN_FAILED', FAILED, ['input']);
  return openSession(ctx, account.account_id, 'signIn');
}

interface Redemption {
  readonly login: string;
  readonly code: string;
  readonly newPassword: string;
}

/** Sets a password with the code that an administrator handed out: once, within its week. */
export async function redeemOneTimeCode(ctx: Context, { login, code, newPassword }: Redemption): Promise<Session | Failed> {
  const account = await knownAccount(ctx, login);
  // Made in any case, so that the time of an answer does not tell which logins exist.
  const hash = await hashPassword(newPassword);
  const isRight = verifyCode(code, account?.one_time_hash);
  const refused = () => failed('INVALID_CODE', '登录名或一次性口令不正确，或者已经用过、已经过期', ['input', 'code']);
  if (!account || isLocked(account, ctx.now)) return refused();
  if (!isRight || account.one_time_expires_at === null || account.one_time_expires_at <= ctx.now) {
    await count(ctx, account.account_id, false);
    return refused();
  }
  await setPassword(ctx, account.account_id, hash);
  return openSession(ctx, account.account_id, 'redeemOneTimeCode');
}

/** Changes one's own password; every other session of the account ends. */
export async function changePassword(
  ctx: Context,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<Failed | Record<string, never>> {
  const { id, login } = ctx.account!;
  const account = await knownAccount(ctx, login);
  const isRight = await verifyPassword(currentPassword, account?.password_hash);
  if (!account || isLocked(account, ctx.now)) {
    return failed('ACCOUNT_LOCKED', '连续输错五次，账户已锁定，请十五分钟后再试', ['input', 'currentPassword']);
  }
  await count(ctx, id, isRight);
  if (!isRight) return failed('WRONG_PASSWORD', '当前口令不正确', ['input', 'currentPassword']);
  if (newPassword === currentPassword) return failed('UNCHANGED_PASSWORD', '新口令不能与当前口令相同', ['input', 'newPassword']);
  await setPassword(ctx, id, await hashPassword(newPassword));
  await sql`select app.close_other_sessions(${id}::uuid)`.execute(ctx.db);
  await recordOwn(ctx, 'changePassword');
  return {};
}

/** Ends the session that the request came with. */
export async function signOut(ctx: Context): Promise<void> {
  await recordOwn(ctx, 'signOut');
  await sql`select app.close_session()`.execute(ctx.db);
  ctx.reply.clearSession();
}

const setPassword = (ctx: Context, accountId: string, hash: string) =>
  sql`select app.set_password(${accountId}::uuid, ${hash})`.execute(ctx.db);

async function openSession(ctx: Context, accountId: string, operation: string): Promise<Session> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + SESSION_HOURS * 3_600_000);
  await sql`select app.open_session(${tokenHash(token)}, ${accountId}::uuid, null, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz)`.execute(
    ctx.db,
  );
  const viewer = await enter(ctx, token);
  if (viewer) await record({ ...ctx, viewer }, { operation, subjectType: 'Account', subjectId: accountId });
  ctx.reply.setSession(token, expiresAt);
  return { token, expiresAt };
}

/** Who somebody without a capacity is, no federation's audit can say: an operator, or one whose appointments ended. */
async function recordOwn(ctx: Context, operation: string): Promise<void> {
  if (!ctx.viewer) return;
  await record(ctx as ViewerContext, { operation, subjectType: 'Account', subjectId: ctx.viewer.accountId });
}

interface Entered {
  readonly account_id: string;
  readonly kind: CapacityKind | null;
  readonly capacity_id: string;
  readonly person_id: string;
  readonly on_behalf_of_id: string | null;
  readonly federation_id: string;
  readonly organization_id: string;
  readonly path: string;
  readonly roles: Role[];
}

/** Steps behind the walls of the new session's first capacity, for the audit line. */
async function enter(ctx: Context, token: string): Promise<Viewer | undefined> {
  const { rows } = await sql<Entered>`select * from app.enter(${tokenHash(token)}, null, ${ctx.now}::timestamptz)`.execute(ctx.db);
  const entered = rows[0];
  if (!entered?.kind) return undefined;
  return {
    accountId: entered.account_id,
    personId: entered.person_id,
    capacityId: entered.capacity_id,
    kind: entered.kind,
    onBehalfOfId: entered.on_behalf_of_id,
    federationId: entered.federation_id,
    organizationId: entered.organization_id,
    path: entered.path,
    roles: entered.roles,
  };
}
