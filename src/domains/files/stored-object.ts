import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Whose bytes they are, in the transaction that writes down what they are for. */
export interface Owner {
  readonly db: Kysely<Tables>;
  readonly now: Date;
  readonly federationId: string;
  readonly organizationId: string;
}

/** Notes that bytes lie in the store; without this line the sweep takes them for what a crash left behind. */
export async function noteStored({ db, now, federationId, organizationId }: Owner, storageKey: string, size: number): Promise<void> {
  await sql`
    insert into stored_object (federation_id, id, organization_id, path, size, state, changed_at)
    select ${federationId}::uuid, ${storageKey}::uuid, id, path, ${size}::int, 'STORED', ${now}::timestamptz
      from organization where federation_id = ${federationId} and id = ${organizationId} for share`.execute(db);
}

/** Lets go of bytes: the sweep takes them once nothing that was handed in or attached needs them either. */
export async function release(
  { db, now, federationId }: Pick<Owner, 'db' | 'now' | 'federationId'>,
  storageKeys: readonly string[],
): Promise<void> {
  await sql`
    update stored_object set state = 'RELEASED', changed_at = ${now}
     where federation_id = ${federationId} and id = any (${storageKeys}::uuid[]) and state in ('INCOMING', 'STORED')`.execute(db);
}
