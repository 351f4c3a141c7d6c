import { sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import { type Announced, announce } from './announce.ts';

/** Returns that one turn looks at. */
const BATCH = 500;
const DAY = 24 * 3_600_000;

/**
 * What was returned reaches whoever handed it in, first and alone; when nobody has read it for 24 hours, the others of the
 * unit are told, and the body above it in its inbox.
 *
 * @returns whether there may be more
 */
export async function escalate(system: SystemContext, now: Date): Promise<boolean> {
  const { db, federationId } = system;
  const { rows } = await sql<{ subject_id: string; organization_id: string; superior_id: string; account_ids: string[]; read: boolean }>`
    with unread as (
      update notification n set escalated_at = ${now}::timestamptz
       where n.federation_id = ${federationId} and n.id in (
         select id from notification where federation_id = ${federationId} and event = 'SUBMISSION_RETURNED' and read_at is null and done_at is null
            and escalated_at is null and created_at <= ${new Date(now.getTime() - DAY)}::timestamptz
          order by created_at, id limit ${BATCH} for update skip locked)
      returning announcement_id, subject_id, organization_id, account_id)
    select u.subject_id, u.organization_id, v.issuer_id as superior_id, array_agg(u.account_id) as account_ids,
           exists (select from notification n where n.federation_id = ${federationId} and n.announcement_id = u.announcement_id and n.read_at is not null) as read
      from unread u
      join submission s on s.federation_id = ${federationId} and s.id = u.subject_id and s.state = 'RETURNED' and s.organization_id = u.organization_id
      join obligation o on o.federation_id = s.federation_id and o.id = s.obligation_id
      join deliverable v on v.federation_id = o.federation_id and v.id = o.deliverable_id
     group by u.announcement_id, u.subject_id, u.organization_id, v.issuer_id order by u.subject_id`.execute(db);
  const lines = rows
    .filter(({ read }) => !read)
    .flatMap(({ subject_id: subjectId, organization_id, superior_id, account_ids: exceptAccountIds }): Announced[] => [
      { event: 'RETURN_UNREAD', subjectType: 'Submission', subjectId, audience: { organizationIds: [organization_id], exceptAccountIds } },
      { event: 'RETURN_UNREAD_BELOW', subjectType: 'Submission', subjectId, audience: { organizationIds: [superior_id] } },
    ]);
  await announce({ ...system, now }, ...lines);
  return rows.length === BATCH;
}
