import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { UserError } from '../../kit/errors.ts';
import { verifyPassword } from './password.ts';

export const ACCOUNT_LOCKED = '连续输错五次，账户已锁定，请十五分钟后再试';

/** What a failed attempt answers: returned, not thrown, because the count of failures must stay. */
export interface Failed {
  readonly errors: readonly UserError[];
}

export const failed = (code: string, message: string, path: readonly string[]): Failed => ({
  errors: [{ code, message, path: [...path] }],
});

/** What is known of an account by its login, before anybody is signed in. */
export interface KnownAccount {
  readonly account_id: string;
  readonly federation_id: string | null;
  readonly password_hash: string | null;
  readonly one_time_hash: string | null;
  readonly one_time_expires_at: Date | null;
  readonly locked_until: Date | null;
  readonly has_second_factor: boolean;
}

export async function knownAccount(ctx: Context, login: string): Promise<KnownAccount | undefined> {
  const { rows } = await sql<KnownAccount>`select * from app.account_for_sign_in(${login})`.execute(ctx.db);
  return rows[0];
}

export const isLocked = (account: Pick<KnownAccount, 'locked_until'>, now: Date): boolean =>
  account.locked_until !== null && account.locked_until > now;

/** Five failures in a row, of whatever was asked for, close the account for a quarter of an hour. */
export const count = (ctx: Context, accountId: string, succeeded: boolean) =>
  sql`select app.record_sign_in(${accountId}::uuid, ${succeeded}, ${ctx.now}::timestamptz)`.execute(ctx.db);

/** Why the password of the request's own account is not this one; counted like a sign-in, or an open session could guess. */
export async function wrongPassword(ctx: Context, password: string, path: readonly string[]): Promise<Failed | undefined> {
  const { id, login } = ctx.account!;
  const account = await knownAccount(ctx, login);
  const isRight = await verifyPassword(password, account?.password_hash);
  if (!account || isLocked(account, ctx.now)) return failed('ACCOUNT_LOCKED', ACCOUNT_LOCKED, path);
  await count(ctx, id, isRight);
  return isRight ? undefined : failed('WRONG_PASSWORD', '当前口令不正确', path);
}
