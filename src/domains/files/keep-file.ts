import { type Selectable, sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { asFile, type FileRow } from './file.rows.ts';
import type { KeptPurpose } from './kept.entity.ts';
import { noteStored, type Owner } from './stored-object.ts';
import type { StoredFile } from './store-file.ts';

/** How long a file that was put in waits to be attached to something, in hours. */
const HOURS_TO_ATTACH = 24;
/** Most files that one account may have waiting. */
const MOST_WAITING = 100;

/** Who the file is for. A request's own viewer: {@link keeperOf}; background work says whose work it does. */
export interface Keeper extends Owner {
  readonly accountId: string;
}

export const keeperOf = ({ db, now, viewer }: ViewerContext): Keeper => ({
  db,
  now,
  federationId: viewer.federationId,
  accountId: viewer.accountId,
  organizationId: viewer.organizationId,
});

export interface Keeping {
  readonly purpose: KeptPurpose;
  /** The first instant at which it is not handed out any more. */
  readonly expiresAt: Date;
}

/**
 * Keeps a file that is not an answer to a task: the result of a job, or what somebody put in to attach it to something. Bytes
 * first, outside of any transaction, then this line inside of one:
 *
 *     const stored = await storeFile(files, '名单.xlsx', bytes);          // files: FileStore, bytes: AsyncIterable<Uint8Array>
 *     const { id } = await keepFile(keeper, { purpose: 'EXPORT', expiresAt }, stored);
 *     // the API's id: encodeId('File', id); GET /files/<it> hands it out to that account alone until it expires
 *
 * Bytes whose line was never written are swept away, so nothing has to be undone. To hang it on something that others read:
 * `attachFiles`. The caller writes the audit line of the act that the file belongs to.
 */
export async function keepFile(keeper: Keeper, { purpose, expiresAt }: Keeping, stored: StoredFile): Promise<FileRow> {
  await noteStored(keeper, stored.storageKey, stored.size);
  const row = await keeper.db
    .insertInto('kept_file')
    .values({
      federation_id: keeper.federationId,
      id: uuid7(),
      account_id: keeper.accountId,
      organization_id: keeper.organizationId,
      purpose,
      name: stored.name,
      extension: stored.extension,
      media_type: stored.mediaType,
      size: stored.size,
      sha256: stored.sha256,
      storage_key: stored.storageKey,
      kept_at: keeper.now,
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return asFile(row.id, row);
}

/**
 * Whether the viewer may put in one more file that is not an answer.
 * @throws Refusal TOO_MANY_FILES
 */
export async function assertMayKeep({ db, now, viewer }: ViewerContext): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from kept_file
     where federation_id = ${viewer.federationId} and account_id = ${viewer.accountId} and expires_at > ${now} and purpose <> 'EXPORT'`.execute(
    db,
  );
  if (rows[0]!.count >= MOST_WAITING) throw new Refusal('TOO_MANY_FILES', `一天最多上传 ${MOST_WAITING} 个附件`, ['purpose']);
}

/** Of these files those that the viewer has put in to be attached, and that are still kept. */
export async function givenFiles(ctx: ViewerContext, fileIds: readonly string[]): Promise<Selectable<Tables['kept_file']>[]> {
  const { rows } = await sql<Selectable<Tables['kept_file']>>`
    select * from kept_file
     where federation_id = ${ctx.viewer.federationId} and account_id = ${ctx.viewer.accountId} and id = any (${[...fileIds]}::uuid[])
       and expires_at > ${ctx.now} and purpose not in ('IMPORT', 'EXPORT')`.execute(ctx.db);
  return rows;
}

/** Keeps what the viewer has put in until it is attached, for a day. */
export async function keepGiven(ctx: ViewerContext, purpose: KeptPurpose, stored: StoredFile): Promise<FileRow> {
  await assertMayKeep(ctx);
  const expiresAt = new Date(ctx.now.getTime() + HOURS_TO_ATTACH * 3_600_000);
  const file = await keepFile(keeperOf(ctx), { purpose, expiresAt }, stored);
  const detail = { purpose, size: stored.size, sha256: stored.sha256 };
  await record(ctx, { operation: 'putFile', subjectType: 'File', subjectId: file.id, detail });
  return file;
}

/** One of the viewer's own kept files until it expires, gathered over a request. */
export async function keptFileById(ctx: ViewerContext, id: string): Promise<FileRow | undefined> {
  const row = await ctx.loaders.one('kept_file', id);
  return row && row.expires_at > ctx.now ? asFile(row.id, row) : undefined;
}
