import { hashCode, newCode } from './secret.ts';

/** How long a one-time code can be redeemed. */
export const CODE_DAYS = 7;

export interface NewOneTimeCode {
  /** What the person is handed; shown once. */
  readonly plain: string;
  /** What is kept of it. */
  readonly hash: string;
  readonly expiresAt: Date;
}

/** A code with which an account is taken over, once, within a week. */
export function newOneTimeCode(now: Date): NewOneTimeCode {
  const plain = newCode();
  return { plain, hash: hashCode(plain), expiresAt: new Date(now.getTime() + CODE_DAYS * 24 * 3_600_000) };
}
