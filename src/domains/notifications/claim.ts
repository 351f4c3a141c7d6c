import { sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import { dayOf, startOfDay } from '../../kit/time.ts';
import type { Today } from '../../kit/working-days.ts';
import type { NotificationEvent } from './events.ts';
import type { Channel } from './notification.entity.ts';
import { MERGED_EVENTS, PUSH_EVENTS, SECURITY_EVENTS } from './policy.ts';
import { isQuiet, nextMorning, opening } from './schedule.ts';

/** One message as it is to be sent, with everything that it says. */
export interface Claimed {
  /** Of the delivery that leads. */
  readonly id: string;
  readonly channel: Channel;
  readonly accountId: string;
  readonly attempts: number;
  readonly phone: string | null;
  readonly email: string | null;
  readonly said: readonly { readonly notificationId: string; readonly event: NotificationEvent; readonly excerpt: string }[];
}

/** Messages that one turn takes in hand, and how long it has them for itself, in milliseconds. */
const BATCH = 50;
const LEASE = 5 * 60_000;
/** Messages that ring, for one person on one day; what is more waits for the next one. */
const MOST_A_DAY = 3;

interface Row {
  readonly id: string;
  readonly account_id: string;
  readonly channel: Channel;
  readonly event: NotificationEvent;
  readonly any_hour: boolean;
  readonly attempts: number;
}

/**
 * Takes what is due in hand, for a while: one message for each person and way. What is due at the same time goes together,
 * and with a notice that came in everything of that kind that waits; what was tried before and what is about security goes
 * alone. What is done meanwhile is skipped, what may not ring now is put off.
 */
export async function claim(system: SystemContext, today: Today): Promise<readonly Claimed[]> {
  await skipDone(system, today.now);
  const leads = await leadsDue(system, today.now);
  if (leads.length === 0) return [];
  const groups = await gathered(system, today.now, leads);
  const late = isQuiet(today) ? groups.flatMap((rows) => rows.filter(({ any_hour }) => !any_hour)) : [];
  const awake = groups.map((rows) => rows.filter((row) => !late.includes(row))).filter((rows) => rows.length > 0);
  const full = await fullToday(system, today.now, awake);
  const [waiting, going] = [awake.filter((rows) => full.has(rows)), awake.filter((rows) => !full.has(rows))];
  await putOff(system, late, opening(today));
  await putOff(system, waiting.flat(), nextMorning(today));
  return takeInHand(system, today.now, going);
}

async function skipDone({ db, federationId }: SystemContext, now: Date): Promise<void> {
  await sql`
    update notification_delivery d set state = 'SKIPPED', failure = 'DONE'
      from notification n
     where d.federation_id = ${federationId} and d.state = 'PENDING' and d.due_at <= ${now}::timestamptz and d.attempts = 0
       and n.federation_id = d.federation_id and n.id = d.notification_id and n.done_at is not null`.execute(db);
}

const due = (now: Date) =>
  sql`d.state = 'PENDING' and d.due_at <= ${now}::timestamptz and (d.claimed_until is null or d.claimed_until <= ${now}::timestamptz)`;
const alone = sql`(d.attempts > 0 or n.event = any (${SECURITY_EVENTS}::text[]))`;
const JOINED = sql`notification_delivery d join notification n on n.federation_id = d.federation_id and n.id = d.notification_id`;

/** The first delivery that is due, of each person and way: whoever holds it, holds those that go with it. */
async function leadsDue({ db, federationId }: SystemContext, now: Date): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select d.id, d.account_id, d.channel, n.event, d.any_hour, d.attempts from ${JOINED}
     where d.federation_id = ${federationId} and ${due(now)} and d.id in (
       select id from (
         select distinct on (account_id, channel, alone_id) id, due_at from (
           select d.id, d.account_id, d.channel, d.due_at, case when ${alone} then d.id end as alone_id from ${JOINED}
            where d.federation_id = ${federationId} and ${due(now)}) each
          order by account_id, channel, alone_id, due_at, id) lead
        order by due_at, id limit ${BATCH})
     order by d.due_at, d.id
       for update of d skip locked`.execute(db);
  return rows;
}

const goesAlone = ({ attempts, event }: Row): boolean => attempts > 0 || SECURITY_EVENTS.includes(event);

/** Each lead with what goes along. */
async function gathered({ db, federationId }: SystemContext, now: Date, leads: readonly Row[]): Promise<(readonly Row[])[]> {
  const leading = leads.filter((lead) => !goesAlone(lead));
  const { rows } = await sql<Row & { lead_id: string; is_due: boolean }>`
    select l.id as lead_id, d.due_at <= ${now}::timestamptz as is_due, d.id, d.account_id, d.channel, n.event, d.any_hour, d.attempts
      from unnest(${leading.map(({ id }) => id)}::uuid[], ${leading.map(({ account_id }) => account_id)}::uuid[],
                  ${leading.map(({ channel }) => channel)}::text[]) l (id, account_id, channel)
      join notification_delivery d on d.federation_id = ${federationId} and d.account_id = l.account_id and d.channel = l.channel and d.state = 'PENDING'
       and d.id <> l.id and d.attempts = 0
      join notification n on n.federation_id = d.federation_id and n.id = d.notification_id and n.event <> all (${SECURITY_EVENTS}::text[])
     where d.due_at <= ${now}::timestamptz or n.event = any (${MERGED_EVENTS}::text[])
     order by d.due_at, d.id
       for update of d`.execute(db);
  const others = Map.groupBy(rows, ({ lead_id }) => lead_id);
  return leads.map((lead) => {
    const along = others.get(lead.id) ?? [];
    const joins = [lead, ...along.filter(({ is_due }) => is_due)].some(({ event }) => MERGED_EVENTS.includes(event));
    return [lead, ...along.filter(({ is_due }) => is_due || joins)];
  });
}

/** Those whose person has had as many messages on this day as anybody is to have. */
async function fullToday(
  { db, federationId }: SystemContext,
  now: Date,
  groups: readonly (readonly Row[])[],
): Promise<ReadonlySet<readonly Row[]>> {
  const counted = groups.filter(([lead]) => PUSH_EVENTS.includes(lead!.event) && !goesAlone(lead!));
  const { rows } = await sql<{ account_id: string; count: number }>`
    select d.account_id, count(*)::int as count from ${JOINED}
     where d.federation_id = ${federationId} and d.account_id = any (${counted.map(([lead]) => lead!.account_id)}::uuid[]) and d.state = 'SENT'
       and d.sent_at >= ${startOfDay(dayOf(now))}::timestamptz and n.event = any (${PUSH_EVENTS}::text[]) and n.event <> all (${SECURITY_EVENTS}::text[])
     group by d.account_id`.execute(db);
  const sent = new Map(rows.map(({ account_id, count }) => [account_id, count]));
  return new Set(counted.filter(([lead]) => (sent.get(lead!.account_id) ?? 0) >= MOST_A_DAY));
}

async function putOff({ db, federationId }: SystemContext, rows: readonly Row[], until: Date): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update notification_delivery set due_at = ${until}::timestamptz
     where federation_id = ${federationId} and id = any (${rows.map(({ id }) => id)}::uuid[])`.execute(db);
}

