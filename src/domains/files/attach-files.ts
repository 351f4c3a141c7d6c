import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { Refusal } from '../../kit/errors.ts';
import { asFile, type FileRow } from './file.rows.ts';

/** What files hang on, and where that stands. */
export interface Subject {
  /** Its GraphQL type, which `node(id)` must know: who may read the subject may read its files. */
  readonly subjectType: string;
  readonly subjectId: string;
  /** Address at which the subject stands. */
  readonly path: string;
  /** Address of the body that asked, when the subject goes up behind the shared wall. */
  readonly askerPath?: string | null;
  /** Since when it is read below, when the subject has gone down already; see {@link publishAttached}. */
  readonly publishedAt?: Date | null;
}

/**
 * Makes exactly these files hang on the subject, in this order: files that the viewer has put in (`PUT /files?purpose=…`), that
 * hang there already, or that the viewer's own body has attached elsewhere (last year's notice, an earlier edition). Others
 * are taken off. Call it in the act's transaction, after the act was allowed; it writes no audit line of its own.
 *
 * @param fileIds bare ids, as `idOf('File')` hands them over
 * @param at path of the list in the input, for refusals
 * @throws Refusal FILE_UNKNOWN, FILE_REPEATED
 */
export async function attachFiles(ctx: ViewerContext, subject: Subject, fileIds: readonly string[], at: readonly string[]): Promise<void> {
  const { federationId, accountId, organizationId, personId } = ctx.viewer;
  const repeated = fileIds.findIndex((id, index) => fileIds.indexOf(id) < index);
  if (repeated >= 0) throw new Refusal('FILE_REPEATED', '附件重复', [...at, String(repeated)]);
  await sql`
    update attached_file set detached_at = ${ctx.now}
     where federation_id = ${federationId} and subject_id = ${subject.subjectId} and subject_type = ${subject.subjectType}
       and detached_at is null and file_id <> all (${fileIds}::uuid[])`.execute(ctx.db);
  if (fileIds.length === 0) return;
  const { rows } = await sql<{ file_id: string }>`
    with wanted as (select file_id, (ordinal - 1)::int as ordinal from unnest(${fileIds}::uuid[]) with ordinality as w (file_id, ordinal)),
    here as (
      update attached_file a set ordinal = w.ordinal from wanted w
       where a.federation_id = ${federationId} and a.file_id = w.file_id and a.subject_id = ${subject.subjectId}
         and a.subject_type = ${subject.subjectType} and a.detached_at is null
      returning a.file_id),
    known as (
      select id as file_id, name, extension, media_type, size, sha256, storage_key from kept_file
       where federation_id = ${federationId} and id = any (${fileIds}::uuid[]) and account_id = ${accountId} and expires_at > ${ctx.now}
         and purpose not in ('IMPORT', 'EXPORT')
      union
      select file_id, name, extension, media_type, size, sha256, storage_key from attached_file
       where federation_id = ${federationId} and file_id = any (${fileIds}::uuid[]) and organization_id = ${organizationId}
         and subject_type = ${subject.subjectType} and detached_at is null),
    added as (
      insert into attached_file (federation_id, id, file_id, subject_type, subject_id, ordinal, organization_id, path, asker_path, published_at,
                                 name, extension, media_type, size, sha256, storage_key, attached_by_id, attached_at)
      select ${federationId}::uuid, app.uuid7(), k.file_id, ${subject.subjectType}, ${subject.subjectId}::uuid, w.ordinal, ${organizationId}::uuid,
             ${subject.path}, ${subject.askerPath ?? null}::text, ${subject.publishedAt ?? null}::timestamptz, k.name, k.extension, k.media_type,
             k.size, k.sha256, k.storage_key, ${personId}::uuid, ${ctx.now}::timestamptz
        from known k join wanted w on w.file_id = k.file_id
       where k.file_id not in (select file_id from here)
      returning file_id)
    select file_id from here union all select file_id from added`.execute(ctx.db);
  const found = new Set(rows.map(({ file_id }) => file_id));
  const missing = fileIds.findIndex((id) => !found.has(id));
  if (missing >= 0) throw new Refusal('FILE_UNKNOWN', '没有这个附件，请重新上传', [...at, String(missing)]);
}

/** From now on those below read the subject's files, as they read the subject. */
export async function publishAttached(ctx: ViewerContext, subjectType: string, subjectId: string): Promise<void> {
  await sql`
    update attached_file set published_at = ${ctx.now}
     where federation_id = ${ctx.viewer.federationId} and subject_id = ${subjectId} and subject_type = ${subjectType}
       and detached_at is null and published_at is null`.execute(ctx.db);
}

/** The files that hang on a subject, in order, for whoever has read the subject; gathered over a request. */
export async function attachedFiles(ctx: ViewerContext, subjectType: string, subjectId: string): Promise<FileRow[]> {
  const rows = await ctx.loaders.many('attached_file', 'subject_id', subjectId, { column: 'ordinal' });
  return rows.filter((row) => row.subject_type === subjectType && !row.detached_at).map((row) => asFile(row.file_id, row));
}
