import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { asFile, type FileRow, type FileToSend } from './file.rows.ts';

/** A row that leads to a file, with what it hangs on. */
interface Lead extends FileToSend {
  readonly subjectType: string | null;
  readonly subjectId: string | null;
}

/**
 * A file to download: one's own upload, one of a version that stands in one's range or was asked for there, one that was kept
 * for oneself, or one that hangs on something that one may read, such as an entry that one is to judge. What a job made in somebody's name goes with the capacity
 * in which it was asked for. Undefined for everything else.
 */
export async function findFile(ctx: ViewerContext, fileId: string): Promise<FileToSend | undefined> {
  const { federationId, accountId } = ctx.viewer;
  const { rows } = await sql<Lead>`
    select id, name, extension, media_type as "mediaType", size, sha256, media, storage_key as "storageKey", null as "subjectType",
           null::uuid as "subjectId"
      from upload where federation_id = ${federationId} and id = ${fileId} and state = 'STORED' and removed_at is null
    union all
    select file_id, name, extension, media_type, size, sha256, media, storage_key, null, null
      from submission_file where federation_id = ${federationId} and file_id = ${fileId}
    union all
    select k.id, k.name, k.extension, k.media_type, k.size, k.sha256, null, k.storage_key, case when j.id is not null then 'Capacity' end, j.capacity_id
      from kept_file k left join job j on j.federation_id = k.federation_id and j.account_id = k.account_id and j.result_file_id = k.id
     where k.federation_id = ${federationId} and k.id = ${fileId} and k.account_id = ${accountId} and k.expires_at > ${ctx.now}
    union all
    select file_id, name, extension, media_type, size, sha256, null, storage_key, subject_type, subject_id
      from attached_file where federation_id = ${federationId} and file_id = ${fileId} and detached_at is null
    union all
    select file_id, name, extension, media_type, size, sha256, media, storage_key, 'JudgeAssignment', assignment_id
      from judge_file where federation_id = ${federationId} and file_id = ${fileId} and holder_id = ${accountId}
  `.execute(ctx.db);
  const own = rows.find(({ subjectType }) => subjectType === null);
  if (own) return own;
  for (const lead of rows) if (await ctx.canReach(lead.subjectType!, lead.subjectId!)) return lead;
  return undefined;
}

/** The same as an object of the API. */
export async function findFileNode(ctx: ViewerContext, fileId: string): Promise<FileRow | undefined> {
  const file = await findFile(ctx, fileId);
  return file && asFile(file.id, { ...file, media_type: file.mediaType });
}
