import { sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import { TASK_EVENTS } from './policy.ts';

/**
 * Puts aside what asks for something that is done: signed for, handed in, reviewed, mended. By whom does not matter.
 *
 * @param subjectIds only about these; about everything when absent
 */
export async function finish({ db, federationId }: SystemContext, now: Date, subjectIds?: readonly string[]): Promise<void> {
  await sql`
    update notification n set done_at = ${now}::timestamptz
     where n.federation_id = ${federationId} and n.done_at is null and n.event = any (${TASK_EVENTS}::text[])
       ${subjectIds ? sql`and n.subject_id = any (${subjectIds}::uuid[])` : sql``}
       and case n.subject_type
         when 'Notice' then case n.event
           -- What a superior has corrected is to be handed on: a duty of its own.
           when 'CORRECTION_TO_PASS_ON' then not exists (
             select from deliverable c join obligation o on o.federation_id = c.federation_id and o.root_id = c.id
              where c.federation_id = n.federation_id and c.notice_id = n.subject_id and c.output = 'CORRECTION' and o.organization_id = n.organization_id
                and o.state = 'OPEN')
           else n.event in ('NOTICE_DELIVERED', 'NOT_SIGNED') and exists (
             select from delivery d where d.federation_id = n.federation_id and d.notice_id = n.subject_id and d.organization_id = n.organization_id
                and (d.acknowledged_at is not null or d.recalled_at is not null)) end
         when 'Obligation' then exists (
           select from obligation o where o.federation_id = n.federation_id and o.id = n.subject_id
              and case when o.organization_id = n.organization_id then o.state not in ('OPEN', 'RETURNED')
                       else o.extension_holder_id is distinct from n.organization_id end)
         when 'Submission' then exists (
           select from submission s where s.federation_id = n.federation_id and s.id = n.subject_id and s.state <> 'RETURNED')
         when 'Deliverable' then not exists (
           select from submission s where s.federation_id = n.federation_id and s.holder_id = n.organization_id and s.state in ('SUBMITTED', 'RETURNED')
              and s.root_id = n.subject_id and s.cleared_at is null)
         else false end`.execute(db);
}
