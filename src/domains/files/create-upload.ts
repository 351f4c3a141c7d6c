import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import type { FormField } from '../../kit/form.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { record } from '../audit/record.ts';
import { demandsOf, findObligation } from '../obligations/find-obligation.ts';
import { draftGate } from '../obligations/gates.ts';
import { asFile, type FileRow } from './file.rows.ts';
import type { UploadRow } from './file.service.ts';
import { checkedName, mostBytes, type StoredFile, tooLarge } from './store-file.ts';
import { noteIncoming, noteStored } from './stored-object.ts';

/** Most files that a unit may put in for one task; what it takes out again still lies in the store, and counts. */
const MOST_UPLOADS = 200;
/** Most of them on their way at once. */
const MOST_UNFINISHED = 20;
/** Most bytes of one task: ten of the largest films. */
const MOST_BYTES = 10 * 1024 ** 3;
const MEGABYTE = 1024 ** 2;

/** What is to be put in: for which task, and for which question of it when that is said. */
export interface Wanted {
  readonly obligationId: string;
  /** Who asks: one of the task's deliverables. */
  readonly deliverableId: string | null;
  readonly field: string | null;
  readonly name: string;
}

/**
 * Whether a file may be put in now: for a task of one's own whose page may be filled in, as its question allows. Asked before
 * the first byte.
 *
 * @param size bytes, when they are known beforehand
 * @param maxBytes of the server
 * @throws Refusal FILE_NAME, FILE_KIND, NOT_FOUND, NOT_OWN, what the gate says, FIELD_UNKNOWN, FILE_EXTENSION, FILE_TOO_LARGE,
 * FILE_EMPTY, TOO_MANY_UPLOADS, TOO_MANY_UNFINISHED, TOO_MUCH
 */
export async function assertMayUpload(ctx: ViewerContext, wanted: Wanted, size: number | null, maxBytes: number): Promise<void> {
  const extension = checkedName(wanted.name);
  const question = await assertOpen(ctx, wanted, []);
  if (question && question.extensions.length > 0 && !question.extensions.includes(extension))
    throw new Refusal('FILE_EXTENSION', `只接受 ${question.extensions.join('、')} 格式的附件`, ['name']);
  const most = Math.min(mostBytes(extension, maxBytes), (question?.maxMegabytes ?? Infinity) * MEGABYTE);
  if (size !== null && size > most) throw tooLarge(most);
  if (size === 0) throw new Refusal('FILE_EMPTY', '文件是空的', ['file']);
  await assertRoom(ctx, wanted.obligationId, size ?? 0);
}

/**
 * Whether files may be put in for this task, and this question of it, now.
 *
 * @param at what the paths of refusals begin with
 * @returns the question; undefined when none was named
 * @throws Refusal NOT_FOUND, NOT_OWN, what the gate says, FIELD_UNKNOWN
 */
export async function assertOpen(ctx: ViewerContext, wanted: Omit<Wanted, 'name'>, at: readonly string[]): Promise<FormField | undefined> {
  const path = [...at, 'obligationId'];
  const obligation = await findObligation(ctx, wanted.obligationId);
  if (!obligation) throw notFound(path);
  if (obligation.organization_id !== ctx.viewer.organizationId) throw new Refusal('NOT_OWN', '只能为本单位的任务上传附件', path);
  assertGate(draftGate(obligation, ctx.now), path);
  const { deliverableId, field } = wanted;
  if (deliverableId === null && field === null) return undefined;
  const ask = (await demandsOf(ctx, obligation)).find(({ id }) => id === deliverableId);
  if (!ask) throw notFound([...at, 'deliverableId']);
  const question = ask.fields.find(({ key, type }) => key === field && (type === 'FILE' || type === 'SEAL' || type === 'SHEET'));
  if (!question) throw new Refusal('FIELD_UNKNOWN', '没有这个附件项', [...at, 'field']);
  return question;
}

