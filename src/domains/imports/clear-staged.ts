import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { asSystem } from '../../kit/system.ts';

/** Rows of one transaction. */
const BATCH = 20_000;

/**
 * Deletes the rows of tables that were taken over, were found faulty or have waited a day: what they say of people stands
 * in `person` or nowhere. For a job that runs each minute.
 */
export async function clearStaged(em: SqlEntityManager, federationId: string, now: Date): Promise<void> {
  while ((await clearSome(em, federationId, now)) > 0);
}

async function clearSome(em: SqlEntityManager, federationId: string, now: Date): Promise<number> {
  return asSystem(em, federationId, async ({ db }) => {
    const { rows } = await sql<{ id: string }>`
      select id from import_batch
       where federation_id = ${federationId} and cleared_at is null and (state in ('FAULTY', 'APPLIED') or expires_at <= ${now}::timestamptz)
       order by id limit 1 for update skip locked`.execute(db);
    const [batch] = rows;
    if (!batch) return 0;
    const { numAffectedRows } = await sql`
      delete from staged_row
       where federation_id = ${federationId} and import_id = ${batch.id} and line in (
         select line from staged_row where federation_id = ${federationId} and import_id = ${batch.id} order by line limit ${BATCH})`.execute(
      db,
    );
    if (Number(numAffectedRows ?? 0) < BATCH) {
      await sql`update import_batch set cleared_at = ${now}::timestamptz where federation_id = ${federationId} and id = ${batch.id}`.execute(
        db,
      );
    }
    return 1;
  });
}
