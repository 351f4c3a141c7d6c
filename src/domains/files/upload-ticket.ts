import { sql } from 'kysely';
import type { Context, ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { encodeId } from '../../kit/node-id.ts';
import { uuid7 } from '../../kit/uuid.ts';
import { record } from '../audit/record.ts';
import { newCode, newToken, tokenHash } from '../identity/secret.ts';
import { assertOpen } from './create-upload.ts';
import { findUpload } from './file.service.ts';
import { HOURS_TO_CONTINUE } from './stored-object.ts';

/** How long a ticket waits to be typed in on the other device, in minutes. */
const MINUTES = 10;
/** Characters of its code: some 49 bits, which nobody finds in that time at the pace that the door allows. */
const CODE_LENGTH = 10;
const INPUT = ['input'];

export interface TicketInput {
  readonly obligationId: string;
  readonly deliverableId: string;
  readonly field: string;
  /** An upload that is to go on; null for a new one. */
  readonly fileId: string | null;
}

/** What the other device is told of its one file, and nothing more of the page. */
interface Shown {
  readonly label: string;
  readonly extensions: readonly string[];
  readonly maxMegabytes: number | null;
  readonly name: string | null;
  readonly size: number | null;
}

export interface NewTicket {
  /** To be typed in; shown once. */
  readonly code: string;
  readonly expiresAt: Date;
}

/**
 * A short code (续传码) with which another device puts one file in for one question, or goes on with one, without signing in.
 * It works in the name of whoever made it, as long as their capacity stands, and carries nothing else.
 *
 * @throws Refusal NOT_FOUND, NOT_OWN, what the gate says, FIELD_UNKNOWN, WRONG_STATE when the upload is not on its way
 */
export async function createUploadTicket(
  ctx: ViewerContext,
  { obligationId, deliverableId, field, fileId }: TicketInput,
): Promise<NewTicket> {
  const question = (await assertOpen(ctx, { obligationId, deliverableId, field }, INPUT))!;
  const upload = fileId === null ? undefined : await findUpload(ctx, fileId);
  const path = [...INPUT, 'fileId'];
  if (fileId !== null && upload?.obligation_id !== obligationId) throw notFound(path);
  if (upload && upload.state !== 'UPLOADING') throw new Refusal('WRONG_STATE', '这个附件已不在上传', path);
  const shown: Shown = {
    label: question.label,
    extensions: question.extensions,
    maxMegabytes: question.maxMegabytes,
    name: upload?.name ?? null,
    size: upload?.size ?? null,
  };
  const [id, code] = [uuid7(), newCode(CODE_LENGTH)];
  const expiresAt = new Date(ctx.now.getTime() + MINUTES * 60_000);
  await sql`
    select app.open_upload_ticket(${id}::uuid, ${ctx.viewer.capacityId}::uuid, ${obligationId}::uuid, ${deliverableId}::uuid, ${field}, ${fileId}::uuid,
      ${JSON.stringify(shown)}::jsonb, ${tokenHash(code)}, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz)`.execute(ctx.db);
  await record(ctx, {
    operation: 'createUploadTicket',
    subjectType: 'Obligation',
    subjectId: obligationId,
    detail: { ticketId: id, deliverableId, field, fileId, expiresAt: expiresAt.toISOString() },
  });
  return { code, expiresAt };
}

/** What a device gets for its code. */
export interface Redeemed {
  readonly key: string;
  readonly expiresAt: Date;
  readonly label: string;
  readonly extensions: readonly string[];
  readonly maxMegabytes: number | null;
  readonly file: { readonly id: string; readonly name: string; readonly bytesTotal: number } | null;
}

const FAILURES: Readonly<Record<string, string>> = {
  TICKET_UNKNOWN: '没有这个续传码，请核对后重新输入',
  TICKET_USED: '这个续传码已经用过，请在填报页重新生成',
  TICKET_EXPIRED: '这个续传码已过期，请在填报页重新生成',
};

/**
 * Exchanges a code, once, for the key with which its one file is put in: `Authorization: Upload <key>` at `/uploads`, for a day.
 * @throws Refusal TICKET_UNKNOWN, TICKET_USED, TICKET_EXPIRED
 */
export async function redeemUploadTicket(ctx: Context, code: string): Promise<Redeemed> {
  const key = newToken();
  const expiresAt = new Date(ctx.now.getTime() + HOURS_TO_CONTINUE * 3_600_000);
  const { rows } = await sql<{ outcome: string; upload_id: string | null; shown: Shown }>`
    select * from app.redeem_upload_ticket(${tokenHash(code)}, ${tokenHash(key)}, ${ctx.now}::timestamptz, ${expiresAt}::timestamptz)`.execute(
    ctx.db,
  );
  const { outcome, upload_id: uploadId, shown } = rows[0]!;
  if (outcome !== 'REDEEMED') throw new Refusal(outcome, FAILURES[outcome]!, [...INPUT, 'code']);
  const { label, extensions, maxMegabytes, name, size } = shown;
  const file = uploadId === null ? null : { id: encodeId('File', uploadId), name: name!, bytesTotal: size! };
  return { key, expiresAt, label, extensions, maxMegabytes, file };
}
