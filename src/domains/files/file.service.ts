import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { draftGate } from '../obligations/gates.ts';
import { asFile, type FileRow, type FileToSend } from './file.rows.ts';
import type { StoredFile } from './store-file.ts';
import { noteStored } from './stored-object.ts';

/** Most files that a unit may put in for one task; what it takes out again still lies in the store, and counts. */
const MOST_UPLOADS = 200;

export type UploadRow = Selectable<Tables['upload']>;

/**
 * Whether a file may be put in for this task now: one's own, whose page may be filled in.
 * @throws Refusal NOT_FOUND, NOT_OWN, TOO_MANY_UPLOADS, and what the gate says
 */
export async function assertMayUpload(ctx: ViewerContext, obligationId: string): Promise<void> {
  const { federationId, organizationId } = ctx.viewer;
  const obligation = await ctx.db
    .selectFrom('obligation')
    .select(['organization_id', 'kind', 'state', 'late_policy', 'closes_at', 'reopened_until', 'resubmit_due', 'provisional'])
    .where('federation_id', '=', federationId)
    .where('id', '=', obligationId)
    .executeTakeFirst();
  if (!obligation) throw notFound(['obligationId']);
  if (obligation.organization_id !== organizationId) throw new Refusal('NOT_OWN', '只能为本单位的任务上传附件', ['obligationId']);
  assertGate(draftGate(obligation, ctx.now), ['obligationId']);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from upload
     where federation_id = ${federationId} and organization_id = ${organizationId} and obligation_id = ${obligationId}
  `.execute(ctx.db);
  if (rows[0]!.count >= MOST_UPLOADS)
    throw new Refusal('TOO_MANY_UPLOADS', `一项任务最多上传 ${MOST_UPLOADS} 个附件，取下的也计入`, ['obligationId']);
}

/** Writes down a file that lies in the store, for a task of one's own. */
export async function keepUpload(ctx: ViewerContext, obligationId: string, file: StoredFile): Promise<FileRow> {
  await assertMayUpload(ctx, obligationId);
  const { federationId, organizationId } = ctx.viewer;
  await noteStored({ db: ctx.db, now: ctx.now, federationId, organizationId }, file.storageKey, file.size);
  const row = await ctx.db
    .insertInto('upload')
    .values({
      federation_id: ctx.viewer.federationId,
      id: uuid7(),
      organization_id: ctx.viewer.organizationId,
      obligation_id: obligationId,
      name: file.name,
      extension: file.extension,
      media_type: file.mediaType,
      size: file.size,
      sha256: file.sha256,
      storage_key: file.storageKey,
      uploaded_by_id: ctx.viewer.personId,
      uploaded_at: ctx.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await record(ctx, {
    operation: 'uploadFile',
    subjectType: 'File',
    subjectId: row.id,
    detail: { obligationId, size: row.size, sha256: row.sha256 },
  });
  return asFile(row.id, row);
}

/** The files that my organization has put in for a task and not taken out again, oldest first. */
export function uploadsOf(ctx: ViewerContext, obligationId: string): Promise<UploadRow[]> {
  return ctx.db
    .selectFrom('upload')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('obligation_id', '=', obligationId)
    .where('removed_at', 'is', null)
    .orderBy('uploaded_at')
    .orderBy('id')
    .execute();
}

/** A file that my organization has put in and not taken out again. */
export function findUpload(ctx: ViewerContext, fileId: string): Promise<UploadRow | undefined> {
  return ctx.db
    .selectFrom('upload')
    .selectAll()
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('id', '=', fileId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
}

/**
 * Takes a file out, whatever names it; a version that was handed in with it keeps it.
 * @throws Refusal NOT_FOUND
 */
export async function dropUpload(ctx: ViewerContext, fileId: string): Promise<void> {
  const removed = await ctx.db
    .updateTable('upload')
    .set({ removed_at: ctx.now })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('id', '=', fileId)
    .where('removed_at', 'is', null)
    .returning(['obligation_id'])
    .executeTakeFirst();
  if (!removed) throw notFound(['input', 'fileId']);
  await record(ctx, { operation: 'removeUpload', subjectType: 'File', subjectId: fileId, detail: { obligationId: removed.obligation_id } });
}

/** A row that leads to a file, with what it hangs on. */
interface Lead extends FileToSend {
  readonly subjectType: string | null;
  readonly subjectId: string | null;
}

/**
 * A file to download: one's own upload, one of a version that stands in one's range or was asked for there, one that was kept
 * for oneself, or one that hangs on something that one may read. Undefined for everything else.
 */
export async function findFile(ctx: ViewerContext, fileId: string): Promise<FileToSend | undefined> {
  const { federationId, accountId } = ctx.viewer;
  const { rows } = await sql<Lead>`
    select id, name, media_type as "mediaType", size, sha256, storage_key as "storageKey", null as "subjectType", null::uuid as "subjectId"
      from upload where federation_id = ${federationId} and id = ${fileId} and removed_at is null
    union all
    select file_id, name, media_type, size, sha256, storage_key, null, null
      from submission_file where federation_id = ${federationId} and file_id = ${fileId}
    union all
    select id, name, media_type, size, sha256, storage_key, null, null
      from kept_file where federation_id = ${federationId} and id = ${fileId} and account_id = ${accountId} and expires_at > ${ctx.now}
    union all
    select file_id, name, media_type, size, sha256, storage_key, subject_type, subject_id
      from attached_file where federation_id = ${federationId} and file_id = ${fileId} and detached_at is null
  `.execute(ctx.db);
  const own = rows.find(({ subjectType }) => subjectType === null);
  if (own) return own;
  for (const lead of rows) if (await ctx.find(lead.subjectType!, lead.subjectId!)) return lead;
  return undefined;
}

/** The same as an object of the API. */
export async function findFileNode(ctx: ViewerContext, fileId: string): Promise<FileRow | undefined> {
  const file = await findFile(ctx, fileId);
  return file && { __typename: 'File', id: file.id, name: file.name, mediaType: file.mediaType, size: file.size, sha256: file.sha256 };
}
