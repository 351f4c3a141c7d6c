import type { z } from 'zod';
import type { ViewerContext } from '../../context.ts';
import { notFound, Refusal } from '../../kit/errors.ts';
import { encodeId } from '../../kit/node-id.ts';
import { readPrintCode } from '../../kit/paper/print-code.ts';
import { dayOf } from '../../kit/time.ts';
import { record } from '../audit/record.ts';
import { findUpload } from '../files/file.service.ts';
import { demandsOf } from '../obligations/find-obligation.ts';
import type { EditorRow } from '../submissions/editor.ts';
import { draftToChange, ownObligation } from '../submissions/own-obligation.ts';
import { saveSubmissionDraft } from '../submissions/save-draft.ts';
import { printedHash } from '../submissions/stamps.ts';
import type { returnScanInput } from './print.input.ts';
import { printByCode, type PrintRow } from './print.rows.ts';

type Input = z.output<typeof returnScanInput>;

/**
 * Takes the scan of a stamped print back against it, as the answer to a question for a seal: what was sealed is then known, and
 * a later change of it asks for a new print.
 *
 * @throws Refusal CODE_MISREAD, NOT_FOUND, PRINT_STALE, FIELD_UNKNOWN, SEALED_TOO_EARLY, SEALED_TOO_LATE, FILE_UNKNOWN, and what
 * saving says
 */
export async function returnScan(ctx: ViewerContext, input: Input): Promise<{ print: PrintRow; editor: EditorRow }> {
  const code = readPrintCode(input.code);
  if (!code) throw new Refusal('CODE_MISREAD', '打印件编号有误，请对照页脚重新输入', ['input', 'code']);
  const print = await printByCode(ctx, code);
  if (!print) throw notFound(['input', 'code']);
  await assertCurrent(ctx, print, input.field);
  assertDay(print, input.sealedOn, dayOf(ctx.now));
  await markScan(ctx, print, input.fileId);
  const value = { fileId: encodeId('File', input.fileId), date: input.sealedOn };
  const editor = await saveSubmissionDraft(ctx, {
    obligationId: print.obligation_id,
    version: input.version,
    answers: [{ deliverableId: print.deliverable_id, field: input.field, value }],
  });
  await record(ctx, {
    operation: 'returnScan',
    subjectType: 'Obligation',
    subjectId: print.obligation_id,
    detail: { code, fileId: input.fileId, sealedOn: input.sealedOn, contentHash: print.content_hash },
  });
  return { print, editor };
}

async function assertCurrent(ctx: ViewerContext, print: PrintRow, key: string): Promise<void> {
  const obligation = await ownObligation(ctx, print.obligation_id, ['input', 'code']);
  const draft = await draftToChange(ctx, print.obligation_id);
  const ask = (await demandsOf(ctx, obligation)).find(({ id }) => id === print.deliverable_id);
  if (!ask?.fields.some((field) => field.key === key && field.type === 'SEAL'))
    throw new Refusal('FIELD_UNKNOWN', '没有这个盖章项', ['input', 'field']);
  if (printedHash(ask, draft.answers[ask.id] ?? {}) !== print.content_hash)
    throw new Refusal('PRINT_STALE', '内容在打印之后已修改，这份盖章件不再有效，请重新打印、盖章', ['input', 'code']);
}

/** A seal is put on what was printed, and not before tomorrow has come. */
function assertDay({ printed_at: printedAt }: PrintRow, sealedOn: string, today: string): void {
  const path = ['input', 'sealedOn'];
  if (sealedOn < dayOf(printedAt)) throw new Refusal('SEALED_TOO_EARLY', '盖章日期早于打印日期', path);
  if (sealedOn > today) throw new Refusal('SEALED_TOO_LATE', '盖章日期还没有到', path);
}

/** The file is one that was put in for the same task, and is a scan of this print from now on. */
async function markScan(ctx: ViewerContext, print: PrintRow, fileId: string): Promise<void> {
  const path = ['input', 'fileId'];
  const upload = await findUpload(ctx, fileId);
  if (!upload) throw notFound(path);
  if (upload.obligation_id !== print.obligation_id || upload.state !== 'STORED')
    throw new Refusal('FILE_UNKNOWN', '请先为这项任务上传扫描件', path);
  if (upload.print_code !== null && upload.print_code !== print.code) throw new Refusal('FILE_USED', '这个扫描件已对应另一份打印件', path);
  await ctx.db
    .updateTable('upload')
    .set({ print_code: print.code, print_hash: print.content_hash })
    .where('federation_id', '=', ctx.viewer.federationId)
    .where('organization_id', '=', ctx.viewer.organizationId)
    .where('id', '=', fileId)
    .execute();
}
