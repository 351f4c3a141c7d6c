import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { asSystem } from '../../kit/system.ts';
import type { Tables } from '../../orm.ts';
import { indexNotices } from './index-notices.ts';
import { indexOrganizations } from './index-organizations.ts';
import { indexSubmissions } from './index-submissions.ts';

/** How many of each one transaction takes. */
const BATCH = { organization: 2000, notice: 50, submission: 500 } as const;

/** What makes one kind findable: takes what nobody else holds, and says how many it took. */
const KINDS: Readonly<Record<keyof typeof BATCH, (db: Kysely<Tables>, federationId: string) => Promise<number>>> = {
  organization: (db, federationId) => indexOrganizations(db, federationId, sql`true`, BATCH.organization),
  notice: async (db, federationId) => {
    const ids = await waiting(db, federationId, 'notice', sql`indexed_version is distinct from version`);
    await indexNotices(db, federationId, ids);
    return ids.length;
  },
  submission: async (db, federationId) => {
    const ids = await waiting(db, federationId, 'submission', sql`indexed_number is distinct from number`);
    if (ids.length) await indexSubmissions(db, federationId, ids);
    return ids.length;
  },
};

async function waiting(
  db: Kysely<Tables>,
  federationId: string,
  table: 'notice' | 'submission',
  condition: RawBuilder<unknown>,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where federation_id = ${federationId} and ${condition} limit ${BATCH[table]} for update skip locked`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/**
 * Makes everything findable that an act did not: organizations that came by the thousand, notices and submissions whose
 * unit was renamed, whatever was written before search knew of it. Transactions of its own, each a batch.
 *
 * @returns how many were written
 */
export async function indexPending(em: SqlEntityManager, federationId: string): Promise<number> {
  let all = 0;
  for (const [kind, index] of Object.entries(KINDS) as [keyof typeof BATCH, (typeof KINDS)['notice']][]) {
    let count: number;
    do {
      count = await asSystem(em, federationId, ({ db }) => index(db, federationId));
      all += count;
    } while (count === BATCH[kind]);
  }
  return all;
}

/** Forgets what is known of a federation, so that {@link indexPending} writes all of it anew. */
export async function forgetIndex(em: SqlEntityManager, federationId: string): Promise<void> {
  await asSystem(em, federationId, async ({ db }) => {
    await sql`update organization set indexed_name = null where federation_id = ${federationId}`.execute(db);
    await sql`update notice set indexed_version = null where federation_id = ${federationId}`.execute(db);
    await sql`update submission set indexed_number = null where federation_id = ${federationId}`.execute(db);
  });
}
