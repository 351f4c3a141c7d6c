import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { count, type Failed, failed, isLocked, type KnownAccount, knownAccount, wrongPassword } from './attempts.ts';
import { checkSecondFactor, SECOND_FACTOR_FAILED } from './check-second-factor.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { newToken, tokenHash, verifyCode } from './secret.ts';
import { openSession, recordOwn, type Session } from './sessions.ts';
import { type Concerned, ownAccount, tellAccount } from './tell-account.ts';

/** Said alike for an unknown login, a wrong password and a locked account, so that nobody learns which it was. */
const FAILED = '登录名或口令不正确；连续输错五次，账户会锁定十五分钟';
/** How long somebody may look for their telephone. */
const CHALLENGE_MINUTES = 5;

/** The password was right, and a second factor is asked for. */
export interface Challenge {
  readonly challenge: string;
  readonly challengeExpiresAt: Date;
}

const concerning = ({ account_id, federation_id }: KnownAccount): Concerned => ({ accountId: account_id, federationId: federation_id });

/** Opens a session for who knows the password, or asks for the second factor of who has one. */
export async function signIn(
  ctx: Context,
  { login, password }: { login: string; password: string },
): Promise<Session | Challenge | Failed> {
  const account = await knownAccount(ctx, login);
  const isRight = await verifyPassword(password, account?.password_hash);
  if (!account || isLocked(account, ctx.now)) return failed('SIGN_IN_FAILED', FAILED, ['input']);
  // Failures are forgotten when one is in, not before: a right password does not buy further guesses at the code.
  if (isRight && account.has_second_factor) return challenge(ctx, account.account_id);
  await count(ctx, account.account_id, isRight);
  if (!isRight) return failed('SIGN_IN_FAILED', FAILED, ['input']);
  return openSession(ctx, concerning(account), { operation: 'signIn', strong: false });
}

/** Remembers for five minutes that the first step was taken. */
export async function challenge(ctx: Context, accountId: string): Promise<Challenge> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + CHALLENGE_MINUTES * 60_000);
  await sql`select app.open_challenge(${tokenHash(token)}, ${accountId}::uuid, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz)`.execute(
    ctx.db,
  );
  return { challenge: token, challengeExpiresAt: expiresAt };
}

interface Attempted {
  readonly account_id: string;
  readonly login: string;
  readonly federation_id: string | null;
  readonly locked_until: Date | null;
}

/** The second step: a code of the authenticator, or a recovery code. Five attempts, then the first step anew. */
export async function completeSignIn(
  ctx: Context,
  { challenge: token, code }: { challenge: string; code: string },
): Promise<Session | Failed> {
  const { rows } = await sql<Attempted>`select * from app.attempt_challenge(${tokenHash(token)}, ${ctx.now}::timestamptz)`.execute(ctx.db);
  const account = rows[0];
  if (!account) return failed('INVALID_CHALLENGE', '登录已超时或尝试次数过多，请重新输入口令', ['input', 'challenge']);
  const path = ['input', 'code'];
  if (isLocked(account, ctx.now)) return failed('SECOND_FACTOR_FAILED', SECOND_FACTOR_FAILED, path);
  const concerned = { accountId: account.account_id, federationId: account.federation_id };
  const passed = await checkSecondFactor(ctx, concerned, code);
  if (!passed.with) {
    if (passed.isWrong) await count(ctx, account.account_id, false);
    return failed(passed.code, passed.message, path);
  }
  await count(ctx, account.account_id, true);
  await sql`select app.close_challenge(${tokenHash(token)})`.execute(ctx.db);
  return openSession(ctx, concerned, { operation: 'signIn', strong: true, detail: { secondFactor: passed.with } });
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
  // Of two that use it at once, one does.
  const { rows } = await sql<{ redeemed: boolean }>`
    select app.redeem_one_time_code(${account.account_id}::uuid, ${account.one_time_hash}, ${hash}) as redeemed`.execute(ctx.db);
  if (!rows[0]!.redeemed) return refused();
  await tellAccount(ctx, concerning(account), 'PASSWORD_RESET', { how: 'ONE_TIME_CODE' });
  return openSession(ctx, concerning(account), { operation: 'redeemOneTimeCode', strong: false });
}

/** Changes one's own password; every other session of the account ends. */
export async function changePassword(
  ctx: Context,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<Failed | Record<string, never>> {
  const { id } = ctx.account!;
  const wrong = await wrongPassword(ctx, currentPassword, ['input', 'currentPassword']);
  if (wrong) return wrong;
  if (newPassword === currentPassword) return failed('UNCHANGED_PASSWORD', '新口令不能与当前口令相同', ['input', 'newPassword']);
  await sql`select app.set_password(${id}::uuid, ${await hashPassword(newPassword)})`.execute(ctx.db);
  await sql`select app.close_other_sessions(${id}::uuid)`.execute(ctx.db);
  await tellAccount(ctx, await ownAccount(ctx), 'PASSWORD_RESET', { how: 'CHANGED' });
  await recordOwn(ctx, 'changePassword');
  return {};
}

/** Ends the session that the request came with. */
export async function signOut(ctx: Context): Promise<void> {
  await recordOwn(ctx, 'signOut');
  await sql`select app.close_session()`.execute(ctx.db);
  ctx.reply.clearSession();
}
