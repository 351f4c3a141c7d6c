import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem } from '../../kit/system.ts';
import { todayIn } from '../federation/calendar.ts';
import { type Carrier, type Messaging, NotCarried } from './carrier.ts';
import { claim, type Claimed } from './claim.ts';
import { compose } from './compose.ts';

const MINUTE = 60_000;
/** After which pause a message is tried again; when there is none left, it is given up. */
const PAUSES = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * MINUTE);
/** Messages under way at a time. */
const AT_ONCE = 5;

/**
 * Sends what is due to go outside, at least once: whoever is killed between sending and noting it sends it again, under the
 * same id. Nothing is sent within a transaction. What cannot be sent is tried again with growing pauses and then given up,
 * visibly. Several may run at once: each takes what no other holds.
 *
 * @param em any entity manager; a fork of it is used
 * @param stopping aborted when the process is about to end: no further message is begun
 */
export async function sendDue(
  em: SqlEntityManager,
  federationId: string,
  now: Date,
  messaging: Messaging,
  stopping?: AbortSignal,
): Promise<void> {
  if (!messaging.mail && !messaging.webhook) return;
  const isStopping = () => stopping?.aborted === true;
  while (!isStopping()) {
    const claimed = await asSystem(em, federationId, async (system) => claim(system, await todayIn(system, now)));
    if (claimed.length === 0) return;
    const waiting = [...claimed];
    const send = async () => {
      while (waiting.length > 0 && !isStopping()) {
        const one = waiting.shift()!;
        await note(em, federationId, now, one, await carry(one, now, messaging));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, send));
  }
}

/** @returns what kept it from being taken over */
async function carry(claimed: Claimed, now: Date, { mail, webhook, baseUrl }: Messaging): Promise<NotCarried | undefined> {
  const isMail = claimed.channel === 'EMAIL';
  const carrier: Carrier | undefined = isMail ? mail : webhook;
  const address = isMail ? claimed.email : claimed.channel === 'SMS' ? claimed.phone : claimed.accountId;
  if (!carrier || address === null) return new NotCarried('NO_ADDRESS', true);
  try {
    await carrier.carry(compose(claimed, now, baseUrl));
    return undefined;
  } catch (error) {
    if (error instanceof NotCarried) return error;
    throw error;
  }
}

async function note(
  em: SqlEntityManager,
  federationId: string,
  now: Date,
  { id, attempts }: Claimed,
  failed: NotCarried | undefined,
): Promise<void> {
  const pause = PAUSES[attempts - 1];
  const givenUp = failed !== undefined && (failed.final || pause === undefined);
  const state = failed === undefined ? 'SENT' : givenUp ? 'FAILED' : 'PENDING';
  await asSystem(em, federationId, ({ db }) =>
    sql`
      update notification_delivery
         set claimed_until = null, failure = ${failed?.code ?? null}, sent_at = case when ${state} = 'SENT' then ${now}::timestamptz end,
             due_at = case when ${state} = 'PENDING' then ${new Date(now.getTime() + (pause ?? 0))}::timestamptz else due_at end,
             state = case when merged_into_id is null then ${state} when ${givenUp} then 'FAILED' else state end
       where federation_id = ${federationId} and (id = ${id} or merged_into_id = ${id} and ${givenUp})`.execute(db),
  );
}
