import { createHmac } from 'node:crypto';
import { type Carrier, type Message, NotCarried } from './carrier.ts';

/** A receiver that does not answer is given up after so long, in milliseconds. */
const PATIENCE = 10_000;

/**
 * What the receiver compares with the header `x-liandong-signature`: `v1=` and the HMAC-SHA256, in hex, of the header
 * `x-liandong-timestamp` (Unix seconds), a point, and the body as it came.
 */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/**
 * Short messages and WeCom through one address that takes signed JSON: whatever stands behind it sends them on. Taken over
 * is what is answered with 2xx. Nobody is followed elsewhere, and nothing of the answer is read.
 */
export function webhookCarrier({
  url,
  secret,
  patience = PATIENCE,
}: {
  readonly url: string;
  readonly secret: string;
  readonly patience?: number;
}): Carrier {
  return {
    async carry({ id, channel, at, to, text, link }: Message) {
      const body = JSON.stringify({ id, channel, recipient: { account: to.accountId, phone: to.phone }, text, link });
      const timestamp = String(Math.floor(at.getTime() / 1000));
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-liandong-id': id,
          'x-liandong-timestamp': timestamp,
          'x-liandong-signature': signatureOf(secret, timestamp, body),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(patience),
      }).catch((error: unknown) => {
        throw new NotCarried((error as Error).name === 'TimeoutError' ? 'HTTP_TIMEOUT' : 'HTTP_UNREACHABLE');
      });
      await response.body?.cancel().catch(() => {});
      if (!response.ok) throw new NotCarried(`HTTP_${response.status}`);
    },
  };
}