async function takeInHand(
  { db, federationId }: SystemContext,
  now: Date,
  groups: readonly (readonly Row[])[],
): Promise<readonly Claimed[]> {
  if (groups.length === 0) return [];
  const leads = groups.map(([lead]) => lead!.id);
  const merged = groups.flatMap(([lead, ...others]) => others.map(({ id }) => ({ id, into: lead!.id })));
  await sql`
    update notification_delivery d
       set attempts = d.attempts + (m.into_id is null)::int, claimed_until = case when m.into_id is null then ${new Date(now.getTime() + LEASE)}::timestamptz end,
           state = case when m.into_id is null then 'PENDING' else 'MERGED' end, merged_into_id = m.into_id
      from (select id, null::uuid as into_id from unnest(${leads}::uuid[]) id
            union all select * from unnest(${merged.map(({ id }) => id)}::uuid[], ${merged.map(({ into }) => into)}::uuid[])) m
     where d.federation_id = ${federationId} and d.id = m.id`.execute(db);
  const { rows } = await sql<Claimed>`
    select d.id, d.channel, d.account_id as "accountId", d.attempts, p.phone, p.email,
           (select jsonb_agg(jsonb_build_object('notificationId', n.id, 'event', n.event, 'excerpt', n.excerpt) order by e.due_at, n.created_at, n.id)
              from notification_delivery e join notification n on n.federation_id = e.federation_id and n.id = e.notification_id
             where e.federation_id = d.federation_id and (e.id = d.id or e.merged_into_id = d.id and e.account_id = d.account_id)) as said
      from notification_delivery d
      left join person p on p.federation_id = d.federation_id and p.account_id = d.account_id
     where d.federation_id = ${federationId} and d.id = any (${leads}::uuid[]) order by d.due_at, d.id`.execute(db);
  return rows;
}
