import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Concerned, tellAccount } from './tell-account.ts';
import { stepOf } from './totp.ts';

export const SECOND_FACTOR_FAILED = '验证码不正确、已经用过或已过期；连续输错五次，账户会锁定十五分钟';
export const SECOND_FACTOR_UNAVAILABLE = '服务器没有配置密钥（SECRETS_KEY），暂时不能使用两步验证，请联系平台运维人员';

/** With what the second step was passed, or why it was not; `isWrong` when that is the fault of who typed the code. */
export type Passed =
  | { readonly with: 'TOTP' | 'RECOVERY_CODE' }
  | { readonly with?: undefined; readonly code: string; readonly message: string; readonly isWrong: boolean };

const WRONG: Passed = { code: 'SECOND_FACTOR_FAILED', message: SECOND_FACTOR_FAILED, isWrong: true };
const UNAVAILABLE: Passed = { code: 'SECOND_FACTOR_UNAVAILABLE', message: SECOND_FACTOR_UNAVAILABLE, isWrong: false };

export interface SecondFactorRow {
  /** Sealed. */
  readonly secret: Buffer;
  readonly confirmed_at: Date | null;
  readonly recovery_codes: number;
}

/** What the account has set up, confirmed or not. */
export async function secondFactorOf(ctx: Context, accountId: string): Promise<SecondFactorRow | undefined> {
  const { rows } = await sql<SecondFactorRow>`select * from app.second_factor_of(${accountId}::uuid)`.execute(ctx.db);
  return rows[0];
}

/** What is kept of a recovery code: 79 random bits need no stretching. */
export const recoveryHash = (accountId: string, code: string): Buffer => createHash('sha256').update(`${accountId}.${code}`).digest();

/**
 * Whether the code is that of the account's authenticator now, or one of its recovery codes; uses it up.
 *
 * @param code without spaces, in capitals
 */
export async function checkSecondFactor(ctx: Context, concerned: Concerned, code: string): Promise<Passed> {
  const { accountId } = concerned;
  if (!/^\d{6}$/.test(code)) return checkRecoveryCode(ctx, concerned, code);
  const factor = await secondFactorOf(ctx, accountId);
  const secret = factor && ctx.box?.open(factor.secret, accountId);
  if (factor && secret === undefined) return UNAVAILABLE;
  const step = secret === undefined ? undefined : stepOf(secret, code, ctx.now);
  if (step === undefined || !(await useStep(ctx, accountId, step))) return WRONG;
  return { with: 'TOTP' };
}

/** A code serves once: one of a period that was used, or of one before it, is refused. */
async function useStep(ctx: Context, accountId: string, step: number): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select app.use_second_factor(${accountId}::uuid, ${step}::bigint) as used`.execute(ctx.db);
  return rows[0]!.used;
}

async function checkRecoveryCode(ctx: Context, concerned: Concerned, code: string): Promise<Passed> {
  const { rows } = await sql<{ used: boolean }>`
    select app.use_recovery_code(${concerned.accountId}::uuid, ${recoveryHash(concerned.accountId, code)}) as used`.execute(ctx.db);
  if (!rows[0]!.used) return WRONG;
  await tellAccount(ctx, concerned, 'SECOND_FACTOR_CHANGED', { how: 'RECOVERY_CODE_USED' });
  return { with: 'RECOVERY_CODE' };
}
