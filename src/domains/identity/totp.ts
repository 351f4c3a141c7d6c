import { Secret, TOTP } from 'otpauth';

/** What every authenticator knows: SHA-1, six digits, thirty seconds (RFC 6238). */
const PERIOD = 30;
/** Periods before and after the present one that are taken too: a telephone's clock may be half a minute off. */
const WINDOW = 1;

/** A new secret of 20 random bytes, in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

const totpOf = (secret: string, label: string) =>
  new TOTP({ issuer: '联动', label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: PERIOD });

/** What an authenticator reads from a QR code. */
export const otpauthUri = (secret: string, login: string): string => totpOf(secret, login).toString();

/**
 * The period that the code belongs to, counted from 1970; undefined when it is the code of none that is taken now.
 *
 * @param code six digits
 */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : TOTP.counter({ period: PERIOD, timestamp }) + delta;
}
