import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A new secret of a session or of an API token: 32 random bytes as 43 characters that fit into a header. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token: the database never sees the secret itself. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Without the letters and digits that are mistaken for each other when read aloud or copied by hand. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 10;

/** A new one-time code: ten characters, some 49 bits, to be typed once within a week. */
export const newCode = (): string => Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
