import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** What OWASP asks of argon2id at least: 19 MiB, two passes, one lane. Kept with every hash, so that they can be raised. */
const MEMORY = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

const tagOf = (secret: string, nonce: Buffer, tagLength: number, cost: Cost): Promise<Buffer> =>
  derive('argon2id', { message: Buffer.from(secret.normalize('NFKC')), nonce, tagLength, ...cost });

const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** The secret as it may be stored: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`, as other programs write it too. */
export async function hashPassword(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(secret, salt, TAG_BYTES, { memory: MEMORY, passes: PASSES, parallelism: LANES });
  return `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=${LANES}$${text(salt)}$${text(tag)}`;
}

/**
 * Whether the secret is the one that was hashed. Takes as long when there is no hash at all, so that the time of an
 * answer does not tell which logins exist.
 */
export async function verifyPassword(secret: string, hash: string | null | undefined): Promise<boolean> {
  const match = ENCODED.exec(hash ?? '');
  if (!match) {
    await hashPassword(secret);
    return false;
  }
  const [, memory, passes, parallelism, salt, tag] = match;
  const expected = Buffer.from(tag!, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const actual = await tagOf(secret, Buffer.from(salt!, 'base64'), expected.length, cost);
  return timingSafeEqual(actual, expected);
}
