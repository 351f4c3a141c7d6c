import type { Env } from '../../env.ts';
import { INBOX_ONLY, type Messaging } from './carrier.ts';
import { mailCarrier } from './mail.ts';
import { webhookCarrier } from './webhook.ts';

/** Who carries messages outside, as the settings say. */
export function messagingOf({ PUBLIC_URL, SMTP_URL, SMTP_FROM, WEBHOOK_URL, WEBHOOK_SECRET }: Env): Messaging {
  if (PUBLIC_URL === undefined) return INBOX_ONLY;
  return {
    baseUrl: PUBLIC_URL.replace(/\/+$/, ''),
    mail: SMTP_URL !== undefined && SMTP_FROM !== undefined ? mailCarrier({ url: SMTP_URL, from: SMTP_FROM }) : undefined,
    webhook:
      WEBHOOK_URL !== undefined && WEBHOOK_SECRET !== undefined ? webhookCarrier({ url: WEBHOOK_URL, secret: WEBHOOK_SECRET }) : undefined,
  };
}
