import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../orm.ts';

/**
 * S0-06: the duty to organise ends when the level's own report arrives, and is open again when that is taken back or
 * returned. The report is the obligation of the same body, from the same notice, that the duty's deliverable names.
 *
 * @param reports obligations whose state has just changed
 */
export async function settleOrganising(db: Kysely<Tables>, federationId: string, reports: readonly string[]): Promise<void> {
  if (reports.length === 0) return;
  await sql`
    update obligation duty
       set state = case when report.state in ('SUBMITTED', 'ACCEPTED') then 'ACCEPTED' else 'OPEN' end, version = duty.version + 1
      from obligation report
      join deliverable asked on asked.federation_id = report.federation_id and asked.id = report.deliverable_id
      join deliverable organised on organised.federation_id = asked.federation_id and organised.notice_id = asked.notice_id
       and organised.completed_by = asked.key
     where report.federation_id = ${federationId} and report.id = any (${reports}::uuid[])
       and duty.federation_id = report.federation_id and duty.organization_id = report.organization_id
       and duty.deliverable_id = organised.id and duty.kind = 'ORGANISE'
       and duty.state = case when report.state in ('SUBMITTED', 'ACCEPTED') then 'OPEN' else 'ACCEPTED' end`.execute(db);
}
