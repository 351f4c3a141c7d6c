import { type Selectable, sql } from 'kysely';
import { json } from '../../kit/sql.ts';
import type { SystemContext } from '../../kit/system.ts';
import type { Tables } from '../../orm.ts';
import { ROOT_PATH } from '../../kit/tree.ts';

export type SweepRow = Selectable<Tables['sweep']>;

/**
 * Holds something that is done by the clock until the end of the transaction.
 *
 * @param since how far it is taken to be done when it was never done before
 * @returns how far it has come; undefined while another process does it
 */
export async function holdSweep({ db, federationId }: SystemContext, name: string, since: Date): Promise<SweepRow | undefined> {
  const held = () =>
    sql<SweepRow>`select * from sweep where federation_id = ${federationId} and name = ${name} for update skip locked`.execute(db);
  const { rows } = await held();
  if (rows[0]) return rows[0];
  await sql`
    insert into sweep (federation_id, name, path, until, cursor) values (${federationId}, ${name}, ${ROOT_PATH}, ${since}::timestamptz, '{}')
    on conflict (federation_id, name) do nothing`.execute(db);
  return (await held()).rows[0];
}

/** Notes how far it has come. */
export async function moveSweep(
  { db }: SystemContext,
  { federation_id, name }: SweepRow,
  to: Pick<SweepRow, 'until' | 'cursor'>,
): Promise<void> {
  await sql`
    update sweep set until = ${to.until}::timestamptz, cursor = ${json(to.cursor)}::jsonb where federation_id = ${federation_id} and name = ${name}`.execute(
    db,
  );
}
