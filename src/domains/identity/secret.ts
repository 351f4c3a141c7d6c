import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A new secret of a session or of an API token: 32 random bytes as 43 characters that fit into a header. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token: the database never sees the secret itself. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Without the letters and digits that are mistaken for each other when read aloud or copied by hand. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 16;

/** A new one-time code: sixteen characters, some 79 bits, to be typed once within a week; shorter where it lives for minutes. */
export const newCode = (length = CODE_LENGTH): string => Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/** In groups of four, as it is printed and read aloud. */
export const grouped = (code: string): string => code.replaceAll(/.{4}(?=.)/g, '$&-');

const CODE_HASH = /^\$sha256\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;
const tagOf = (salt: string, code: string): string => createHash('sha256').update(`${salt}.${code}`).digest('base64url');

/**
 * A code as it may be stored. Not stretched like a password: nobody chose it, and 79 random bits cannot be searched in the
 * week that it lives, so hundreds can be made inside of one transaction.
 */
export function hashCode(code: string): string {
  const salt = randomBytes(12).toString('base64url');
  return `$sha256$${salt}$${tagOf(salt, code)}`;
}

/** Whether the code is the one that was hashed. */
export function verifyCode(code: string, hash: string | null | undefined): boolean {
  const [, salt, tag] = CODE_HASH.exec(hash ?? '') ?? [];
  return salt !== undefined && timingSafeEqual(Buffer.from(tagOf(salt, code)), Buffer.from(tag!));
}
