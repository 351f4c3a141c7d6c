import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { ACCOUNT_LOCKED, count, type Failed, failed, isLocked, knownAccount, wrongPassword } from './attempts.ts';
import { checkSecondFactor, recoveryHash, SECOND_FACTOR_FAILED, SECOND_FACTOR_UNAVAILABLE, secondFactorOf } from './check-second-factor.ts';
import { grouped, newCode } from './secret.ts';
import { recordAs, recordOwn } from './sessions.ts';
import { ownAccount, tellAccount } from './tell-account.ts';
import { newTotpSecret, otpauthUri, stepOf } from './totp.ts';

const RECOVERY_CODES = 10;

/** Shown once, until it is confirmed with a code of the authenticator that read it. */
export interface Enrolment {
  readonly secret: string;
  readonly otpauthUri: string;
}

export interface RecoveryCodes {
  readonly recoveryCodes: readonly string[];
}

/** How one's own account stands. */
export interface SecondFactorState {
  readonly enabled: boolean;
  readonly confirmedAt: Date | null;
  readonly recoveryCodesLeft: number;
}

export async function ownSecondFactor(ctx: Context): Promise<SecondFactorState> {
  const factor = await secondFactorOf(ctx, ctx.account!.id);
  const confirmedAt = factor?.confirmed_at ?? null;
  return { enabled: confirmedAt !== null, confirmedAt, recoveryCodesLeft: factor?.recovery_codes ?? 0 };
}

/**
 * Makes the secret of a second factor for one's own account; it asks for nothing before it was confirmed.
 * @throws Refusal SECOND_FACTOR_UNAVAILABLE without a key, SECOND_FACTOR_ENABLED when there is one already
 */
export async function enrolSecondFactor(ctx: Context, { password }: { password: string }): Promise<Enrolment | Failed> {
  const { id, login } = ctx.account!;
  if (!ctx.box) throw new Refusal('SECOND_FACTOR_UNAVAILABLE', SECOND_FACTOR_UNAVAILABLE, ['input']);
  // Whoever comes by a trusted issuer alone has no password.
  const hasPassword = Boolean((await knownAccount(ctx, login))?.password_hash);
  const wrong = hasPassword ? await wrongPassword(ctx, password, ['input', 'password']) : undefined;
  if (wrong) return wrong;
  const secret = newTotpSecret();
  const { rows } = await sql<{ enrolled: boolean }>`
    select app.enrol_second_factor(${id}::uuid, ${ctx.box.seal(secret, id)}, ${ctx.now}::timestamptz) as enrolled`.execute(ctx.db);
  if (!rows[0]!.enrolled) throw new Refusal('SECOND_FACTOR_ENABLED', '两步验证已经启用；要换设备，请先停用', ['input']);
  return { secret, otpauthUri: otpauthUri(secret, login) };
}

/**
 * Turns the second factor on with a first code of the authenticator. The session has thereby passed it, and every other
 * one of the account ends.
 * @returns the recovery codes, each good once, shown once
 * @throws Refusal NOT_ENROLLED, SECOND_FACTOR_ENABLED, SECOND_FACTOR_UNAVAILABLE
 */
export async function confirmSecondFactor(ctx: Context, { code }: { code: string }): Promise<RecoveryCodes | Failed> {
  const { id } = ctx.account!;
  const factor = await secondFactorOf(ctx, id);
  if (!factor) throw new Refusal('NOT_ENROLLED', '请先获取两步验证的密钥', ['input']);
  if (factor.confirmed_at) throw new Refusal('SECOND_FACTOR_ENABLED', '两步验证已经启用', ['input']);
  const secret = ctx.box?.open(factor.secret, id);
  if (secret === undefined) throw new Refusal('SECOND_FACTOR_UNAVAILABLE', SECOND_FACTOR_UNAVAILABLE, ['input']);
  const step = stepOf(secret, code, ctx.now);
  if (step === undefined) return failed('SECOND_FACTOR_FAILED', SECOND_FACTOR_FAILED, ['input', 'code']);
  const { rows } = await sql<{ confirmed: boolean }>`
    select app.confirm_second_factor(${id}::uuid, ${step}::bigint, ${ctx.now}::timestamptz) as confirmed`.execute(ctx.db);
  if (!rows[0]!.confirmed) throw new Refusal('SECOND_FACTOR_ENABLED', '两步验证已经启用', ['input']);
  const codes = await giveRecoveryCodes(ctx, id);
  await sql`select app.close_other_sessions(${id}::uuid), app.strengthen_session(${ctx.tokenHash})`.execute(ctx.db);
  await tellAccount(ctx, await ownAccount(ctx), 'SECOND_FACTOR_CHANGED', { how: 'ENABLED' });
  await recordAs(ctx, ctx.tokenHash!, 'confirmSecondFactor', id);
  return codes;
}

/** Gives new recovery codes, for a code of the authenticator; those before are void. */
export async function renewRecoveryCodes(ctx: Context, { code }: { code: string }): Promise<RecoveryCodes | Failed> {
  const refused = await proven(ctx, code);
  if (refused) return refused;
  const codes = await giveRecoveryCodes(ctx, ctx.account!.id);
  await tellAccount(ctx, await ownAccount(ctx), 'SECOND_FACTOR_CHANGED', { how: 'RECOVERY_CODES_RENEWED' });
  await recordOwn(ctx, 'renewRecoveryCodes');
  return codes;
}

/** Turns the second factor off, for a code of it; in a capacity that asks for one nothing can be done until the next is set up. */
export async function removeSecondFactor(ctx: Context, { code }: { code: string }): Promise<Failed | Record<string, never>> {
  const refused = await proven(ctx, code);
  if (refused) return refused;
  await sql`select app.forget_second_factor(${ctx.account!.id}::uuid)`.execute(ctx.db);
  await tellAccount(ctx, await ownAccount(ctx), 'SECOND_FACTOR_CHANGED', { how: 'REMOVED' });
  await recordOwn(ctx, 'removeSecondFactor');
  return {};
}

/** Why the code does not prove the second factor of one's own account. Counted like a sign-in, or an open session could guess. */
async function proven(ctx: Context, code: string): Promise<Failed | undefined> {
  const own = await ownAccount(ctx);
  const account = await knownAccount(ctx, ctx.account!.login);
  if (!account || isLocked(account, ctx.now)) return failed('ACCOUNT_LOCKED', ACCOUNT_LOCKED, ['input', 'code']);
  const passed = await checkSecondFactor(ctx, own, code);
  if (passed.with) return undefined;
  if (passed.isWrong) await count(ctx, own.accountId, false);
  return failed(passed.code, passed.message, ['input', 'code']);
}

async function giveRecoveryCodes(ctx: Context, accountId: string): Promise<RecoveryCodes> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  const hashes = codes.map((code) => recoveryHash(accountId, code));
  await sql`select app.set_recovery_codes(${accountId}::uuid, ${hashes}::bytea[])`.execute(ctx.db);
  return { recoveryCodes: codes.map(grouped) };
}
