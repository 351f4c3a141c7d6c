import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Only outside of production: whoever reads this source can open what it locks. */
const DEVELOPMENT_KEY = createHash('sha256').update('联动 development').digest();

/** Keeps secrets that must be read again, under a key that the database never sees (AES-256-GCM). */
export class SecretBox {
  readonly #key: Buffer;

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** That of the settings; none in production without a key. */
  static of({ SECRETS_KEY, production }: { SECRETS_KEY?: Buffer | undefined; production: boolean }): SecretBox | undefined {
    const key = SECRETS_KEY ?? (production ? undefined : DEVELOPMENT_KEY);
    return key && new SecretBox(key);
  }

  /** @param about whose it is: it opens for nobody else, wherever the bytes are copied to */
  seal(secret: string, about: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** Undefined when it was sealed with another key, about somebody else, or was tampered with. */
  open(sealed: Buffer, about: string): string | undefined {
    try {
      const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(about))
        .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }
}