async function assertRoom({ db, viewer }: ViewerContext, obligationId: string, size: number): Promise<void> {
  const { rows } = await sql<{ count: number; unfinished: number; bytes: number }>`
    select count(*)::int as count, (count(*) filter (where state in ('UPLOADING', 'PROBING') and removed_at is null))::int as unfinished,
           coalesce(sum(size) filter (where state <> 'FAILED'), 0)::float8 as bytes
      from upload
     where federation_id = ${viewer.federationId} and organization_id = ${viewer.organizationId} and obligation_id = ${obligationId}`.execute(
    db,
  );
  const { count, unfinished, bytes } = rows[0]!;
  const path = ['obligationId'];
  if (count >= MOST_UPLOADS) throw new Refusal('TOO_MANY_UPLOADS', `一项任务最多上传 ${MOST_UPLOADS} 个附件，取下的也计入`, path);
  if (unfinished >= MOST_UNFINISHED) throw new Refusal('TOO_MANY_UNFINISHED', `最多同时上传 ${MOST_UNFINISHED} 个附件`, path);
  if (bytes + size > MOST_BYTES) throw new Refusal('TOO_MUCH', '一项任务的附件总共不能超过 10 GB，取下的也计入', path);
}

/**
 * Begins a file whose bytes come later, in as many pieces as it takes.
 *
 * @param size bytes, as its sender says; it is not finished before they are here, and never grows beyond
 * @param expectedSha256 in hexadecimal, when its sender says it
 * @throws Refusal as {@link assertMayUpload}
 */
export async function createUpload(
  ctx: ViewerContext,
  wanted: Wanted,
  { size, expectedSha256, maxBytes }: { readonly size: number; readonly expectedSha256: string | null; readonly maxBytes: number },
): Promise<UploadRow> {
  await assertMayUpload(ctx, wanted, size, maxBytes);
  const { federationId, organizationId } = ctx.viewer;
  const storageKey = randomUUID();
  await noteIncoming({ db: ctx.db, now: ctx.now, federationId, organizationId }, storageKey, size, wanted.obligationId);
  const row = await insert(ctx, wanted, {
    extension: checkedName(wanted.name),
    size,
    storage_key: storageKey,
    state: 'UPLOADING',
    expected_sha256: expectedSha256,
  });
  await record(ctx, {
    operation: 'createUpload',
    subjectType: 'File',
    subjectId: row.id,
    detail: { obligationId: wanted.obligationId, field: wanted.field, size },
  });
  return row;
}

/** Writes down a file that came in one stream and lies in the store, for a task of one's own. */
export async function keepUpload(ctx: ViewerContext, wanted: Wanted, file: StoredFile, maxBytes: number): Promise<FileRow> {
  await assertMayUpload(ctx, wanted, file.size, maxBytes);
  const { federationId, organizationId } = ctx.viewer;
  await noteStored({ db: ctx.db, now: ctx.now, federationId, organizationId }, file.storageKey, file.size, wanted.obligationId);
  const row = await insert(ctx, wanted, {
    extension: file.extension,
    media_type: file.mediaType,
    size: file.size,
    sha256: file.sha256,
    media: file.media && (JSON.stringify(file.media) as never),
    storage_key: file.storageKey,
    state: 'STORED',
    finished_at: ctx.now,
  });
  await record(ctx, {
    operation: 'uploadFile',
    subjectType: 'File',
    subjectId: row.id,
    detail: { obligationId: wanted.obligationId, size: file.size, sha256: file.sha256 },
  });
  return asFile(row.id, { ...row, media_type: file.mediaType, sha256: file.sha256 });
}

type Facts = Pick<UploadRow, 'extension' | 'size' | 'storage_key' | 'state'> &
  Partial<Pick<UploadRow, 'media_type' | 'sha256' | 'media' | 'expected_sha256' | 'finished_at'>>;

function insert(ctx: ViewerContext, { obligationId, deliverableId, field, name }: Wanted, facts: Facts): Promise<UploadRow> {
  return ctx.db
    .insertInto('upload')
    .values({
      federation_id: ctx.viewer.federationId,
      id: uuid7(),
      organization_id: ctx.viewer.organizationId,
      obligation_id: obligationId,
      deliverable_id: deliverableId,
      field,
      name,
      uploaded_by_id: ctx.viewer.personId,
      uploaded_at: ctx.now,
      ...facts,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
