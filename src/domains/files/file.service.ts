import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import type { Tables } from '../../orm.ts';
import { record } from '../audit/record.ts';
import { draftGate } from '../obligations/gates.ts';
import type { StoredFile } from './store-file.ts';

/** Most files that a unit may put in for one task; what it takes out again still lies in the store, and counts. */
const MOST_UPLOADS = 200;

export type UploadRow = Selectable<Tables['upload']>;

/** A file as the API shows it, whether put in or handed in; the id is the one that answers name it with. */
export interface FileRow {
  readonly __typename: 'File';
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
}

/** What is needed to hand a file out. */
export interface FileToSend extends Omit<FileRow, '__typename'> {
  readonly storageKey: string;
}

type Facts = Pick<UploadRow, 'name' | 'media_type' | 'size' | 'sha256'>;

export const asFile = (id: string, row: Facts): FileRow => ({
  __typename: 'File',
  id,
  name: row.name,
  mediaType: row.media_type,
  size: row.size,
  sha256: row.sha256,
});

/**
 * Whether a file may be put in for this task now: one's own, whose page may be filled in.
 * @throws Refusal NOT_FOUND, NOT_OWN, TOO_MANY_UPLOADS, and what the gate says
 */
export async function assertMayUpload(ctx: ViewerContext, obligationId: string): Promise<void> {
  const { federationId, organizationId } = ctx.viewer;
  const obligation = await ctx.db
    .selectFrom('obligation')
    .select(['organization_id', 'kind', 'state', 'late_policy', 'closes_at', 'reopened_until', 'resubmit_due'])
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

/**
 * A file to download: one's own upload, or one of a version that stands in one's range or was asked for there. The walls
 * decide; undefined for everything else.
 */
export async function findFile(ctx: ViewerContext, fileId: string): Promise<FileToSend | undefined> {
  const { federationId } = ctx.viewer;
  const { rows } = await sql<FileToSend>`
    select id, name, media_type as "mediaType", size, sha256, storage_key as "storageKey" from upload
     where federation_id = ${federationId} and id = ${fileId} and removed_at is null
    union all
    select file_id, name, media_type, size, sha256, storage_key from submission_file where federation_id = ${federationId} and file_id = ${fileId}
    limit 1
  `.execute(ctx.db);
  return rows[0];
}

/** The same as an object of the API. */
export async function findFileNode(ctx: ViewerContext, fileId: string): Promise<FileRow | undefined> {
  const file = await findFile(ctx, fileId);
  return file && { __typename: 'File', id: file.id, name: file.name, mediaType: file.mediaType, size: file.size, sha256: file.sha256 };
}
