import { type Kysely, sql } from 'kysely';
import type { Tables } from '../../orm.ts';

/** Whose bytes they are, in the transaction that writes down what they are for. */
export interface Owner {
  readonly db: Kysely<Tables>;
  readonly now: Date;
  readonly federationId: string;
  readonly organizationId: string;
}

/** How long an upload waits for its next byte before it is given up, in hours. */
export const HOURS_TO_CONTINUE = 24;

export const expiryOf = (now: Date): Date => new Date(now.getTime() + HOURS_TO_CONTINUE * 3_600_000);

/** Notes that bytes lie in the store; without this line the sweep takes them for what a crash left behind. */
export const noteStored = (owner: Owner, storageKey: string, size: number, obligationId: string | null = null): Promise<void> =>
  note(owner, storageKey, { size, obligationId, state: 'STORED', expiresAt: null });

/** Notes that bytes are on their way. */
export const noteIncoming = (owner: Owner, storageKey: string, size: number, obligationId: string): Promise<void> =>
  note(owner, storageKey, { size, obligationId, state: 'INCOMING', expiresAt: expiryOf(owner.now) });

interface Noted {
  readonly size: number;
  readonly obligationId: string | null;
  readonly state: 'STORED' | 'INCOMING';
  readonly expiresAt: Date | null;
}

async function note({ db, now, federationId, organizationId }: Owner, storageKey: string, noted: Noted): Promise<void> {
  await sql`
    insert into stored_object (federation_id, id, organization_id, path, obligation_id, size, state, changed_at, expires_at)
    select ${federationId}::uuid, ${storageKey}::uuid, id, path, ${noted.obligationId}::uuid, ${noted.size}::int, ${noted.state}, ${now}::timestamptz,
           ${noted.expiresAt}::timestamptz
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
