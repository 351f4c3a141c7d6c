import { type RawBuilder, sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import type { Today } from '../../kit/working-days.ts';
import { bodiesAt, type Fact, factsOf } from './facts.ts';
import { type Outside, policies } from './policy.ts';
import { ringsAnyHour, sendAt } from './schedule.ts';
import type { Telling } from './telling.ts';
import { dueOf, excerptOf } from './words.ts';

/** Which ways lead outside: those that are configured. */
export interface Ways {
  readonly mail: boolean;
  readonly webhook: boolean;
}

/** How many tellings one statement takes. */
const BATCH = 5000;

/**
 * Tells people: resolves who acts for each body now, writes one notification per person and what is to go outside. A
 * person who was told of the same subject by the same line before is not told again. To be called in the transaction that
 * marks the lines as told.
 *
 * @returns what is known of the subjects
 */
export async function write(
  system: SystemContext,
  today: Today,
  ways: Ways,
  tellings: readonly Telling[],
): Promise<ReadonlyMap<string, Fact>> {
  const { now } = today;
  const facts = await factsOf(system, tellings);
  const bodies = await bodiesAt(
    system,
    tellings.filter(({ actorId }) => actorId !== null).map(({ path }) => path),
  );
  const rows = tellings.map((telling, place) => {
    const policy = policies[telling.event];
    const fact = facts.get(telling.subjectId);
    const actor = telling.actorId === null ? undefined : bodies.get(telling.path);
    const due = dueOf(telling, fact);
    return {
      place,
      announcement_id: telling.announcementId,
      event: telling.event,
      reason: policy.reason,
      subject_type: telling.subjectType,
      subject_id: telling.subjectId,
      organization_id: telling.organizationId,
      person_id: telling.personId,
      account_id: telling.accountId,
      roles: telling.roles ?? policy.roles,
      except_ids: telling.exceptAccountIds,
      // A return reaches whoever handed it in first; of security one is told of one's own acts, too.
      first_id: telling.event === 'SUBMISSION_RETURNED' ? (fact?.submitter_id ?? null) : null,
      actor_id: policy.security ? null : telling.actorId,
      actor_organization_id: actor?.id ?? null,
      excerpt: excerptOf(telling, fact, actor?.name ?? null, now),
      outside: outsideOf(telling, fact),
      send_at: sendAt(policy, today, due).toISOString(),
      any_hour: policy.outside !== 'PUSH' || ringsAnyHour(policy, now, due),
      always: policy.always ?? false,
    };
  });
  for (let start = 0; start < rows.length; start += BATCH) await insert(system, now, ways, rows.slice(start, start + BATCH));
  return facts;
}

/** What took a while may be waited for elsewhere. */
const outsideOf = ({ event, detail }: Telling, fact: Fact | undefined): Outside =>
  (event === 'JOB_FINISHED' && !fact?.long) || detail['silent'] === true ? 'NONE' : policies[event].outside;

/**
 * Who acts for a body at an instant, by appointment or because a capacity was lent: `organization_id`, `account_id`,
 * `person_id`, `roles`.
 */
const acting = (federationId: string, now: Date, organizationIds: readonly string[]): RawBuilder<unknown> => sql`
  select p.organization_id, p.account_id, p.person_id, p.roles from appointment p
   where p.federation_id = ${federationId} and p.organization_id = any (${organizationIds}::uuid[])
     and p.valid_from <= ${now}::timestamptz and (p.valid_to is null or p.valid_to > ${now}::timestamptz)
  union all
  select d.organization_id, d.holder_id, h.id, d.roles from delegation d
    join appointment p on p.federation_id = d.federation_id and p.id = d.appointment_id
     and p.valid_from <= ${now}::timestamptz and (p.valid_to is null or p.valid_to > ${now}::timestamptz)
    join person h on h.federation_id = d.federation_id and h.account_id = d.holder_id
   where d.federation_id = ${federationId} and d.organization_id = any (${organizationIds}::uuid[]) and d.ended_at is null
     and d.valid_from <= ${now}::timestamptz and d.valid_to > ${now}::timestamptz`;

async function insert(
  { db, federationId }: SystemContext,
  now: Date,
  ways: Ways,
  rows: readonly { organization_id: string | null }[],
): Promise<void> {
  const organizationIds = [...new Set(rows.flatMap(({ organization_id }) => organization_id ?? []))];
  await sql`
    with told as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (
        place int, announcement_id uuid, event text, reason text, subject_type text, subject_id uuid, organization_id uuid, person_id uuid, account_id uuid,
        roles text[], except_ids uuid[], first_id uuid, actor_id uuid, actor_organization_id uuid, excerpt text, outside text, send_at timestamptz,
        any_hour boolean, always boolean)),
    acting as materialized (${acting(federationId, now, organizationIds)}),
    -- The wanted person alone, else whoever holds one of the roles, else whoever keeps the body's accounts.
    fit as (
      select t.place, a.account_id, a.person_id,
             case when a.person_id = t.first_id then 0 when a.roles && t.roles then 1 when 'ADMINISTRATOR' = any (a.roles) then 2 end as rank
        from told t join acting a on a.organization_id = t.organization_id),
    found as (
      select place, account_id, person_id from (select fit.*, min(rank) over (partition by place) as best from fit where rank is not null) ranked where rank = best
      union all
      select t.place, p.account_id, p.id from told t join person p on p.federation_id = ${federationId} and p.id = t.person_id
      union all
      select t.place, t.account_id, null from told t where t.account_id is not null),
    written as (
      insert into notification (federation_id, id, account_id, announcement_id, organization_id, event, reason, actor_organization_id, subject_type, subject_id,
                                excerpt, created_at)
      select ${federationId}::uuid, app.uuid7(), f.account_id, t.announcement_id, t.organization_id, t.event, t.reason, t.actor_organization_id, t.subject_type,
             t.subject_id, t.excerpt, ${now}::timestamptz
        from found f join told t on t.place = f.place
       where f.account_id <> all (t.except_ids) and (t.actor_id is null or f.person_id is distinct from t.actor_id)
       order by t.place
      on conflict (federation_id, announcement_id, subject_id, account_id) do nothing
      returning id, account_id, announcement_id, subject_id)
    ${outside(federationId, ways)}`.execute(db);
}

/** One delivery for each notification whose event has one, by the way that the person prefers and that leads to them. */
const outside = (federationId: string, { mail, webhook }: Ways): RawBuilder<unknown> => {
  if (!mail && !webhook) return sql`select from written`;
  return sql`
    , way as (
      select w.id, w.account_id, t.send_at, t.any_hour, coalesce(t.event = any (p.muted), false) and not t.always as muted,
             coalesce(p.channel, 'SMS') as wanted,
             case when t.outside <> 'PUSH' then case when ${mail} and h.email is not null then 'EMAIL' end
                  when p.channel = 'WECOM' and ${webhook} then 'WECOM'
                  when p.channel = 'EMAIL' and ${mail} and h.email is not null then 'EMAIL'
                  when ${webhook} and h.phone is not null then 'SMS'
                  when ${mail} and h.email is not null then 'EMAIL' end as channel
        from written w
        join (select distinct on (announcement_id, subject_id) * from told) t on t.announcement_id = w.announcement_id and t.subject_id = w.subject_id
        left join notification_preference p on p.federation_id = ${federationId} and p.account_id = w.account_id
        left join person h on h.federation_id = ${federationId} and h.account_id = w.account_id
       where t.outside = 'PUSH' or t.outside = 'MAIL' and ${mail} or t.outside = 'DIGEST_MAIL' and ${mail} and p.digest_by_mail)
    insert into notification_delivery (federation_id, id, account_id, notification_id, channel, state, due_at, any_hour, failure)
    select ${federationId}::uuid, app.uuid7(), account_id, id, coalesce(channel, wanted), case when muted or channel is null then 'SKIPPED' else 'PENDING' end,
           send_at, any_hour, case when muted then 'SWITCHED_OFF' when channel is null then 'NO_ADDRESS' end
      from way order by id`;
};
