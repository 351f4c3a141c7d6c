import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import type { Claims } from './identity-providers.ts';
import type { IssuerRow } from './issuer-visits.ts';
import { openSession, type Session } from './sessions.ts';
import { type Challenge, challenge } from './sign-in.ts';

interface Linked {
  readonly account_id: string;
  readonly federation_id: string;
  readonly has_second_factor: boolean;
  readonly may_act: boolean;
}

/**
 * Signs in whom an identity provider vouches for, into the account that this subject was linked with before. Opens no
 * account and links none: no claim is taken for a login, whatever it says.
 * @returns a session; a challenge where the account has a second factor that the provider does not vouch for
 * @throws Refusal NOT_LINKED, NOTHING_TO_ACT_AS
 */
export async function signInByIssuer(ctx: Context, issuer: IssuerRow, claims: Claims): Promise<Session | Challenge> {
  const { rows } = await sql<Linked>`select * from app.linked_account(${issuer.id}::uuid, ${claims.sub}, ${ctx.now}::timestamptz)`.execute(
    ctx.db,
  );
  const [account] = rows;
  if (!account) {
    throw new Refusal('NOT_LINKED', '此身份尚未关联本系统的账户：请先用口令登录，在账户设置中关联，或请上级管理员关联');
  }
  if (!account.may_act) throw new Refusal('NOTHING_TO_ACT_AS', '您的任职已经结束，不能再登录；如有疑问，请联系上级管理员');
  const isStrong = issuer.accepts_amr && vouchesForTwo(claims['amr']);
  if (account.has_second_factor && !isStrong) return challenge(ctx, account.account_id);
  return openSession(
    ctx,
    { accountId: account.account_id, federationId: account.federation_id },
    { operation: 'signInByIssuer', strong: isStrong, detail: { issuerId: issuer.id } },
  );
}

const KNOWN = new Set(['pwd', 'pin', 'kba']);
const HELD = new Set(['otp', 'hwk', 'swk', 'sc', 'sms', 'tel']);

/** Whether the provider says that two kinds of proof were given (RFC 8176): `mfa`, or something known and something held. */
function vouchesForTwo(amr: unknown): boolean {
  if (!Array.isArray(amr)) return false;
  return amr.includes('mfa') || (amr.some((method) => KNOWN.has(method as string)) && amr.some((method) => HELD.has(method as string)));
}
