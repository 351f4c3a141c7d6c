import fs from 'node:fs/promises';
import path from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import { asOrganization, asSystem } from '../../kit/system.ts';
import type { Tables } from '../../orm.ts';
import { isKey, namesIn } from './blobs.ts';
import { finishUpload, type Finishing } from './finish-upload.ts';
import { receivedBytes } from './receive.ts';
import { blobsOf, type FileStore, incomingPath } from './store-file.ts';

const DAY = 24 * 3_600_000;
/** How long what was taken out of a page still lies in the store, and what was kept for a time that is over. */
const GRACE = 7 * DAY;
const KEPT_GRACE = 3_600_000;
/** How old bytes must be that nobody knows before they are taken for what a crash left behind, and how long they lie aside. */
const ORPHAN_AGE = DAY;
const ASIDE = 30 * DAY;
/** How long the last byte of an upload is left to whoever received it. */
const HANDS_OFF = 30_000;
const BATCH = 500;

/**
 * Finishes uploads whose last byte came before a crash: bytes on the disk are the truth.
 * @returns how many
 */
export async function finishLeft(finishing: Finishing, federationId: string, now: Date): Promise<number> {
  const waiting = await asSystem(finishing.em, federationId, ({ db }) =>
    incoming(db, federationId, sql`changed_at <= ${new Date(now.getTime() - HANDS_OFF)}`),
  );
  let count = 0;
  for (const { id, size } of waiting) {
    const here = await receivedBytes(finishing.store, id);
    if ((here === size || here === 0) && (await finishUpload(finishing, federationId, id))) count++;
  }
  return count;
}

/**
 * Gives up uploads for which nothing came for a day; their bytes go.
 * @returns how many
 */
export async function expireUploads({ em, store }: Finishing, federationId: string, now: Date): Promise<number> {
  const expired = await asSystem(em, federationId, ({ db }) => incoming(db, federationId, sql`expires_at <= ${now}`));
  for (const [organizationId, objects] of Map.groupBy(expired, ({ organization_id }) => organization_id)) {
    const keys = objects.map(({ id }) => id);
    await asOrganization(em, federationId, organizationId, async ({ db }) => {
      await sql`
        update upload set state = 'FAILED', failure_code = 'EXPIRED', failure = '超过一天没有继续上传，请重新上传', finished_at = ${now}, probing_since = null
         where federation_id = ${federationId} and storage_key = any (${keys}) and state in ('UPLOADING', 'PROBING')`.execute(db);
      await sql`
        update stored_object set state = 'PURGED', changed_at = ${now}
         where federation_id = ${federationId} and id = any (${keys}::uuid[]) and state = 'INCOMING'`.execute(db);
    });
    for (const key of keys) await fs.rm(incomingPath(store, key), { force: true });
  }
  return expired.length;
}

interface IncomingObject {
  readonly id: string;
  readonly organization_id: string;
  readonly size: number;
}

async function incoming(db: Kysely<Tables>, federationId: string, condition: ReturnType<typeof sql>): Promise<IncomingObject[]> {
  const { rows } = await sql<IncomingObject>`
    select id, organization_id, size from stored_object
     where federation_id = ${federationId} and state = 'INCOMING' and ${condition} order by changed_at limit ${BATCH}`.execute(db);
  return rows;
}

/**
 * Takes the bytes away of what was taken out of a page, a week later, and of what was kept for a time that is over, when
 * nothing that was handed in or attached needs them.
 * @returns how many files
 */
export async function purgeReleased({ em, store }: Finishing, federationId: string, now: Date): Promise<number> {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  const gone = await asSystem(em, federationId, async ({ db }) => {
    await sql`
      update stored_object o set state = 'RELEASED', changed_at = ${now}
       where o.federation_id = ${federationId} and o.state = 'STORED' and o.obligation_id is null
         and exists (select from kept_file k where k.federation_id = o.federation_id and k.storage_key = o.id::text and k.expires_at <= ${now})
         and ${unneeded}`.execute(db);
    const { rows } = await sql<{ id: string }>`
      select o.id from stored_object o
       where o.federation_id = ${federationId} and o.state = 'RELEASED' and ${unneeded}
         and o.changed_at <= case when o.obligation_id is null then ${before(KEPT_GRACE)}::timestamptz else ${before(GRACE)}::timestamptz end
       order by o.changed_at limit ${BATCH}`.execute(db);
    return rows.map(({ id }) => id);
  });
  if (gone.length === 0) return 0;
  for (const key of gone) {
    await blobsOf(store).remove(key);
    await fs.rm(incomingPath(store, key), { force: true });
  }
  await asSystem(em, federationId, ({ db }) =>
    sql`
      update stored_object set state = 'PURGED', changed_at = ${now}
       where federation_id = ${federationId} and id = any (${gone}::uuid[]) and state = 'RELEASED'`.execute(db),
  );
  return gone.length;
}

const unneeded = sql`
  not exists (select from submission_file f where f.federation_id = o.federation_id and f.storage_key = o.id::text)
  and not exists (select from attached_file a where a.federation_id = o.federation_id and a.storage_key = o.id::text and a.detached_at is null)`;

/**
 * Puts bytes aside that no federation knows of, which a crash left behind between the disk and the database, and takes them
 * away a month later: it may be the database that is the wrong one, or an old one. For all federations at once, because the
 * disk does not know whose they are.
 * @returns how many files
 */
export async function removeOrphans({ em, store }: Finishing, federationIds: readonly string[], now: Date): Promise<number> {
  if (federationIds.length === 0) return 0;
  const blobs = blobsOf(store);
  const isOld = (at: Date) => now.getTime() - at.getTime() > ORPHAN_AGE;
  let count = 0;
  const check = async (keys: readonly string[], remove: (key: string) => Promise<void>) => {
    const known = await knownKeys(em, federationIds, keys);
    for (const key of keys.filter((one) => !known.has(one))) {
      await remove(key);
      count++;
    }
  };
  let batch: string[] = [];
  for await (const { key, at } of blobs.list()) {
    if (isOld(at)) batch.push(key);
    if (batch.length < BATCH) continue;
    await check(batch, (one) => blobs.setAside(one, now));
    batch = [];
  }
  await check(batch, (one) => blobs.setAside(one, now));
  await check(await incomingBefore(store, isOld), (one) => fs.rm(incomingPath(store, one), { force: true }));
  await blobs.dropAside(new Date(now.getTime() - ASIDE));
  return count;
}

async function knownKeys(em: SqlEntityManager, federationIds: readonly string[], keys: readonly string[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  const ids = keys.filter(isKey);
  for (const federationId of federationIds) {
    const { rows } = await asSystem(em, federationId, ({ db }) =>
      sql<{ id: string }>`
        select id from stored_object where federation_id = ${federationId} and id = any (${ids}::uuid[]) and state <> 'PURGED'`.execute(db),
    );
    for (const { id } of rows) known.add(id);
  }
  return known;
}

async function incomingBefore(store: FileStore, isOld: (at: Date) => boolean): Promise<string[]> {
  const names: string[] = [];
  for (const name of await namesIn(path.join(store.directory, 'incoming'))) {
    const stat = await fs.stat(incomingPath(store, name)).catch(() => undefined);
    if (stat && isOld(stat.mtime)) names.push(name);
  }
  return names;
}
