import fs from 'node:fs/promises';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Kysely, sql } from 'kysely';
import { userErrorsOf } from '../../kit/errors.ts';
import type { FileExtension } from '../../kit/file-extensions.ts';
import { asOrganization, asSystem } from '../../kit/system.ts';
import type { Clock } from '../../kit/time.ts';
import type { Tables } from '../../orm.ts';
import { recordSystem } from '../audit/record.ts';
import { isMissing } from './blobs.ts';
import { type Examined, examine } from './examine.ts';
import type { UploadRow } from './file.service.ts';
import { receivedBytes } from './receive.ts';
import { blobsOf, type FileStore, incomingPath } from './store-file.ts';

/** What finishing stands on, in a request and behind it. */
export interface Finishing {
  readonly em: SqlEntityManager;
  readonly clock: Clock;
  readonly store: FileStore;
}

/** How long somebody who looks at a file is believed to be alive, in milliseconds. */
const PATIENCE = 5 * 60_000;

/**
 * Looks at a file all of whose bytes are here and takes it into the store, or refuses it and says why. To be called when the
 * last byte has come, and by whoever finds one lying after a crash: of several at once one does it, and who dies half-way is
 * replaced. Bytes are read and moved outside of any transaction.
 *
 * @returns the upload as it is afterwards; undefined when there was nothing to do, or somebody else does it
 */
export async function finishUpload(finishing: Finishing, federationId: string, storageKey: string): Promise<UploadRow | undefined> {
  const { em, clock, store } = finishing;
  const object = await asSystem(em, federationId, ({ db }) => findObject(db, federationId, storageKey));
  if (!object) return undefined;
  const { organization_id: organizationId, size } = object;
  const here = await receivedBytes(store, storageKey);
  // Nothing here may mean that it was moved in already by somebody who died before writing it down.
  if (here !== size && here !== 0) return undefined;
  const claimed = { federationId, storageKey, now: clock.now(), isMoved: here === 0 };
  const upload = await asOrganization(em, federationId, organizationId, ({ db }) => claim(db, claimed));
  if (!upload) return undefined;
  const outcome = await lookAt(store, upload);
  const finished = await asOrganization(em, federationId, organizationId, async ({ db }) => {
    const now = clock.now();
    const row = await settle(db, upload, outcome, now);
    if (!row) return undefined;
    await sql`
      update stored_object set state = ${'failure' in outcome ? 'PURGED' : 'STORED'}, changed_at = ${now}, expires_at = null
       where federation_id = ${federationId} and id = ${storageKey} and state = 'INCOMING'`.execute(db);
    const { obligation_id: obligationId, sha256, failure_code: failure } = row;
    const act = { db, federationId, now, requestId: 'finish upload' };
    await recordSystem(act, {
      operation: 'finishUpload',
      subjectType: 'File',
      subjectId: row.id,
      detail: { obligationId, sha256, failure },
    });
    return row;
  });
  if ('failure' in outcome) await fs.rm(incomingPath(store, storageKey), { force: true });
  return finished;
}

const findObject = (db: Kysely<Tables>, federationId: string, storageKey: string) =>
  db
    .selectFrom('stored_object')
    .select(['organization_id', 'size'])
    .where('federation_id', '=', federationId)
    .where('id', '=', storageKey)
    .where('state', '=', 'INCOMING')
    .executeTakeFirst();

interface Claim {
  readonly federationId: string;
  readonly storageKey: string;
  readonly now: Date;
  readonly isMoved: boolean;
}

async function claim(db: Kysely<Tables>, { federationId, storageKey, now, isMoved }: Claim): Promise<UploadRow | undefined> {
  const { rows } = await sql<UploadRow>`
    update upload set state = 'PROBING', probing_since = ${now}
     where federation_id = ${federationId} and storage_key = ${storageKey} and removed_at is null
       and ((state = 'UPLOADING' and not ${isMoved}) or (state = 'PROBING' and probing_since < ${new Date(now.getTime() - PATIENCE)}))
    returning *`.execute(db);
  return rows[0];
}

type Outcome = Examined | { readonly code: string; readonly failure: string };

async function lookAt(store: FileStore, { storage_key: key, extension, size, expected_sha256: expected }: UploadRow): Promise<Outcome> {
  const local = incomingPath(store, key);
  try {
    if ((await receivedBytes(store, key)) === 0) await takeBack(store, key);
    const examined = await examine(local, extension as FileExtension);
    if (examined.size !== size) throw new Error(`Upload ${key} has ${examined.size} bytes, not ${size}`);
    if (expected !== null && examined.sha256 !== expected) return { code: 'CHECKSUM_MISMATCH', failure: '内容与校验值不符，请重新上传' };
    await blobsOf(store).take(local, key);
    return examined;
  } catch (error) {
    const [first] = userErrorsOf(error) ?? [];
    if (!first) throw error;
    return { code: first.code, failure: first.message };
  }
}

async function takeBack(store: FileStore, key: string): Promise<void> {
  try {
    await fs.writeFile(incomingPath(store, key), blobsOf(store).read(key), { mode: 0o600 });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function settle(db: Kysely<Tables>, upload: UploadRow, outcome: Outcome, now: Date): Promise<UploadRow | undefined> {
  const change =
    'failure' in outcome
      ? { state: 'FAILED' as const, failure_code: outcome.code, failure: outcome.failure }
      : {
          state: 'STORED' as const,
          media_type: outcome.mediaType,
          sha256: outcome.sha256,
          media: outcome.media && (JSON.stringify(outcome.media) as never),
        };
  return db
    .updateTable('upload')
    .set({ ...change, finished_at: now, probing_since: null })
    .where('federation_id', '=', upload.federation_id)
    .where('id', '=', upload.id)
    .where('state', '=', 'PROBING')
    .where('removed_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}
