import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { asOrganization } from '../../kit/system.ts';
import { assertGate } from '../../kit/viewer-can.ts';
import { findObligation } from '../obligations/find-obligation.ts';
import { draftGate } from '../obligations/gates.ts';
import { findUpload, type UploadRow } from './file.service.ts';
import { expiryOf } from './stored-object.ts';

const PATH = ['id'];

/**
 * An upload of one's own body that goes on, or is in.
 * @throws Refusal NOT_FOUND, UPLOAD_FAILED
 */
export async function uploadToShow(ctx: ViewerContext, fileId: string): Promise<{ upload: UploadRow; expiresAt: Date | null }> {
  const upload = await findUpload(ctx, fileId);
  if (!upload) throw notFound(PATH);
  if (upload.state === 'FAILED') throw new Refusal('UPLOAD_FAILED', upload.failure ?? '上传未成功', PATH);
  const object = await ctx.loaders.one('stored_object', upload.storage_key);
  return { upload, expiresAt: object?.expires_at ?? null };
}

/**
 * Lets the next bytes of an upload come: the task's page may still be filled in. It waits a day for those after them.
 * @throws Refusal NOT_FOUND, UPLOAD_FAILED, ALREADY_STORED, and what the gate says
 */
export async function continueUpload(ctx: ViewerContext, fileId: string): Promise<UploadRow> {
  const { federationId } = ctx.viewer;
  const { upload } = await uploadToShow(ctx, fileId);
  if (upload.state !== 'UPLOADING') throw new Refusal('ALREADY_STORED', '文件已全部上传', PATH);
  const obligation = await findObligation(ctx, upload.obligation_id);
  if (!obligation) throw notFound(PATH);
  assertGate(draftGate(obligation, ctx.now), PATH);
  await sql`update upload set receiving_since = ${ctx.now} where federation_id = ${federationId} and id = ${fileId}`.execute(ctx.db);
  await sql`
    update stored_object set expires_at = ${expiryOf(ctx.now)}, changed_at = ${ctx.now}
     where federation_id = ${federationId} and id = ${upload.storage_key} and state = 'INCOMING'`.execute(ctx.db);
  return upload;
}

/** Notes for how long bytes came in, whoever sent them; how fast they come follows from it. */
export async function endReceiving(
  em: SqlEntityManager,
  { federation_id: federationId, organization_id: organizationId, id }: UploadRow,
  now: Date,
): Promise<void> {
  await asOrganization(em, federationId, organizationId, ({ db }) =>
    sql`
      update upload
         set received_milliseconds = least(received_milliseconds + greatest(0, extract(epoch from ${now}::timestamptz - receiving_since) * 1000), 2000000000)::int,
             receiving_since = null
       where federation_id = ${federationId} and id = ${id} and receiving_since is not null`.execute(db),
  );
}
