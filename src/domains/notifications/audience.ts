import { sql } from 'kysely';
import type { SystemContext } from '../../kit/system.ts';
import { type Line, type Telling, tellingOf } from './telling.ts';

/** Whom a line addresses, or the next ones of many. */
export interface Addressed {
  readonly tellings: readonly Telling[];
  /** Behind whom the next piece begins; null when these are the last. */
  readonly next: string | null;
}

/** The bodies, persons or accounts of a line's audience, at most so many where it does not name them itself. */
export async function addressedBy({ db, federationId }: SystemContext, line: Line, most: number): Promise<Addressed> {
  const { audience } = line;
  const to = (whom: Partial<Telling>): Telling => Object.assign(tellingOf(line), whom);
  const all = (tellings: Telling[]): Addressed => ({ tellings, next: null });
  if ('accountIds' in audience) return all(audience.accountIds.map((accountId) => to({ accountId })));
  if ('personIds' in audience) return all(audience.personIds.map((personId) => to({ personId })));
  if ('organizationIds' in audience) {
    const { organizationIds, roles = null, exceptAccountIds = [] } = audience;
    return all([...new Set(organizationIds)].map((organizationId) => to({ organizationId, roles, exceptAccountIds })));
  }
  const after = line.told_to;
  if ('deliveriesOf' in audience) {
    const { rows } = await sql<{ organization_id: string }>`
      select organization_id from delivery
       where federation_id = ${federationId} and notice_id = ${audience.deliveriesOf} ${after ? sql`and organization_id > ${after}::uuid` : sql``}
       order by organization_id limit ${most}`.execute(db);
    const tellings = rows.map(({ organization_id: organizationId }) => to({ organizationId }));
    return { tellings, next: rows.length === most ? rows.at(-1)!.organization_id : null };
  }
  const { rows } = await sql<{ id: string; organization_id: string; subject_id: string }>`
    select id, organization_id, subject_id from reminder
     where federation_id = ${federationId} and batch_id = ${audience.remindersOf} ${after ? sql`and id > ${after}::uuid` : sql``}
     order by id limit ${most}`.execute(db);
  const tellings = rows.map(({ organization_id: organizationId, subject_id: subjectId }) => to({ organizationId, subjectId }));
  return { tellings, next: rows.length === most ? rows.at(-1)!.id : null };
}
